import Editorial
import Git
import System

/// What was checked of a push, line by line as git's hooks hear of it: nothing else may be written.
///
/// `pre-receive` leaves it in the repository's folder; `update` and `reference-transaction` look there, and their scripts
/// do so without starting a program, which matters to a push of a thousand references.
struct CheckedPush {
  static let fileName = "galley-push-checked"

  private let path: String
  private let owner: Int32

  /// - Parameter folder: the repository's, with a slash at its end.
  init(in folder: String, of owner: RunningProcess) {
    path = folder + Self.fileName
    self.owner = owner.id
  }

  /// Puts down what may be written.
  ///
  /// - Parameters:
  ///   - head: the branch that HEAD names: git moves both and says so.
  ///   - until: the second since the machine's start after which nothing is written any more.
  func write(_ updates: [PushedUpdate], head: String?, until: Int) throws {
    var text = "\(owner) \(until)\n"
    for update in updates {
      text += update.line + "\n"
      if update.reference == head { text += update.renamed("HEAD").line + "\n" }
    }
    let new = "\(path).\(owner)"
    guard writeFile(new, Array(text.utf8)), rename(new, path) == 0 else {
      unlink(new)
      throw Refusal(
        "\(path) can't be written: \(systemErrorWords())",
        "Who runs the server lets those who push write in the repository's folder.")
    }
  }

  /// Whether this push may do all of this.
  func allows(_ updates: [PushedUpdate]) -> Bool {
    guard let bytes = readFile(path) else { return false }
    let lines = bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    guard let first = lines.first, first.hasPrefix("\(owner) ") else { return false }
    let checked = Set(lines.dropFirst())
    // Where an old value can't be read git says nothing of it, or asks its two stores of references one by one.
    let removed = Set(
      checked.compactMap { line in
        line.dropFirst(41).hasPrefix("\(ObjectID.zero) ") ? line.dropFirst(82) : nil
      })
    return updates.allSatisfy { update in
      checked.contains(update.line)
        || (update.new == nil && update.old == nil && removed.contains(Substring(update.reference)))
    }
  }

  func remove() {
    guard let bytes = readFile(path), String(decoding: bytes.prefix(16), as: UTF8.self).hasPrefix("\(owner) ")
    else { return }
    unlink(path)
  }
}

extension PushedUpdate {
  /// `OLD NEW REFERENCE`, as git's hooks get it.
  fileprivate var line: String { "\(old ?? .zero) \(new ?? .zero) \(reference)" }

  fileprivate func renamed(_ reference: String) -> PushedUpdate {
    PushedUpdate(reference, from: old, to: new)
  }
}
