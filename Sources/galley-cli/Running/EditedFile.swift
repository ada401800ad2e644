import Editorial
import Galley
import Git
import System
import Terminal

/// A text in a temporary file, for a person's editor. The file stays until it is removed: nothing typed is lost.
struct EditedFile {
  let path: String
  private let original: [UInt8]
  /// Whether the file was there before: then it stays.
  let isGiven: Bool

  /// - Throws: ``Refusal`` when the file can't be written.
  init(text: String, name: String) throws {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/galley-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Self.trouble("no temporary folder can be made in \(folder)", errno)
    }
    let made = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    path = "\(made)/\(name)"
    original = Array(text.utf8)
    isGiven = false
    guard writeFile(path, original) else { throw Self.trouble("\(path) can't be written", errno) }
  }

  /// A file that was kept earlier and is given back.
  ///
  /// - Throws: ``Refusal`` when it can't be read.
  init(keptAt path: String) throws {
    guard let bytes = readFile(path) else { throw Self.trouble("\(path) can't be read", errno) }
    (self.path, original, isGiven) = (path, bytes, true)
  }

  /// What is in the file.
  func text() throws -> String {
    guard let bytes = readFile(path) else { throw Self.trouble("\(path) can't be read", errno) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Refusal(
        .conflict, "\(path) isn't UTF-8 text", "What you typed is kept there; nothing was written.")
    }
    return text
  }

  /// Opens the editor and gives back what the person left; nil when nothing was changed.
  ///
  /// - Throws: ``Refusal`` when no editor is named and nobody is at a terminal to use the usual one, or when the
  ///   editor fails.
  func edit() throws -> [UInt8]? {
    let named = Self.namedEditor
    let editor = named ?? "vi"
    guard named != nil || (isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1) else {
      remove()
      throw Refusal(
        "no editor is named and nobody is at a terminal",
        "Set EDITOR, or give the text with --from FILE.")
    }
    guard (try? runEditor(editor, files: [path])) == .exited(0) else {
      let unchanged = readFile(path) == original
      if unchanged { remove() }
      throw Refusal(
        "the editor '\(editor)' failed",
        unchanged ? "Nothing was changed." : "What you typed is kept in \(path).")
    }
    guard let edited = readFile(path) else {
      let number = errno
      remove()
      throw Self.trouble("\(path) can't be read", number)
    }
    guard edited != original else {
      remove()
      return nil
    }
    return edited
  }

  /// The editor that git would open (git-var(1), GIT_EDITOR).
  private static var namedEditor: String? {
    func variable(_ name: String) -> String? { environmentVariable(name).flatMap { $0.isEmpty ? nil : $0 } }
    return variable("GIT_EDITOR") ?? configurationValues("core.editor").last { !$0.isEmpty } ?? variable(
      "VISUAL")
      ?? variable("EDITOR")
  }

  func remove() {
    guard !isGiven else { return }
    unlink(path)
    rmdir(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
  }

  /// Does what the text was written for, and removes the file; where that fails the file is kept, and the error says where.
  func removed<R>(after work: () throws -> R) throws -> R {
    let done: R
    do { done = try work() } catch { throw kept(after: error) }
    remove()
    return done
  }

  /// An error after which the typed text is still needed, with the place where it is.
  func kept(after error: any Error) -> any Error {
    let failure = Failure(error)
    let kind: Refusal.Kind = failure.exitCode == 3 ? .conflict : .refused
    return Refusal(
      kind, failure.what, "Your text is kept in \(path). \(failure.remedy)", details: failure.details)
  }

  static func trouble(_ what: String, _ number: Int32) -> Refusal {
    Refusal("\(what): \(systemErrorWords(number))", "Mend that and try again.")
  }
}
