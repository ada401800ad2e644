import Foundation
import Glibc
import Testing

/// Whether scripts/stress runs the tests: at full size.
let isStress = ProcessInfo.processInfo.environment["GALLEY_STRESS"] != nil

@Suite(
  "A command that is killed leaves the desk as before or as after",
  .enabled(if: Tracer.works, "no strace here"))
struct KillTests {
  /// A desk on which each of the commands has something to do.
  private struct Scene {
    let team: TestTeam
    let desk: TestDesk
    let before: [String: String]
    /// The branches that the command changes when nobody disturbs it.
    let expected: Set<String>

    init(for words: [String]) throws {
      team = try TestTeam()
      let desk = try team.desk("anna")
      self.desk = desk
      func run(_ words: String..., input: String = "") throws {
        let done = GalleyTests.run(galleyProgram, words, in: desk.folder, input: Data(input.utf8))
        try #require(done.code == 0, "\(words): \(done.err)")
      }
      for slug in ["rivers", "lakes"] {
        try run("new", slug, "--title", "T", "--from", "-", input: "The rivers rise in the north.\n")
        try run("annotate", slug, "--quote", "north", "--suggest", "south")
      }
      try run("merge", "lakes")
      try run("revise", "lakes", "--accept-all")
      try run("annotate", "rivers", "--quote", "rise", "--comment", "Do they?")
      desk.git("switch", "-q", "main")
      try desk.write("The rivers rise far in the north.\n", to: "../new.md")
      before = desk.refs
      try team.copy("anna", to: "copy")
      let copy = TestDesk(team: team, name: "copy")
      let done = GalleyTests.run(galleyProgram, words, in: copy.folder)
      try #require(done.code == 0, "\(words): \(done.err)")
      expected = copy.refs.changes(since: before)
    }
  }

  static let commands: [[String]] = [
    ["annotate", "rivers", "--quote", "rivers", "--comment", "Which?"], ["publish", "lakes"], ["sync"],
    ["new", "seas", "--title", "T", "--from", "../new.md"],
    ["submit", "rivers", "--reviewers", "ben@example.org"],
    ["merge", "rivers"], ["revise", "lakes"], ["save", "rivers", "--from", "../new.md"],
    ["verdict", "rivers", "minor"],
  ]
  static let calls = [
    "rename", "unlink", "fsync", "ftruncate", "pwrite64", "mkdir", "link", "write", "openat", "close",
    "flock",
  ]

  @Test(
    "at a call of the system's", arguments: isStress ? commands : Array(commands[..<2]),
    isStress ? calls : Array(calls[..<4]))
  func atACall(words: [String], call: String) throws {
    let scene = try Scene(for: words)
    let copy = scene.team.path("copy")
    var count = 0
    for number in 1... {
      try? FileManager.default.removeItem(atPath: copy)
      try scene.team.copy("anna", to: "copy")
      let desk = TestDesk(team: scene.team, name: "copy")
      let done = Tracer.run([galleyProgram] + words, in: copy, killedAt: call, number)
      if done.code == 0 { break }
      count += 1
      // A sync's child may be the one that died: then the sync itself says so.
      try #require(done.code == SIGKILL || done.code == 4, "\(done.err)")
      try check(desk, in: scene, "\(words[0]) at \(call) \(number)")
    }
    if isStress { print("\(words[0]): killed at \(count) calls of \(call)") }
  }

  @Test("at any time", arguments: isStress ? commands : [commands[1]])
  func atAnyTime(words: [String]) throws {
    let scene = try Scene(for: words)
    for _ in 0..<(isStress ? 60 : 10) {
      try? FileManager.default.removeItem(atPath: scene.team.path("copy"))
      try scene.team.copy("anna", to: "copy")
      let desk = TestDesk(team: scene.team, name: "copy")
      let server = try ServerProcess(
        ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", desk.folder, galleyProgram] + words,
        log: scene.team.path("log"))
      usleep(UInt32.random(in: 500...40_000))
      kill(-server.pid, SIGKILL)
      var status: Int32 = 0
      waitpid(server.pid, &status, 0)
      try check(desk, in: scene, "\(words[0]) at any time")
    }
  }

  /// The references that an undisturbed run changes are all changed or none is, nothing is hurt, and work goes on.
  private func check(_ desk: TestDesk, in scene: Scene, _ place: String) throws {
    #expect(desk.galley("status").code == 0, "\(place)")
    let changed = desk.refs.changes(since: scene.before)
    // Publishing has two steps: main moves, and then the branches that it makes superfluous go, all at once.
    let steps = [[], scene.expected] + (place.hasPrefix("publish") ? [["refs/heads/main"]] : [])
    #expect(steps.contains(changed), "\(place): \(changed)")
    let soundness = desk.git("fsck", "--strict")
    #expect(soundness.code == 0, "\(place): \(soundness.err)\(soundness.out)")
    let next = desk.galley("annotate", "rivers", "--quote", "north", "--comment", "Next")
    #expect(next.code == 0, "\(place): \(next.err)")
    let locks = run("/usr/bin/find", [".git", "-name", "*.lock"], in: desk.folder).out
    #expect(locks.isEmpty, "\(place): \(locks)")
    #expect(desk.git("status", "--short").out.isEmpty, "\(place)")
  }
}

extension [String: String] {
  /// The branches that differ.
  fileprivate func changes(since before: [String: String]) -> Set<String> {
    Set(before.keys).union(keys).filter { before[$0] != self[$0] && !$0.contains("/remotes/") }
  }
}

extension TestDesk {
  /// All references with what they name.
  var refs: [String: String] {
    let lines = git("for-each-ref", "--format=%(refname) %(objectname)").out.split(separator: "\n")
    return Dictionary(
      lines.map { $0.split(separator: " ") }.map { (String($0[0]), String($0[1])) }, uniquingKeysWith: { $1 })
  }
}

extension TestTeam {
  /// Copies a desk; its remote stays the same.
  func copy(_ name: String, to other: String) throws {
    let done = run("/bin/cp", ["-a", path(name), path(other)], in: folder.path)
    try #require(done.code == 0, "\(done.err)")
  }
}

/// Runs a program under strace, which kills it at a call of the system's.
enum Tracer {
  private static let program = "/usr/bin/strace"

  /// Whether strace is there and may trace.
  static let works: Bool =
    FileManager.default.isExecutableFile(atPath: program)
    && GalleyTests.run(program, ["-qq", "-o", "/dev/null", "true"], in: "/").code == 0

  /// - Returns: code 9 when it was killed.
  static func run(_ words: [String], in folder: String, killedAt call: String, _ number: Int) -> Finished {
    GalleyTests.run(
      program,
      ["-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(call):signal=KILL:when=\(number)"]
        + words,
      in: folder)
  }
}
