import Editorial
import Galley
import Git
import JSON
import Terminal

/// An error as the contract wants it: one line, an exit code, and the sides of a conflict beside it.
///
/// The wording of libgit2's and the remote's errors is here and nowhere else.
struct Failure {
  let exitCode: Int32
  let what: String
  let remedy: String
  var details: [String] = []

  init(_ error: any Error) {
    switch error {
    case let error as Refusal:
      self.init(Self.code(error.kind), error.what, error.remedy, error.details)
    case let error as StoppedSync: self.init(error.cause)
    case let error as UsageError:
      self.init(2, error.message, error.remedy)
    case let error as InvalidValue:
      let place = error.place.map { ", line \($0.line), column \($0.column)" } ?? ""
      self.init(1, "\(error.what)\(place): \(error.why)", error.remedy + ".")
    case let error as RemoteError:
      self.init(remote: error)
    case let error as GitError:
      self.init(git: error)
    case let error as OutputError:
      self.init(
        1, "the answer can't be written: \(error)",
        "What the command did stands; see 'galley status', and mend where the output goes.")
    case let error as JSONError:
      self.init(1, "the JSON can't be read: \(error)", "Mend it and try again; nothing was written.")
    default:
      self.init(1, "\(error)", "Nothing was written; try again, and report it if it stays.")
    }
  }

  private init(_ exitCode: Int32, _ what: String, _ remedy: String, _ details: [String] = []) {
    self.exitCode = exitCode
    self.what = withoutCredentials(what)
    self.remedy = withoutCredentials(remedy)
    self.details = details.map(withoutCredentials)
  }

  /// The same where the desk is a clone that was made without all of its history or objects: what isn't there isn't
  /// damaged then.
  func inClone(at folder: String) -> Failure {
    guard exitCode == 5, let clone = IncompleteClone(holding: folder) else { return self }
    return Failure(clone.refusal)
  }

  private static func code(_ kind: Refusal.Kind) -> Int32 {
    switch kind {
    case .refused: 1
    case .usage: 2
    case .conflict: 3
    case .remote: 4
    case .damaged: 5
    }
  }

  private init(git error: GitError) {
    let what = "could not \(error.attempted): \(error.message)"
    let message = error.message.lowercased()
    if message.contains("no space left") {
      self.init(1, what, "The disk is full: free some room and try again. Nothing was changed.")
    } else if message.contains("read-only") || message.contains("permission denied") {
      self.init(
        1, what, "The repository's folder can't be written to: mend its permissions. Nothing was changed.")
    } else if error.isOutOfFiles {
      self.init(1, what, "Let programs have more files open, with 'ulimit -n 4096' say, and try again.")
    } else if let format = error.unsupportedFormat {
      self.init(
        1, "Galley doesn't support the format of this repository: \(format)",
        "Work on it in a clone of the usual format: 'git clone' makes one from a remote that has it.")
    } else if error.isDamage {
      self.init(
        5, what,
        "The repository is damaged: 'galley doctor' says what is damaged, and 'galley doctor --repair' mends it."
      )
    } else {
      self.init(1, what, "Nothing was changed; mend that and try again.")
    }
  }

  private init(remote error: RemoteError) {
    let (what, remedy) =
      switch error.kind {
      case .authentication:
        (
          "doesn't let you in",
          "Check your key or password for it, then run the command again. Nothing is lost."
        )
      case .hostKey:
        (
          "can't be trusted: its host key isn't the one you know",
          "Ask who runs it before you change known_hosts. Nothing was sent."
        )
      case .certificate:
        (
          "can't be trusted: its certificate isn't signed by an authority you know",
          "Name the authority's file by http.sslCAInfo in git's configuration. Nothing was sent."
        )
      case .notFound: ("has no repository there", "Check the address; 'git remote -v' shows a desk's.")
      case .timedOut:
        (
          "doesn't answer",
          "Nothing is lost; run the command again when it does, or give it longer by GALLEY_TIMEOUT."
        )
      case .interrupted: ("broke off", "Nothing is lost; run the command again when it answers.")
      case .unreachable: ("can't be reached", "Nothing is lost; run the command again when it answers.")
      case .other: ("can't be used", "Nothing is lost; try 'git fetch' to see what git says.")
      }
    self.init(
      4, "the remote \(error.url) \(what): \(error.message)", remedy,
      error.words.split(whereSeparator: \.isNewline).map(String.init))
  }

  /// Tells the lines of another trouble as well.
  func adding(_ other: Refusal?) -> Failure {
    guard let other else { return self }
    return Failure(exitCode, what, remedy, ["\(other.what)."] + other.details + details)
  }

  /// `galley: WHAT. HOW TO MEND IT`, harmless for a terminal.
  var line: String { "galley: \(visible("\(what). \(remedy)", keepNewlines: false))" }

  var json: JSON {
    [
      "error": [
        "exit": JSON(Int(exitCode)), "what": .string(what), "remedy": .string(remedy),
        "details": .array(details.map { .string($0) }),
      ]
    ]
  }
}
