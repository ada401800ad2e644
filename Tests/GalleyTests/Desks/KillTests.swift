import Foundation
import System
import Testing

/// Whether scripts/stress runs the tests: at full size.
let isStress = ProcessInfo.processInfo.environment["GALLEY_STRESS"] != nil

@Suite(
  "A command that is killed leaves the desk as before or as after",
  .enabled(if: Tracer.works, "no strace here"))
struct KillTests {
  /// Every command that writes, on the desk of ``Scene``; words in braces stand for ids there.
  static let commands: [[String]] = [
    ["annotate", "rivers", "--quote", "rivers", "--comment", "Which?"],
    ["annotate", "rivers", "--from", "../remarks.json"],
    ["review", "rivers", "--from", "../marked.md"],
    ["verdict", "rivers", "minor"],
    ["reply", "{query}", "In the north."],
    ["resolve", "{suggestion}", "rejected"],
    ["satisfied", "{answered}"],
    ["claim", "{claim}", "supported", "--source", "the deed"],
    ["reattach", "{orphan}", "--quote", "far"],
    ["snooze", "{query}", "--until", "2099-12-01"],
    ["approve", "rivers", "copy"],
    ["override", "rivers", "no-open-query", "-m", "Fine"],
    ["decide", "rivers", "revise"],
    ["new", "seas", "--title", "T", "--from", "../new.md"],
    ["save", "rivers", "--from", "../new.md"],
    ["submit", "rivers", "--reviewers", "ben@example.org"],
    ["merge", "rivers"],
    ["revise", "rivers", "--accept-all"],
    ["publish", "lakes"],
    ["sync"],
    ["blind", "export", "wells", "../export.git"],
    ["blind", "import", "wells", "../blind.git"],
    ["init", "../made"],
    ["init", "--bare", "../made.git"],
    ["clone", "../remote.git", "../cloned"],
    ["hooks", "install"],
  ]

  /// A desk on which each of the commands has something to do.
  final class Scene {
    let team: TestTeam
    let desk: TestDesk
    let before: [String: String]
    private var ids: [String: String] = [:]

    init() throws {
      team = try TestTeam()
      let desk = try team.desk("anna")
      self.desk = desk
      func run(_ words: String..., input: String = "") throws -> String {
        let done = GalleyTests.run(galleyProgram, words, in: desk.folder, input: Data(input.utf8))
        try #require(done.code == 0, "\(words): \(done.err)")
        return done.out
      }
      func annotate(_ words: String...) throws -> String {
        let made = try desk.json("annotate", words[0], "--quote", words[1], words[2], words[3])
        return try #require(made.first?["tail"]?.stringValue ?? made.first?["id"]?.stringValue)
      }
      try desk.write(
        "rules:\n  no-open-query: true\n  checks:\n    copy: {by: [editor], outdated-by: words}\n",
        to: "galley.yaml")
      desk.git("commit", "-qam", "rules")
      for slug in ["rivers", "lakes", "wells"] {
        _ = try run(
          "new", slug, "--title", "T", "--from", "-", input: "The rivers rise in the north. Wells run dry.\n")
      }
      ids["orphan"] = try annotate("rivers", "Wells run dry", "--comment", "Gone soon")
      _ = try run("save", "rivers", "--from", "-", input: "The rivers rise far in the north.\n")
      ids["suggestion"] = try annotate("rivers", "north", "--suggest", "south")
      ids["query"] = try annotate("rivers", "rise", "--query", "Do they?")
      ids["claim"] = try annotate("rivers", "in the north", "--claim", "a fact")
      ids["answered"] = try annotate("rivers", "rivers", "--query", "Which?")
      _ = try run("resolve", ids["answered"] ?? "", "answered")
      _ = try annotate("lakes", "north", "--suggest", "south")
      _ = try run("merge", "lakes")
      _ = try run("revise", "lakes", "--accept-all")
      _ = try run("approve", "lakes", "copy")
      _ = try run("submit", "wells", "--method", "double-anonymous", "--reviewers", "ben@example.org")
      _ = try run("blind", "export", "wells", "../blind.git")
      let reviewer = try team.desk("somebody", url: team.path("blind.git"))
      reviewer.git("config", "user.name", "Reviewer 1")
      reviewer.git("config", "user.email", "reviewer-1@blind.invalid")
      try #require(reviewer.galley("annotate", "wells", "--quote", "north", "--comment", "Hm").code == 0)
      try #require(reviewer.galley("sync").code == 0)
      desk.git("switch", "-q", "main")
      try desk.write("The rivers rise far in the cold north.\n", to: "../new.md")
      try desk.write(
        try run("show", "rivers", "--format", "critic").replacing("far", with: "{~~far~>high~~}"),
        to: "../marked.md")
      try desk.write(
        #"{"type": "Annotation", "motivation": "commenting", "body": {"type": "TextualBody", "value": "Hm"}, "target": {"source": "articles/rivers/index.md", "selector": {"type": "TextQuoteSelector", "exact": "north"}}}"#,
        to: "../remarks.json")
      before = desk.refs
    }

    func words(_ command: [String]) -> [String] {
      command.map { word in
        ids.reduce(word) { $0.replacing("{\($1.key)}", with: $1.value) }
      }
    }

    /// A copy of the desk as it is before the command; what an earlier run made beside it is gone.
    func copy() throws -> TestDesk {
      for name in ["copy", "export.git", "made", "made.git", "cloned"] {
        try? FileManager.default.removeItem(atPath: team.path(name))
      }
      try team.copy("anna", to: "copy")
      return TestDesk(team: team, name: "copy")
    }
  }

  /// The calls that change something, and some between them.
  static let calls = [
    "rename", "unlink", "fsync", "ftruncate", "pwrite64", "mkdir", "link", "write", "openat", "close",
    "flock",
  ]

  /// How often each command is killed at a call, and at a time of chance.
  private static let points = isStress ? (calls: 48, times: 16) : (calls: 3, times: 0)

  @Test("at calls of the system's, spread evenly over the whole run, and at any time")
  func everyCommand() throws {
    let scene = try Scene()
    var total = 0
    for command in Self.commands { total += try kill(command, in: scene) }
    if isStress { print("killed \(total) times in all") }
    #expect(total > Self.commands.count)
  }

  private func kill(_ command: [String], in scene: Scene) throws -> Int {
    let words = [galleyProgram] + scene.words(command)
    let whole = try scene.copy()
    let (seen, done) = Tracer.calls(of: words, among: Self.calls, in: whole.folder)
    try #require(done.code == 0, "\(command): \(done.err)\(done.out)")
    let expected = whole.refs.changes(since: scene.before)
    var killed = 0
    for point in 0..<min(Self.points.calls, seen.count) {
      // The last point is the last call; the first ones of a program only load it.
      let index = (point + 1) * seen.count / min(Self.points.calls, seen.count) - 1
      let call = seen[index]
      let number = seen[...index].count { $0 == call }
      let desk = try scene.copy()
      let done = Tracer.run(words, in: desk.folder, killedAt: call, number)
      // Calls vary a little from run to run; a sync's child may be the one that died, and then the sync says so.
      try #require([SIGKILL, 0, 4].contains(done.code), "\(command) at \(call) \(number): \(done.err)")
      killed += done.code == SIGKILL ? 1 : 0
      try check(desk, command, expected, in: scene, "\(command[0]) at \(call) \(number)")
    }
    for _ in 0..<Self.points.times {
      let desk = try scene.copy()
      let server = try ServerProcess(
        ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", desk.folder] + words, log: scene.team.path("log"))
      usleep(UInt32.random(in: 500...40_000))
      System.kill(-server.pid, SIGKILL)
      var status: Int32 = 0
      waitpid(server.pid, &status, 0)
      killed += status & 0x7F == SIGKILL ? 1 : 0
      try check(desk, command, expected, in: scene, "\(command[0]) at any time")
    }
    if isStress {
      print("\(command.prefix(2).joined(separator: " ")): killed \(killed) times, \(seen.count) calls")
    }
    return killed
  }

  /// The references that an undisturbed run changes are all changed or none is, nothing is hurt, and work goes on.
  private func check(
    _ desk: TestDesk, _ command: [String], _ expected: Set<String>, in scene: Scene, _ place: String
  ) throws {
    let status = desk.galley("status")
    #expect(status.code == 0, "\(place): \(status.err)")
    let changed = desk.refs.changes(since: scene.before)
    // Publishing has two steps: main moves, and then the branches that it makes superfluous go, all at once.
    let steps = [[], expected] + (command[0] == "publish" ? [["refs/heads/main"]] : [])
    #expect(steps.contains(changed), "\(place): \(changed)")
    let soundness = desk.git("fsck", "--strict")
    #expect(soundness.code == 0, "\(place): \(soundness.err)\(soundness.out)")
    let next = desk.galley("annotate", "rivers", "--quote", "The rivers", "--comment", "Next")
    #expect(next.code == 0, "\(place): \(next.err)")
    // What makes a desk of its own is run again to its end.
    if ["init", "clone", "hooks"].contains(command[0]) { try runAgain(command, in: scene, desk, place) }
    if command.starts(with: ["blind", "export"]) { try exportAgain(command, in: scene, desk, place) }
    // A half-written pack's locks nothing; the doctor removes it once it is old.
    let locks = run(
      "/usr/bin/find", [".git", "-name", "*.lock", "!", "-path", "*/pack/*"], in: desk.folder
    ).out
    #expect(locks.isEmpty, "\(place): \(locks)")
    #expect(desk.git("status", "--short").out.isEmpty, "\(place)")
  }

  private func runAgain(_ command: [String], in scene: Scene, _ desk: TestDesk, _ place: String) throws {
    let again = run(galleyProgram, command, in: desk.folder)
    // A clone that was killed when it was done is there.
    let isThere =
      command[0] == "clone" && run(galleyProgram, ["status"], in: scene.team.path("cloned")).code == 0
    #expect(again.code == 0 || isThere, "\(place): \(again.err)")
    guard command[0] != "hooks" else { return }
    let made = run(
      "/usr/bin/env", ["git", "fsck", "--strict"],
      in: scene.team.path((command[command.count - 1] as NSString).lastPathComponent))
    #expect(made.code == 0, "\(place): \(made.err)")
  }
}

extension KillTests {
  /// What is exported is there as a whole or not at all; the next export leaves nothing else.
  fileprivate func exportAgain(_ command: [String], in scene: Scene, _ desk: TestDesk, _ place: String) throws
  {
    let path = scene.team.path("export.git")
    let isThere = FileManager.default.fileExists(atPath: path)
    if isThere {
      let branches = run("/usr/bin/env", ["git", "branch", "--list"], in: path).out
      #expect(branches.contains("main") && branches.contains("revision/wells/r1"), "\(place): \(branches)")
    }
    let again = run(galleyProgram, command, in: desk.folder)
    #expect(again.code == (isThere ? 1 : 0), "\(place): \(again.err)")
    let left = try FileManager.default.contentsOfDirectory(atPath: scene.team.folder.path)
      .filter { $0.contains("export.git") }
    #expect(left == ["export.git"] || isThere, "\(place): \(left)")
    #expect(run("/usr/bin/env", ["git", "fsck", "--strict"], in: path).code == 0)
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

  /// The names of the calls, among some, that a program makes to its end, in their order.
  static func calls(of words: [String], among names: [String], in folder: String) -> ([String], Finished) {
    let log = FileManager.default.temporaryDirectory.appendingPathComponent("calls-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: log) }
    let done = GalleyTests.run(
      program,
      ["-qq", "-o", log.path, "-e", "trace=\(names.joined(separator: ","))", "-e", "signal=none"] + words,
      in: folder)
    let lines = (try? String(contentsOf: log, encoding: .utf8))?.split(separator: "\n") ?? []
    return (
      lines.map { String($0.prefix { $0 != "(" }) }.filter(names.contains), done
    )
  }

  /// - Returns: code 9 when it was killed.
  static func run(_ words: [String], in folder: String, killedAt call: String, _ number: Int) -> Finished {
    GalleyTests.run(
      program,
      ["-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(call):signal=KILL:when=\(number)"]
        + words,
      in: folder)
  }
}
