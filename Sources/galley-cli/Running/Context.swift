import Editorial
import Galley
import Git
import System
import Terminal

/// What a command works with: its parsed words, the environment and the streams.
struct Context {
  let parsed: Parsed
  let environment: [String: String]

  /// The folder that `--repo` names, else the current one.
  var folder: String { parsed.value("--repo") ?? "." }

  func desk() throws -> Desk { try Desk.open(folder, environment: environment) }

  /// The SLUG argument, checked; or the article whose text's path it is.
  func slug() throws -> Slug { try slug(parsed.required("SLUG")) }

  func slug(_ typed: String) throws -> Slug {
    // No slug has a dot, and every text's name has one before its ending.
    if typed.contains("."), let desk = try? desk() {
      let path = try pathInDesk(typed, desk)
      if try desk.mayBeText(path) { return try desk.slug(ofTextAt: path) }
    }
    return try checked { try Slug(typed) }
  }

  /// A path as the repository has it: from the current folder where the file is there, else from the desk's top.
  private func pathInDesk(_ typed: String, _ desk: Desk) throws -> String {
    let slash = typed.lastIndex(of: "/")
    let (folder, name) = (
      slash.map { String(typed[...$0]) } ?? ".", slash.map { typed[$0...].dropFirst() } ?? typed[...]
    )
    if let top = desk.repository.workTree, let root = canonicalPath(top), let inner = canonicalPath(folder),
      access(typed, F_OK) == 0, inner == root || inner.hasPrefix(root + "/")
    {
      // A link is what it is called, not what it leads to.
      return (inner.dropFirst(root.count + 1).split(separator: "/") + [name]).joined(separator: "/")
    }
    return typed.hasPrefix("./") ? String(typed.dropFirst(2)) : typed
  }

  /// The value of `--rev`, checked.
  func revision() throws -> RevisionNumber? { try revision("--rev") }

  func revision(_ name: String) throws -> RevisionNumber? {
    try parsed.value(name).map { text in try checked { try RevisionNumber(text) } }
  }

  func draft(_ name: String) throws -> DraftName? {
    try parsed.value(name).map { text in try checked { try DraftName(text) } }
  }

  /// A day as a person types it: a date, `+7d`, `friday`.
  func day(_ name: String, on desk: Desk) throws -> Day? {
    try parsed.value(name).map { text in try checked { try Day(typed: text, today: desk.now().day) } }
  }

  /// A day that is over, as a person types it: a date, `7d`, `monday`.
  func pastDay(_ name: String, on desk: Desk) throws -> Day? {
    try parsed.value(name).map { text in try checked { try Day(typedPast: text, today: desk.now().day) } }
  }

  /// A wrong word on the command line is wrong usage, wherever it is found out.
  func checked<R>(_ make: () throws -> R) throws -> R {
    do {
      return try make()
    } catch let error as InvalidValue {
      throw Refusal(.usage, "\(error.what): \(error.why)", error.remedy + ".")
    }
  }

  /// What to call a file that is read in messages.
  func inputName(_ path: String) -> String { path == "-" ? "stdin" : path }

  /// The bytes of a file, or of stdin for `-`.
  ///
  /// - Throws: ``Refusal`` when it can't be read or is larger than `limit` bytes.
  func input(_ path: String, limit: Int = 64 << 20) throws -> [UInt8] {
    let name = inputName(path)
    let file = path == "-" ? dup(0) : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw Refusal(
        "\(name) can't be read: \(systemErrorWords())", "Name a file that is there.")
    }
    defer { close(file) }
    guard let bytes = readToEnd(file, limit: limit) else {
      throw Refusal(
        "\(name) can't be read: \(systemErrorWords())", "Name a file, not a folder.")
    }
    guard bytes.count <= limit else {
      throw Refusal("\(name) is larger than \(limit >> 20) MiB", "Give it in smaller parts.")
    }
    return bytes
  }

  /// Reads files that stand beside the one that `--from` names, by their paths from its folder.
  func filesBeside() -> (String) -> [UInt8]? {
    guard let path = parsed.value("--from"), path != "-" else { return { _ in nil } }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return { readFile(folder + $0) }
  }

  /// What `--from` names, or nil when it isn't given.
  func inputFromOption(limit: Int = 64 << 20) throws -> (name: String, bytes: [UInt8])? {
    try parsed.value("--from").map { (inputName($0), try input($0, limit: limit)) }
  }
}
