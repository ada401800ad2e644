import System

/// A folder for the files of one job, readable by this user only, and gone when the job is done.
final class ScratchFolder {
  let path: String

  /// What a program left behind.
  struct Finished {
    let code: Int32
    let output: String
    let errors: String

    /// The first line of what it complained about, for a message.
    var complaint: String {
      let words = (errors + output).split(separator: "\n").first { !$0.hasPrefix("[GNUPG:]") }
      return words.map(String.init) ?? "exit code \(code)"
    }
  }

  init() throws(GitError) {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/galley-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Self.trouble("make a folder in \(base)") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    if let folder = opendir(path) {
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { unlink("\(path)/\(name)") }
      }
      closedir(folder)
    }
    rmdir(path)
  }

  /// - Returns: the file's path.
  func write(_ bytes: some Sequence<UInt8>, to name: String) throws(GitError) -> String {
    let file = "\(path)/\(name)"
    let bytes = Array(bytes)
    guard let stream = fopen(file, "we") else { throw Self.trouble("write \(file)") }
    chmod(file, 0o600)
    let count = fwrite(bytes, 1, bytes.count, stream)
    guard fclose(stream) == 0, count == bytes.count else { throw Self.trouble("write \(file)") }
    return file
  }

  /// - Returns: the whole file, or nil when it isn't there.
  func read(_ name: String) -> [UInt8]? {
    guard let stream = fopen("\(path)/\(name)", "re") else { return nil }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = fread(&buffer, 1, buffer.count, stream)
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// Runs a program, found on PATH, and waits for it. Its streams are files, so nothing can fill up.
  ///
  /// - Parameter input: the file that it reads; nothing when nil.
  func run(_ arguments: [String], input: String? = nil) throws(GitError) -> Finished {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input ?? "/dev/null", O_RDONLY, 0)
    for (stream, name) in [(Int32(1), "stdout"), (2, "stderr")] {
      posix_spawn_file_actions_addopen(
        &actions, stream, "\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    var words = arguments.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var child: pid_t = 0
    let started = posix_spawnp(&child, arguments[0], &actions, nil, &words, environ)
    guard started == 0 else {
      errno = started
      throw Self.trouble("run \(arguments[0])")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    func text(_ name: String) -> String { String(decoding: read(name) ?? [], as: UTF8.self) }
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    return Finished(code: code, output: text("stdout"), errors: text("stderr"))
  }

  private static func trouble(_ attempted: String) -> GitError {
    GitError(
      code: .other(-1), class: .operatingSystem, message: systemErrorWords(),
      attempted: attempted)
  }
}
