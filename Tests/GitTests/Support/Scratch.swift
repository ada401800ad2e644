import Foundation
import Git
import Testing

/// A temporary folder with a repository, on which the real git and ours work.
final class Scratch {
  let folder: String

  /// - Parameter arguments: of `git init`; none leaves the folder empty.
  init(_ arguments: String...) throws {
    folder =
      FileManager.default.temporaryDirectory.appendingPathComponent("galley-git-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    if !arguments.isEmpty { try git(["init", "-q", "-b", "main"] + arguments) }
  }

  deinit {
    _ = try? run(["chmod", "-R", "u+w", folder])
    try? FileManager.default.removeItem(atPath: folder)
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  var repository: Repository { get throws { try Repository(openingAt: folder) } }

  /// What git answers, without the last newline.
  @discardableResult
  func git(_ words: String...) throws -> String { try git(words) }

  @discardableResult
  func git(_ words: [String]) throws -> String {
    let done = try run(["git", "-C", folder] + words)
    try #require(done.code == 0, "\(words): \(done.out)")
    return done.out.hasSuffix("\n") ? String(done.out.dropLast()) : done.out
  }

  func write(_ text: String, to name: String) throws {
    let file = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func text(of name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

  /// The real git makes a commit of one file on the branch that is checked out.
  @discardableResult
  func commit(_ text: String, to name: String, _ message: String = "Change") throws -> ObjectID {
    try write(text, to: name)
    try git("add", "--", name)
    try git("commit", "-q", "-m", message)
    return try id("HEAD")
  }

  func id(_ name: String) throws -> ObjectID {
    try #require(ObjectID(hex: try git("rev-parse", name)))
  }

  /// Whether git finds the whole repository in order.
  var isSound: Bool { (try? git("fsck", "--strict", "--no-dangling")) != nil }

  private func run(_ words: [String]) throws -> (code: Int32, out: String) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }
    variables["GIT_CONFIG_NOSYSTEM"] = "1"
    variables["HOME"] = folder
    for role in ["AUTHOR", "COMMITTER"] {
      variables["GIT_\(role)_NAME"] = "Gita"
      variables["GIT_\(role)_EMAIL"] = "gita@example.org"
      variables["GIT_\(role)_DATE"] = "1790000000 +0200"
    }
    process.environment = variables
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }
}

let ann = Signature(name: "Ann", email: "ann@example.org", seconds: 1_790_000_000, offsetMinutes: 120)

/// The error that some work ends with.
func gitError(_ work: () throws -> Void) -> GitError? {
  do {
    try work()
    return nil
  } catch {
    return error as? GitError
  }
}
