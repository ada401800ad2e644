import Foundation
import JSON
import Testing

/// A temporary folder with a bare remote and desks of several people, on which the real `galley` and `git` run.
final class TestTeam {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("galley-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try expect("init", "--bare", path("remote.git"), in: folder.path)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// A desk cloned from the remote, of a person with this name.
  func desk(_ name: String, url: String? = nil, environment: [String: String] = [:]) throws -> TestDesk {
    let desk = TestDesk(team: self, name: name, environment: environment)
    try expect("clone", url ?? path("remote.git"), path(name), in: folder.path, environment: environment)
    desk.git("config", "user.name", name)
    desk.git("config", "user.email", "\(name)@example.org")
    return desk
  }

  @discardableResult
  func expect(
    _ words: String..., in place: String, environment: [String: String] = [:]
  ) throws -> Finished {
    let done = run(galley, words, in: place, environment: environment)
    try #require(done.code == 0, "\(words): \(done.err)")
    return done
  }
}

/// One person's desk.
struct TestDesk {
  let team: TestTeam
  let name: String
  var environment: [String: String] = [:]

  var folder: String { team.path(name) }

  /// Runs galley here, whatever comes of it.
  @discardableResult
  func galley(_ words: String..., input: String = "") -> Finished {
    run(galleyProgram, words, in: folder, environment: environment, input: Data(input.utf8))
  }

  /// Runs galley here with `--json` and reads the lines it answers.
  func json(_ words: String...) throws -> [JSON] {
    let done = run(galleyProgram, words + ["--json"], in: folder, environment: environment)
    return try done.out.split(separator: "\n").map { try JSON(parsing: String($0)) }
  }

  @discardableResult
  func git(_ words: String...) -> Finished { run("/usr/bin/env", ["git"] + words, in: folder) }

  func write(_ text: String, to file: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder).appendingPathComponent(file))
  }

  /// Starts an article from a text.
  func start(_ slug: String, _ text: String) -> Finished {
    galley("new", slug, "--title", "T", "--from", "-", input: text)
  }

  var isSound: Bool { git("fsck", "--strict").code == 0 }

  /// All branches with their commits.
  var branches: String { git("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads").out }
}

struct Finished {
  let code: Int32
  let out: String
  let err: String
}

private let galley = galleyProgram

/// The program that the tests' own build made.
let galleyProgram: String = {
  var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    .deletingLastPathComponent()
  for _ in 0..<4 {
    let candidate = folder.appendingPathComponent("galley").path
    if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
    folder.deleteLastPathComponent()
  }
  return projectFolder.appendingPathComponent(".build/debug/galley").path
}()

@discardableResult
func run(
  _ program: String, _ words: [String], in folder: String, environment: [String: String] = [:],
  input: Data = Data()
) -> Finished {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = words
  process.currentDirectoryURL = URL(fileURLWithPath: folder)
  var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }
  variables["GIT_CONFIG_NOSYSTEM"] = "1"
  variables["HOME"] = folder
  process.environment = variables.merging(environment) { $1 }
  let files = (0..<3).map { _ in
    FileManager.default.temporaryDirectory.appendingPathComponent("galley-run-\(UUID().uuidString)")
  }
  defer { files.forEach { try? FileManager.default.removeItem(at: $0) } }
  // Files and not pipes: nothing can fill up while nobody reads.
  try? input.write(to: files[0])
  for file in files[1...] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
  process.standardInput = try? FileHandle(forReadingFrom: files[0])
  process.standardOutput = try? FileHandle(forWritingTo: files[1])
  process.standardError = try? FileHandle(forWritingTo: files[2])
  do { try process.run() } catch { return Finished(code: -1, out: "", err: "\(error)") }
  process.waitUntilExit()
  func text(_ file: URL) -> String {
    String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
  }
  return Finished(code: process.terminationStatus, out: text(files[1]), err: text(files[2]))
}
