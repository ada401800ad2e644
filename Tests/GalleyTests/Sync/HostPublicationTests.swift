import Foundation
import Testing

/// How a host brings a pull request to a protected branch.
enum HostMerge: String, CaseIterable, Sendable {
  case merge, squash, rebase
}

@Suite("What a host merges in its own way is published")
struct HostPublicationTests {
  private static let text =
    "The dam was built in 1950, said the mayor.\n\nSince then the rivers rise every spring.\n"

  /// A remote that takes `main` from the host only, with an article that Ben remarked on.
  private func team() throws -> (TestTeam, TestDesk, TestDesk) {
    let team = try TestTeam()
    let (anna, ben) = (try team.desk("anna"), try team.desk("ben"))
    try #require(anna.start("rivers", Self.text).code == 0)
    try #require(anna.galley("submit", "rivers").code == 0)
    try #require(anna.galley("sync").code == 0)
    try #require(ben.galley("sync").code == 0)
    try #require(ben.galley("annotate", "rivers", "--quote", "1950", "--comment", "Source?").code == 0)
    try #require(ben.galley("verdict", "rivers", "accept").code == 0)
    try #require(ben.galley("sync").code == 0)
    try #require(anna.galley("sync").code == 0)
    try #require(anna.galley("merge", "rivers").code == 0)
    try #require(anna.galley("sync").code == 0)
    let hook = team.path("remote.git/hooks/update")
    try Data(
      "#!/bin/sh\n[ -n \"$HOST\" ] && exit 0\n[ \"$1\" = refs/heads/main ] || exit 0\necho protected >&2\nexit 1\n"
        .utf8
    ).write(to: URL(fileURLWithPath: hook))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
    return (team, anna, ben)
  }

  /// What the host does with the branch of a pull request.
  private func merge(_ how: HostMerge, _ branch: String, in team: TestTeam) throws {
    let folder = team.path("host-" + UUID().uuidString)
    func git(_ words: String...) throws {
      let done = run(
        "/usr/bin/env",
        ["HOST=1", "git", "-c", "user.name=Host", "-c", "user.email=host@example.org"] + words,
        in: words[0] == "clone" ? team.folder.path : folder)
      try #require(done.code == 0, "\(words): \(done.err)")
    }
    try git("clone", "-q", team.path("remote.git"), folder)
    switch how {
    case .merge: try git("merge", "-q", "--no-ff", "-m", "Merge it (#1)", "origin/\(branch)")
    case .squash:
      try git("merge", "-q", "--squash", "origin/\(branch)")
      try git("commit", "-qm", "The rivers (#1)")
    case .rebase:
      try git("checkout", "-q", "origin/\(branch)")
      try git("rebase", "-q", "origin/main")
    }
    try git("push", "-q", "origin", "HEAD:main")
  }

  @Test(
    "the desks agree, the article is closed, and its next revision is published over it",
    arguments: HostMerge.allCases)
  func agrees(_ how: HostMerge) throws {
    let (team, anna, ben) = try team()
    #expect(anna.galley("publish", "rivers").code == 0)
    #expect(anna.git("push", "-q", "origin", "main:pr-1").code == 0)
    try merge(how, "pr-1", in: team)
    let synced = anna.galley("sync")
    #expect(synced.code == 0, "\(synced.err)")
    #expect(ben.galley("sync").code == 0)
    // What a sync moved is nobody's act to take back.
    let acts = try String(contentsOfFile: anna.folder + "/.git/galley/acts", encoding: .utf8)
    #expect(!acts.contains("galley sync"), "\(acts)")
    for desk in [anna, ben] {
      #expect(!desk.galley("status").out.contains("rivers"), "\(desk.name)")
      #expect(desk.galley("submit", "rivers").err.contains("galley revise"), "\(desk.name)")
      #expect(desk.git("rev-parse", "main").out == desk.git("rev-parse", "origin/main").out)
      #expect(desk.galley("show", "rivers").out.contains("1950"))
      #expect(desk.galley("sync").code == 0)
      #expect(desk.isSound)
    }
    let verified = anna.galley("verify")
    #expect(verified.code == 0, "\(verified.out)\(verified.err)")
    // The remark still names a commit that every clone has.
    let carla = try team.desk("carla")
    #expect(carla.galley("annotations", "rivers").out.contains("Source?"))
    #expect(carla.galley("blame", "rivers").code == 0)
    // The next revision.
    #expect(ben.galley("annotate", "rivers", "--quote", "every spring", "--suggest", "each spring").code == 0)
    let revised = ben.galley("revise", "rivers", "--accept-all")
    #expect(revised.code == 0 && revised.out.contains("r2"), "\(revised.out)\(revised.err)")
    #expect(ben.galley("status").out.contains("rivers"))
    let published = ben.galley("publish", "rivers")
    #expect(published.code == 0, "\(published.err)")
    #expect(ben.git("show", "main:articles/rivers/index.md").out.contains("each spring"))
    #expect(ben.git("push", "-q", "origin", "main:pr-2").code == 0)
    try merge(how, "pr-2", in: team)
    for desk in [ben, anna] {
      let again = desk.galley("sync")
      #expect(again.code == 0, "\(desk.name): \(again.err)")
      #expect(!desk.galley("status").out.contains("rivers"))
      #expect(desk.git("show", "main:articles/rivers/index.md").out.contains("each spring"))
    }
  }

  @Test(
    "as a branch for a pull request, main stays until the host has merged it", arguments: HostMerge.allCases)
  func asBranch(_ how: HostMerge) throws {
    let (team, anna, ben) = try team()
    let main = anna.git("rev-parse", "main").out
    let made = anna.galley("publish", "rivers", "--as-branch")
    #expect(
      made.code == 0 && made.out.contains("git push origin publish-rivers-r1"), "\(made.out)\(made.err)")
    #expect(anna.git("rev-parse", "main").out == main)
    #expect(anna.galley("status").out.contains("rivers"))
    #expect(anna.galley("publish", "rivers", "--as-branch").code == 0)
    #expect(anna.git("push", "-q", "origin", "publish-rivers-r1").code == 0)
    try merge(how, "publish-rivers-r1", in: team)
    for desk in [anna, ben] {
      let synced = desk.galley("sync")
      #expect(synced.code == 0, "\(synced.err)")
      #expect(!desk.galley("status").out.contains("rivers"), "\(desk.name)")
      #expect(desk.galley("ready", "rivers").code == 1)
      #expect(desk.isSound)
    }
    #expect(anna.galley("verify").code == 0)
  }

  @Test("a page that was taken up and not changed yet stays open, although main has the same text")
  func takenUp() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    try FileManager.default.createDirectory(
      atPath: anna.folder + "/articles/dam", withIntermediateDirectories: true)
    try anna.write("---\ntitle: T\n---\n\nThe dam.\n", to: "articles/dam/index.md")
    anna.git("add", ".")
    anna.git("commit", "-qm", "The site")
    #expect(anna.galley("adopt", "dam").code == 0)
    #expect(anna.galley("status").out.contains("dam"))
    #expect(anna.galley("publish", "dam").code == 0)
    #expect(anna.galley("revise", "dam").code == 0)
    #expect(anna.galley("status").out.contains("dam"))
  }

  @Test("a correction on main after the host's merge leaves the article published")
  func corrected() throws {
    let (team, anna, _) = try team()
    #expect(anna.galley("publish", "rivers").code == 0)
    #expect(anna.git("push", "-q", "origin", "main:pr-1").code == 0)
    try merge(.squash, "pr-1", in: team)
    #expect(anna.galley("sync").code == 0)
    let path = anna.folder + "/articles/rivers/index.md"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try anna.write(
      text.replacingOccurrences(of: "mayor", with: "mayor's office"), to: "articles/rivers/index.md")
    anna.git("commit", "-qam", "A correction")
    #expect(!anna.galley("status").out.contains("rivers"))
    #expect(anna.galley("revise", "rivers").code == 0)
    #expect(anna.galley("show", "rivers").out.contains("mayor's office"))
  }
}
