import Foundation
import Testing

@Suite("What a remote lost doesn't go back by itself")
struct LostHistoryTests {
  private static let text = "The rivers rise in the north.\n\nThe dam was built in 1950 by the town.\n"
  private let team: TestTeam
  private let anna: TestDesk
  private let ben: TestDesk

  init() throws {
    team = try TestTeam()
    anna = try team.desk("anna")
    try anna.write("hunter2\n", to: "key.txt")
    anna.git("add", ".")
    anna.git("commit", "-qm", "key")
    try #require(anna.galley("sync").code == 0)
    ben = try team.desk("ben")
  }

  private func remote(_ words: String...) -> Finished {
    run("/usr/bin/env", ["git"] + words, in: team.path("remote.git"))
  }

  private var hasKey: Bool { remote("cat-file", "-e", "main:key.txt").code == 0 }

  /// As filter-repo does it.
  private func takeKeyOut() {
    anna.git("reset", "-q", "--hard", "HEAD~1")
    anna.git("commit", "-q", "--allow-empty", "-m", "without")
    #expect(anna.git("push", "-q", "-f", "origin", "main").code == 0)
  }

  @Test(
    "a main that was rewritten stops, also after git fetch; the rest is sent; letting go keeps what was here",
    arguments: [false, true])
  func lettingGo(fetches: Bool) throws {
    takeKeyOut()
    if fetches { ben.git("fetch", "-q") }
    try ben.write("w\n", to: "w.txt")
    ben.git("add", ".")
    ben.git("commit", "-qm", "work")
    #expect(ben.start("rivers", Self.text).code == 0)
    let stopped = ben.galley("sync")
    #expect(stopped.code == 3 && stopped.err.contains("was rewritten on origin"), "\(stopped.err)")
    #expect(stopped.err.contains("--let-go main") && stopped.err.contains("--send-again main"))
    #expect(stopped.out.contains("key") && stopped.out.contains("rivers"))
    #expect(!hasKey && remote("rev-parse", "revision/rivers/r1").code == 0)
    #expect(ben.galley("status").err.contains("main waits to be sent"))
    try ben.refuses("sync", "--let-go", "revision/rivers/r1", saying: "nothing that origin lost")
    let done = ben.galley("sync", "--let-go", "main")
    #expect(done.code == 0 && done.err.contains("kept/main-"), "\(done.err)")
    #expect(ben.git("rev-parse", "main").out == remote("rev-parse", "main").out)
    #expect(ben.git("status", "--short").out == "" && ben.branches.contains("kept/main-"))
    // Somebody who merges it back by hand is asked again.
    let kept = ben.git("for-each-ref", "--format=%(refname)", "refs/heads/kept").out.dropLast()
    #expect(ben.git("merge", "-q", "-m", "back", String(kept)).code == 0)
    #expect(ben.galley("sync").code == 3 && !hasKey)
    #expect(ben.isSound)
  }

  @Test("it goes back by choice")
  func sendingAgain() throws {
    takeKeyOut()
    #expect(ben.galley("sync").code == 3 && !hasKey)
    #expect(ben.galley("sync", "--send-again", "main").code == 0 && hasKey)
    #expect(anna.galley("sync").code == 0 && ben.galley("sync").code == 0)
    #expect(anna.branches == ben.branches)
  }

  @Test("another branch that has the lost commits waits too")
  func otherBranches() throws {
    ben.git("branch", "revision/old/r1", "main")
    takeKeyOut()
    let stopped = ben.galley("sync")
    #expect(stopped.code == 3 && stopped.err.contains("revision/old/r1"))
    #expect(!remote("for-each-ref").out.contains("revision/old"))
    #expect(ben.galley("sync", "--let-go", "all").code == 0)
    #expect(!remote("for-each-ref").out.contains("revision/old") && !hasKey)
    #expect(ben.galley("sync").code == 0)
  }

  @Test("a review that was removed stays away until somebody chooses; a rewritten one stops")
  func reviews() throws {
    #expect(anna.start("rivers", Self.text).code == 0)
    for quote in ["north", "dam"] {
      #expect(anna.galley("annotate", "rivers", "--quote", quote, "--comment", "Which?").code == 0)
    }
    #expect(anna.galley("sync").code == 0)
    let review = "review/rivers/r1/anna@example.org"
    _ = remote("update-ref", "refs/heads/\(review)", "\(review)~1")
    let rewritten = anna.galley("sync")
    #expect(rewritten.code == 3 && rewritten.err.contains(review))
    #expect(anna.galley("sync", "--send-again", review).code == 0)
    #expect(remote("rev-parse", review).out == anna.git("rev-parse", review).out)

    _ = remote("update-ref", "-d", "refs/heads/\(review)")
    let removed = anna.galley("sync")
    #expect(removed.code == 0 && removed.err.contains("--send-again \(review)"))
    let again = anna.galley("sync")
    #expect(again.code == 0 && !again.err.contains(review), "it is told once")
    #expect(remote("rev-parse", "-q", "--verify", review).code != 0)
    #expect(anna.galley("status").err.contains(review))
    #expect(anna.galley("sync", "--let-go", review).code == 0)
    #expect(anna.branches.contains("kept/review-rivers-r1-anna@example.org-"))
    #expect(anna.galley("status").err.isEmpty && anna.isSound)
  }

  @Test("a revision that was removed is told and sent again, once")
  func revisions() throws {
    #expect(anna.start("rivers", Self.text).code == 0)
    #expect(anna.galley("annotate", "rivers", "--quote", "dam", "--comment", "Which?").code == 0)
    #expect(anna.galley("sync").code == 0)
    _ = remote("branch", "-qD", "revision/rivers/r1")
    let cara = try team.desk("cara")
    try cara.refuses("show", "rivers", saying: "a review of it is left")
    try cara.refuses("new", "rivers", saying: "a review of it is left")
    #expect(cara.galley("status").err.contains("rivers r1 is missing here and on the remote"))
    let done = anna.galley("sync")
    #expect(done.code == 0 && done.err.contains("revision/rivers/r1 was removed on origin"))
    #expect(remote("rev-parse", "-q", "--verify", "revision/rivers/r1").code == 0)
    #expect(cara.galley("sync").code == 0 && cara.galley("show", "rivers").code == 0)
    _ = remote("branch", "-qD", "revision/rivers/r1")
    #expect(anna.galley("sync").code == 0)
    #expect(remote("rev-parse", "-q", "--verify", "revision/rivers/r1").code != 0)
  }

  @Test("what is known of the remote's branches never goes backwards by itself")
  func trackingGoesForwards() throws {
    let before = ben.git("rev-parse", "origin/main").out
    takeKeyOut()
    #expect(ben.galley("sync").code == 3)
    #expect(ben.git("rev-parse", "origin/main").out == before)
  }

  @Test("a desk moves to a new home, empty or fresh, with all that it has")
  func newHome() throws {
    #expect(anna.start("rivers", Self.text).code == 0)
    #expect(anna.galley("annotate", "rivers", "--quote", "dam", "--comment", "Which?").code == 0)
    #expect(anna.galley("sync").code == 0)
    let bare = team.path("empty.git")
    #expect(run("/usr/bin/env", ["git", "init", "-q", "--bare", bare], in: team.folder.path).code == 0)
    // One that was made in the same second as the old would be its copy.
    try team.expect(
      "init", "--bare", team.path("fresh.git"), in: team.folder.path,
      environment: ["GIT_COMMITTER_DATE": "1795514400 +0000"])
    for home in ["empty.git", "fresh.git"] {
      anna.git("remote", "set-url", "origin", team.path(home))
      #expect(anna.galley("sync").code == 0)
      let there = run("/usr/bin/env", ["git", "branch"], in: team.path(home)).out
      #expect(there.contains("revision/rivers/r1") && there.contains("review/rivers/r1/"), "\(home)")
    }
  }
}
