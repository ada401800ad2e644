internal import CGit
import System

/// The names and passwords of one remote, kept by the user's `git credential` helpers.
final class RemoteCredential {
  private let url: String
  private let repository: String
  /// The answer that was given to the server and not yet judged by it.
  private var given: String?
  /// The answer that the server took.
  private var proven: String?
  /// Whether `~/.netrc` was asked already; helpers don't keep what it says.
  private var askedNetrc = false
  private var isOfNetrc = false

  init(url: String, repository: Repository.Location) {
    (self.url, self.repository) = (url, repository.path)
  }

  /// libgit2 asks once, and again when the answer was wrong: then the helpers are told to forget it.
  func answer(
    _ out: UnsafeMutablePointer<UnsafeMutablePointer<git_credential>?>?, allowed: UInt32
  ) -> Int32 {
    guard allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT.rawValue != 0 else { return GIT_PASSTHROUGH.rawValue }
    if let wrong = given, !isOfNetrc {
      (given, proven) = (nil, nil)
      _ = ask("reject", wrong)
      git_error_set_str(Int32(GIT_ERROR_HTTP.rawValue), "the name or password is wrong")
      return GIT_EAUTH.rawValue
    }
    if let answer = proven == nil || isOfNetrc ? netrc() : nil {
      (given, isOfNetrc) = (answer.password, true)
      return git_credential_userpass_plaintext_new(out, answer.name, answer.password)
    }
    isOfNetrc = false
    var values: [Substring: Substring] = [:]
    guard let answer = proven ?? ask("fill", "url=\(url)\n") else { return Self.noAnswer() }
    for line in answer.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { values[parts[0]] = parts[1] }
    }
    guard let name = values["username"], let password = values["password"] else { return Self.noAnswer() }
    given = answer
    return git_credential_userpass_plaintext_new(out, String(name), String(password))
  }

  /// As curl does for git: the file's word comes before that of the helpers, once.
  private func netrc() -> (name: String, password: String)? {
    guard !askedNetrc, let address = WebAddress(url), !address.hasPassword else { return nil }
    askedNetrc = true
    return NetrcFile.own?.answer(host: address.host, user: address.user)
  }

  private static func noAnswer() -> Int32 {
    git_error_set_str(
      Int32(GIT_ERROR_HTTP.rawValue),
      "it asks for a name and password, and neither ~/.netrc nor 'git credential' gives them")
    return GIT_EAUTH.rawValue
  }

  /// The server answered: what was given is right, and the helpers may keep it.
  func approve() {
    guard let right = given else { return }
    guard !isOfNetrc else {
      (given, askedNetrc) = (nil, false)
      return
    }
    (given, proven) = (nil, right)
    _ = ask("approve", right)
  }

  private func ask(_ action: String, _ question: String) -> String? {
    TransportProcess.answer(of: ["git", "--git-dir", repository, "credential", action], to: question + "\n")
  }
}
