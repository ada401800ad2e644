import Foundation
import Galley
import Testing

@Suite("Pushes that come at one time")
struct PushTurnTests {
  private static let id = "01990000-0000-7000-8000-0000000000aa"

  /// Two articles on a guarded remote that holds each push up between its check and the moving of its references, once it
  /// is told to.
  private struct Race {
    let team: TestTeam
    let ben: TestDesk
    let edda: TestDesk
    let cara: TestDesk

    init(rules: String = "no-open-query: true") throws {
      team = try TestTeam()
      try team.guardRemote(rules: rules)
      let anna = try team.member("anna")
      for slug in ["rivers", "lakes"] {
        #expect(anna.start(slug, "The dam was built in 1950 by the town.\n").code == 0)
      }
      #expect(anna.galley("sync").code == 0)
      (ben, cara, edda) = try (team.member("ben"), team.member("cara"), team.member("edda"))
      for desk in [ben, cara, edda] { #expect(desk.galley("sync").code == 0) }
      let hook = team.path("remote.git/hooks/update.before-galley")
      let script = """
        #!/bin/sh
        [ -n "$HELD_AT" ] || exit 0
        : > "$HELD_AT.here"
        for i in $(seq 3000); do [ -e "$HELD_AT.go" ] && exit 0; sleep 0.01; done
        exit 1

        """
      try Data(script.utf8).write(to: URL(fileURLWithPath: hook))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
      try team.expect("hooks", "install", "--repo", team.path("remote.git"), in: team.folder.path)
    }

    private func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: team.path(name)) }

    /// Starts a push, and comes back when it is between its check and its references.
    func hold(_ push: HeldPush) async throws -> Task<Finished, Never> {
      let task = push.start(["HELD_AT": team.path("held")])
      while !exists("held.here") { try await Task.sleep(for: .milliseconds(5)) }
      return task
    }

    func letGo() { #expect(FileManager.default.createFile(atPath: team.path("held.go"), contents: nil)) }
  }

  /// `git push` of one branch in a task of its own.
  private struct HeldPush: Sendable {
    let folder: String
    let environment: [String: String]
    let refspec: String

    init(_ desk: TestDesk, _ refspec: String) {
      (folder, environment, self.refspec) = (desk.folder, desk.environment, refspec)
    }

    /// On a thread of its own: it blocks.
    func start(_ more: [String: String] = [:]) -> Task<Finished, Never> {
      let environment = environment.merging(more) { $1 }
      return Task {
        await withCheckedContinuation { done in
          Thread.detachNewThread {
            done.resume(
              returning: run(
                "/usr/bin/env", ["git", "push", "-q", "origin", refspec], in: folder, environment: environment
              ))
          }
        }
      }
    }
  }

  @Test("one id is said in one article only, whichever push comes first")
  func ids() async throws {
    let race = try Race()
    func review(_ desk: TestDesk, _ slug: String, _ email: String) throws -> String {
      try desk.forge(
        on: "revision/\(slug)/r1",
        [
          ForgedFile(
            "reviews/\(slug)/r1/\(email)/\(Self.id).json",
            forgedAnnotation(Self.id, by: email, slug: slug))
        ], as: (String(email.prefix { $0 != "@" }), email))
    }
    let (ben, cara) = (race.ben, race.cara)
    let one = try review(ben, "rivers", "ben@example.org")
    let two = try review(cara, "lakes", "cara@example.org")
    let held = try await race.hold(HeldPush(ben, "\(one):refs/heads/review/rivers/r1/ben@example.org"))
    let push = HeldPush(cara, "\(two):refs/heads/review/lakes/r1/cara@example.org")
    let next = push.start()
    // The second is done by now, or it waits for the first: what comes of it is the same however long this is.
    try await Task.sleep(for: .milliseconds(700))
    race.letGo()
    let (first, second) = (await held.value, await next.value)
    #expect(first.code == 0, "\(first.err)")
    #expect(second.code == 1 && second.err.contains("[record]"), "\(second.err)")
    #expect(race.team.remoteReferences.split(separator: "\n").count == 4 && race.team.isRemoteSound)
  }

  @Test("a verdict that comes too late for its branch publishes nothing")
  func lostSupport() throws {
    let race = try Race(rules: "accepting-verdicts: 1")
    let (team, edda) = (race.team, race.edda)
    let review = "review/rivers/r1/edda@example.org"
    let atHome = try team.desk("edda-at-home", environment: edda.environment)
    atHome.git("config", "user.email", "edda@example.org")
    #expect(atHome.galley("sync").code == 0 && atHome.galley("verdict", "rivers", "major").code == 0)
    #expect(edda.galley("verdict", "rivers", "accept").code == 0)
    edda.git("switch", "-q", "main")
    let message = "Publish rivers r1\n\nGalley-Event: publish\nGalley-Revision: rivers/r1\n"
    let merged = edda.git(
      "merge", "-q", "--no-ff", "--allow-unrelated-histories", "-m", message, "revision/rivers/r1")
    #expect(merged.code == 0, "\(merged)")
    // Git runs this when it has heard where the remote's branches are.
    let hook = edda.folder + "/.git/hooks/pre-push"
    let script = "#!/bin/sh\nunset GIT_DIR\ncd '\(atHome.folder)' && git push -q origin \(review)\n"
    try Data(script.utf8).write(to: URL(fileURLWithPath: hook))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
    let done = edda.push("main", review)
    #expect(done.code == 1 && done.err.contains("[publication]"), "\(done)")
    #expect(team.remoteReferences.contains("\(review) \(try atHome.id(["rev-parse", review]))"))
    let main = try edda.id(["rev-parse", "main"])
    #expect(!team.remoteReferences.contains(main))
    // With the verdict that it leans on, it goes in.
    try FileManager.default.removeItem(atPath: hook)
    #expect(atHome.galley("verdict", "rivers", "accept").code == 0 && atHome.galley("sync").code == 0)
    let again = edda.push("main")
    #expect(again.code == 0, "\(again.err)")
  }

  @Test("a push that waits for a killed one goes on")
  func killed() async throws {
    let race = try Race()
    let (ben, cara) = (race.ben, race.cara)
    for desk in [ben, cara] {
      #expect(desk.galley("annotate", "rivers", "--quote", "1950", "--comment", "So late?").code == 0)
    }
    let turn = race.team.path("remote.git/galley-push-turn")
    let held = try await race.hold(HeldPush(ben, "review/rivers/r1/ben@example.org"))
    let owner = try #require(Int32(String(contentsOfFile: turn, encoding: .utf8).prefix { $0 != " " }))
    let push = HeldPush(cara, "review/rivers/r1/cara@example.org")
    let next = push.start()
    kill(owner, SIGKILL)
    let second = await next.value
    #expect(second.code == 0, "\(second.err)")
    race.letGo()
    #expect(await held.value.code != 0)
    #expect(race.team.remoteReferences.contains("cara@") && !race.team.remoteReferences.contains("ben@"))
    #expect(ben.push("review/rivers/r1/ben@example.org").code == 0)
  }

  @Test("pushes get their turns in the order in which they came, and a check that fails waits for nobody")
  func order() async throws {
    let race = try Race()
    let (ben, cara, edda) = (race.ben, race.cara, race.edda)
    for desk in [ben, cara, edda] {
      #expect(desk.galley("annotate", "rivers", "--quote", "1950", "--comment", "So late?").code == 0)
    }
    let turn = race.team.path("remote.git/galley-push-turn")
    func waiting() throws -> Int {
      try String(contentsOfFile: turn, encoding: .utf8).split(separator: "\n").count - 1
    }
    let held = try await race.hold(HeldPush(ben, "review/rivers/r1/ben@example.org"))
    var next: [Task<Finished, Never>] = []
    for desk in [cara, edda] {
      next.append(HeldPush(desk, "review/rivers/r1/\(desk.name)@example.org").start())
      while try waiting() < next.count { try await Task.sleep(for: .milliseconds(5)) }
    }
    // What may not go in is told while others wait.
    let refused = await HeldPush(cara, "main:refs/heads/elsewhere").start().value
    #expect(refused.code != 0 && refused.err.contains("[branch]"), "\(refused.err)")
    #expect(try waiting() == 2)
    race.letGo()
    #expect(await held.value.code == 0)
    for task in next {
      let done = await task.value
      #expect(done.code == 0, "\(done.err)")
    }
    let log = run(
      "/usr/bin/env", ["sh", "-c", "ls -tr --time-style=full-iso logs/refs/heads/review/rivers/r1"],
      in: race.team.path("remote.git"))
    #expect(log.out == "ben@example.org\ncara@example.org\nedda@example.org\n")
  }
}
