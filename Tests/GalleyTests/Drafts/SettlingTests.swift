import Foundation
import JSON
import Testing

/// Passages that two sides changed differently, settled through the real program.
@Suite("Settling conflicts")
struct SettlingTests {
  private static let base = """
    ---
    title: Dam
    author: Ann
    ---

    The dam was built in 1950 by the town.

    The river rises every spring, and nobody knows why.

    The council will meet on Monday.

    """

  private static let ours = base.replacing("1950", with: "1951").replacing(
    "every spring", with: "each spring"
  )
  .replacing("Monday", with: "Tuesday").replacing("title: Dam", with: "title: The dam")
  private static let theirs = base.replacing("1950", with: "1952").replacing(
    "every spring", with: "in spring"
  )
  .replacing("council", with: "town council").replacing("author: Ann", with: "author: Ann and Ben")

  /// Two desks that changed one revision in the same two passages; ben's is sent.
  private func team(
    _ ours: String = ours, _ theirs: String = theirs
  ) throws -> (TestDesk, TestDesk) {
    let team = try TestTeam()
    let ann = try team.desk("ann")
    #expect(ann.galley("new", "dam", "--from", "-", input: Self.base).code == 0)
    #expect(ann.galley("sync").code == 0)
    let ben = try team.desk("ben")
    #expect(ben.galley("save", "dam", "--from", "-", input: theirs).code == 0)
    #expect(ben.galley("sync").code == 0)
    #expect(ann.galley("save", "dam", "--from", "-", input: ours).code == 0)
    return (ann, ben)
  }

  private func text(_ desk: TestDesk, _ branch: String = "revision/dam/r1") -> String {
    desk.git("show", "\(branch):articles/dam/index.md").out
  }

  private func editor(_ desk: TestDesk, _ script: String) throws -> TestDesk {
    let path = desk.team.path("editor-\(UUID().uuidString)")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    var desk = desk
    desk.environment["EDITOR"] = path
    desk.environment["TMPDIR"] = desk.team.folder.path
    return desk
  }

  // MARK: sync

  @Test("sync stops at passages, shows each with its number, keeps both sides")
  func stops() throws {
    let (ann, _) = try team()
    let before = ann.branches
    let done = ann.galley("sync")
    #expect(done.code == 3)
    #expect(done.out.contains("<<<<<<< 1: this desk\n1951 \n=======\n1952 \n>>>>>>> 1: the remote\n"))
    #expect(done.out.contains("<<<<<<< 2: this desk\neach \n=======\nin \n>>>>>>> 2: the remote\n"))
    #expect(done.err.contains("2 passages"))
    #expect(ann.branches == before && text(ann) == Self.ours && ann.isSound)
  }

  @Test("what a sync did before it stopped is told, and then the conflict, or the remote that broke off")
  func partialReport() throws {
    let (ann, ben) = try team()
    #expect(ben.start("lakes", "Lakes are deep.\n").code == 0)
    #expect(ben.galley("sync").code == 0)
    #expect(ann.start("seas", "Seas are wide.\n").code == 0)
    try ann.team.copy("ann", to: "copy")
    let copy = TestDesk(team: ann.team, name: "copy")
    // To an address that answers and has no repository: it is known only after all was fetched.
    copy.git("config", "remote.origin.pushurl", ann.team.path("nowhere.git"))
    copy.git("update-ref", "-d", "refs/heads/revision/dam/r1")
    let broken = try #require(copy.json("sync").first)
    #expect(try JSONPage.read().faults(in: [broken], of: "sync") == [])
    #expect(broken["error"]?["exit"]?.intValue == 4)
    let branches = broken["branches"]?.arrayValue?.compactMap { $0["branch"]?.stringValue } ?? []
    #expect(branches == ["revision/dam/r1", "revision/lakes/r1"])

    let done = ann.galley("sync")
    #expect(done.code == 3 && done.err.contains("2 passages"))
    #expect(done.out.contains("received  lakes r1") && done.out.contains("sent      seas r1"), "\(done.out)")
    let (report, conflict) = (done.out.range(of: "lakes r1"), done.out.range(of: "<<<<<<< 1: this desk"))
    #expect(try #require(report).upperBound < #require(conflict).lowerBound)
    #expect(copy.isSound && ann.isSound)

    let json = try #require(ann.json("sync").first)
    #expect(json["error"]?["exit"]?.intValue == 3)
  }

  @Test("sync settles passages by number and merges the rest, front matter too")
  func byNumber() throws {
    let (ann, ben) = try team()
    #expect(ann.galley("sync", "--ours", "1", "--theirs", "2").code == 0)
    let merged = Self.ours.replacing("each spring", with: "in spring")
      .replacing("council", with: "town council").replacing("author: Ann", with: "author: Ann and Ben")
    #expect(text(ann) == merged)
    #expect(ben.galley("sync").code == 0 && text(ben) == merged && ben.isSound)
  }

  @Test("a number goes before 'all'; one of two passages settled leaves the other open")
  func allAndSome() throws {
    let (ann, _) = try team()
    let some = ann.galley("sync", "--theirs", "2")
    #expect(some.code == 3 && some.err.contains("1 passage"))
    #expect(some.out.contains("<<<<<<< 1: this desk") && !some.out.contains("2: this desk"))
    #expect(text(ann) == Self.ours)
    #expect(ann.galley("sync", "--ours", "all", "--theirs", "1").code == 0)
    #expect(text(ann).contains("1952") && text(ann).contains("each spring"))
  }

  @Test("a passage can't get both sides")
  func both() throws {
    let (ann, _) = try team()
    #expect(ann.galley("sync", "--ours", "1", "--theirs", "1,2").code == 2)
    #expect(ann.galley("sync", "--ours", "all", "--theirs", "all").code == 2)
  }

  @Test("the editor gets what isn't settled by number; marks left in it keep the conflict and the typed text")
  func byEditor() throws {
    let (ann, _) = try team()
    let idle = try editor(ann, "echo '<!-- looked at it -->' >> \"$1\"").galley(
      "sync", "--edit", "--ours", "1")
    #expect(idle.code == 3 && idle.err.contains("marks of a conflict") && text(ann) == Self.ours)
    let kept = try FileManager.default.contentsOfDirectory(atPath: ann.team.folder.path)
      .first { $0.hasPrefix("galley-") }
    #expect(kept != nil)
    let settled = try editor(
      ann, "grep -q '1: this desk' \"$1\" && exit 9; sed -i '/^<<<<<<< /d;/^=======$/,/^>>>>>>> /d' \"$1\""
    )
    .galley("sync", "--edit", "--ours", "1")
    #expect(settled.code == 0, "\(settled.err)")
    #expect(text(ann).contains("1951") && text(ann).contains("each") && !text(ann).contains("<<<<"))
  }

  /// Settles the passages with these numbers in the editor with their side and leaves the others.
  private static let settleFirst = """
    sed -i '/^<<<<<<< 1:/d;/^<<<<<<< 2:/,$b;/^=======$/,/^>>>>>>> 1:/d' "$1"
    """

  @Test("a half-settled file can be given back, by number and in the editor; the rest keeps its number")
  func halfSettled() throws {
    let (ann, _) = try team()
    let first = try editor(ann, Self.settleFirst).galley("sync", "--edit")
    #expect(first.code == 3 && first.err.contains("passage 2 in line") && !first.err.contains("passage 1"))
    let words = first.err.split(separator: "'").map(String.init)
    let path = try #require(words.first { $0.hasPrefix("--settled ") }).dropFirst("--settled ".count)
    let again = ann.galley("sync", "--settled", String(path))
    #expect(again.code == 3 && again.err.contains("passage 2 in line") && text(ann) == Self.ours)
    let settled = ann.galley("sync", "--settled", String(path), "--theirs", "2")
    #expect(settled.code == 0, "\(settled.err)")
    #expect(
      text(ann).contains("in spring") && text(ann).contains("1951") && text(ann).contains("town council")
        && !text(ann).contains("<<<<"))
  }

  @Test("a kept file is taken back for its own merge only")
  func keptForAnotherMerge() throws {
    let (ann, ben) = try team()
    let first = try editor(ann, Self.settleFirst).galley("sync", "--edit")
    let words = first.err.split(separator: "'").map(String.init)
    let path = try #require(words.first { $0.hasPrefix("--settled ") }).dropFirst("--settled ".count)
    let later = Self.theirs.replacing("nobody knows why", with: "everybody knows why")
    #expect(ben.galley("save", "dam", "--from", "-", input: later).code == 0 && ben.galley("sync").code == 0)
    let stale = ann.galley("sync", "--settled", String(path))
    #expect(stale.code == 3 && stale.err.contains("another merge") && text(ann) == Self.ours)
  }

  @Test("an editor that fails leaves the conflict, and other branches are synced all the same")
  func failingEditor() throws {
    let (ann, ben) = try team()
    #expect(ben.galley("new", "weather", "--from", "-", input: "Rain.\n").code == 0)
    #expect(ben.galley("sync").code == 0)
    let done = try editor(ann, "exit 1").galley("sync", "--edit")
    #expect(done.code == 3 && text(ann) == Self.ours)
    #expect(ann.branches.contains("refs/heads/revision/weather/r1"))
  }

  @Test("passages of several articles are numbered through")
  func severalArticles() throws {
    let team = try TestTeam()
    let ann = try team.desk("ann")
    for slug in ["dam", "lake"] {
      #expect(ann.galley("new", slug, "--from", "-", input: "Built in 1950 here.\n").code == 0)
    }
    #expect(ann.galley("sync").code == 0)
    let ben = try team.desk("ben")
    for (desk, year) in [(ben, "1952"), (ann, "1951")] {
      for slug in ["dam", "lake"] {
        let old = desk.git("show", "revision/\(slug)/r1:articles/\(slug)/index.md").out
        #expect(desk.galley("save", slug, "--from", "-", input: old.replacing("1950", with: year)).code == 0)
      }
      if year == "1952" { #expect(desk.galley("sync").code == 0) }
    }
    #expect(ann.galley("sync").out.contains("<<<<<<< 2: this desk"))
    let one = ann.galley("sync", "--ours", "1")
    #expect(one.code == 3 && one.err.contains("lake") && !one.err.contains("revision/dam"))
    #expect(ann.galley("sync", "--theirs", "1").code == 0)
    #expect(text(ann).contains("1951"))
    #expect(ann.git("show", "revision/lake/r1:articles/lake/index.md").out.contains("1952"))
  }

  // MARK: edit and save

  @Test("edit merges by word what was saved meanwhile")
  func editMerges() throws {
    let (ann, _) = try team(Self.base, Self.base)
    let desk = try editor(
      ann,
      """
      sed 's/Monday/Tuesday/' "$1" > "$1.new"
      EDITOR= \(galleyProgram) save dam --from "$1.new" --repo \(ann.folder) >/dev/null || exit 8
      sed -i 's/1950/1951/' "$1"
      """)
    let done = desk.galley("edit", "dam")
    #expect(done.code == 0, "\(done.err)")
    #expect(text(ann) == Self.base.replacing("Monday", with: "Tuesday").replacing("1950", with: "1951"))
  }

  @Test("edit in conflict keeps the typed text and names the command that settles it")
  func editConflicts() throws {
    let (ann, _) = try team(Self.base, Self.base)
    let desk = try editor(
      ann,
      """
      sed 's/1950/1952/; s/every spring/in spring/' "$1" > "$1.new"
      \(galleyProgram) save dam --from "$1.new" --repo \(ann.folder) >/dev/null || exit 8
      sed -i 's/1950/1951/; s/every spring/each spring/; s/Monday/Tuesday/' "$1"
      """)
    let done = desk.galley("edit", "dam")
    #expect(
      done.code == 3 && done.out.contains("<<<<<<< 2: dam r1\nin \n=======\neach \n>>>>>>> 2: your text"))
    let words = done.err.split(separator: "'")
    let command = try #require(words.first { $0.hasPrefix("galley save dam --from ") }).split(separator: " ")
      .map(String.init)
    #expect(command.last == "--edit")
    let settled = run(
      galleyProgram, Array(command.dropFirst().dropLast()) + ["--ours", "1", "--theirs", "2"], in: ann.folder)
    #expect(settled.code == 0, "\(settled.err)")
    #expect(
      text(ann)
        == Self.base.replacing("1950", with: "1952").replacing("every spring", with: "each spring")
        .replacing("Monday", with: "Tuesday"))
  }

  @Test("save --base merges with what was saved since a revision or a commit, and refuses other names")
  func saveBase() throws {
    let (ann, _) = try team(Self.base, Self.base)
    let tip = ann.git("rev-parse", "revision/dam/r1").out.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(ann.galley("revise", "dam").code == 0)
    #expect(
      ann.galley("save", "dam", "--from", "-", input: Self.base.replacing("Monday", with: "Tuesday")).code
        == 0)
    let mine = Self.base.replacing("1950", with: "1951")
    for base in ["r1", tip] {
      #expect(ann.galley("save", "dam", "--from", "-", "--base", base, input: mine).code == 0)
      #expect(text(ann, "revision/dam/r2") == mine.replacing("Monday", with: "Tuesday"))
    }
    for base in ["r9", "main", String(repeating: "0", count: 40), "--"] {
      #expect((1...2).contains(ann.galley("save", "dam", "--from", "-", "--base", base, input: mine).code))
    }
  }

  @Test("save refuses a text with marks of a conflict, except in code")
  func marks() throws {
    let (ann, _) = try team(Self.base, Self.base)
    let marked = "<<<<<<< a\nOne.\n=======\nTwo.\n>>>>>>> b\n"
    let refused = ann.galley("save", "dam", "--from", "-", input: Self.base + marked)
    #expect(refused.code == 3 && refused.err.contains("line 11"))
    #expect(ann.galley("save", "dam", "--from", "-", input: Self.base + "```\n\(marked)```\n").code == 0)
    #expect(ann.galley("save", "dam", "--from", "-", input: Self.base + "Title\n=======\n").code == 0)
  }

  // MARK: revise

  private func suggest(_ desk: TestDesk, _ quote: String, _ text: String) throws -> String {
    let rows = try desk.json("annotate", "dam", "--quote", quote, "--suggest", text)
    return try #require(rows.first?["ids"]?.arrayValue?.first?.stringValue ?? rows.first?["id"]?.stringValue)
  }

  @Test("suggestions that agree merge; those that don't are shown with their passage, and nothing is written")
  func suggestions() throws {
    let (ann, ben) = try team(Self.base, Self.base)
    _ = try suggest(ann, "built in 1950", "built in 1951")
    let other = try suggest(ben, "1950 by the town", "1951 by the town")
    _ = try suggest(ben, "every spring", "each spring")
    #expect(ben.galley("sync").code == 0 && ann.galley("sync").code == 0)
    let before = ann.branches
    let third = try suggest(ann, "in 1950", "in 1949")
    let refused = ann.galley("revise", "dam", "--accept-all")
    #expect(refused.code == 3)
    #expect(refused.out.contains("The dam was built in [1950] by the town."))
    #expect(refused.out.contains("ben@example.org: [-1950-]{+1951+} by the town"))
    #expect(refused.out.contains("ann@example.org: in [-1950-]{+1949+}"))
    #expect(!ann.branches.contains("dam/r2") && ann.branches.contains(before.split(separator: "\n")[0]))
    #expect(ann.galley("revise", "dam", "--accept-all", "--reject", third).code == 0)
    #expect(
      text(ann, "revision/dam/r2")
        == Self.base.replacing("1950", with: "1951").replacing("every spring", with: "each spring"))
    #expect(ann.isSound && !other.isEmpty)
  }

  @Test("accepted suggestions merge by word with what the author changed since, where they were made")
  func suggestionsAndChanges() throws {
    let (ann, _) = try team(Self.base, Self.base)
    _ = try suggest(ann, "every spring", "each spring")
    let changed = "First, some words about the spring.\n\n" + "The dam was built around 1950 by the town.\n\n"
    let draft = Self.base.replacing("The dam was built in 1950 by the town.\n\n", with: changed)
    #expect(ann.galley("save", "dam", "--from", "-", input: draft).code == 0)
    #expect(ann.galley("revise", "dam", "--accept-all").code == 0)
    #expect(text(ann, "revision/dam/r2") == draft.replacing("every spring", with: "each spring"))
  }

  @Test("a suggestion on words that were changed since is settled by number")
  func suggestionConflicts() throws {
    let (ann, _) = try team(Self.base, Self.base)
    _ = try suggest(ann, "1950", "1951")
    _ = try suggest(ann, "every spring", "each spring")
    let draft = Self.base.replacing("1950", with: "1952").replacing("every spring", with: "in spring")
    #expect(ann.galley("save", "dam", "--from", "-", input: draft).code == 0)
    let refused = ann.galley("revise", "dam", "--accept-all")
    #expect(refused.code == 3 && refused.out.contains("<<<<<<< 2: the draft\nin \n=======\neach \n"))
    #expect(!ann.branches.contains("dam/r2"))
    #expect(ann.galley("revise", "dam", "--accept-all", "--ours", "1").code == 3)
    #expect(ann.galley("revise", "dam", "--accept-all", "--ours", "1", "--theirs", "2").code == 0)
    #expect(text(ann, "revision/dam/r2") == draft.replacing("in spring", with: "each spring"))
  }
}
