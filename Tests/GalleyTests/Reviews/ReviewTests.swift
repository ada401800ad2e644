import Foundation
import JSON
import Testing

@Suite("galley review: a copy of the text becomes annotations")
struct ReviewTests {
  static let body =
    "The river rises in the north. The dam was built in 1950 by the town, said the mayor last Tuesday.\n\n"
    + "Nobody asked what would become of the fish.\n"

  private let team: TestTeam
  private let anna: TestDesk

  init() throws {
    team = try TestTeam()
    anna = try team.desk("anna")
    #expect(anna.start("rivers", Self.body).code == 0)
  }

  private func review(_ script: String, _ words: String..., on desk: TestDesk? = nil) -> Finished {
    // An editor that changes the file as sed does.
    run(
      galleyProgram, ["review", "rivers"] + words, in: (desk ?? anna).folder,
      environment: ["VISUAL": "sed -i -e '\(script)'"])
  }

  private func rows(on desk: TestDesk? = nil) throws -> [JSON] {
    try (desk ?? anna).json("annotations", "rivers")
  }

  private func said(on desk: TestDesk? = nil) throws -> [String] {
    try rows(on: desk).map { row in
      let quote = row["quote"]?.stringValue ?? ""
      if let new = row["replacement"]?.stringValue { return "\(quote) → \(new)" }
      return "\(row["motivation"]?.stringValue ?? "") \(quote): \(row["text"]?.stringValue ?? "")"
    }
  }

  private var keptFiles: [String] {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: team.path("tmp"))) ?? []
    return folders.flatMap { folder in
      ((try? FileManager.default.contentsOfDirectory(atPath: team.path("tmp/\(folder)"))) ?? [])
        .map { team.path("tmp/\(folder)/\($0)") }
    }
  }

  @Test(
    "what is typed becomes suggestions, comments and queries, in one commit, and is applied as it was meant")
  func editor() throws {
    let before = anna.git("rev-list", "--count", "--all").out
    let done = review(
      "s/1950/1951/; s/The dam/The old dam/; s/last Tuesday/{==last Tuesday==}{>>? Which date<<}/; s/Nobody/{~~Nobody~>No one~~}{>>Two words<<}/"
    )
    #expect(done.code == 0, "\(done.err)")
    #expect(done.out.contains("4 annotations on rivers r1"))
    #expect(
      try said() == [
        "dam → old dam", "1950 → 1951", "questioning last Tuesday: Which date", "Nobody → No one",
      ])
    let after = anna.git("rev-list", "--count", "--all").out
    #expect(Int(after.dropLast()) == Int(before.dropLast()).map { $0 + 1 })
    #expect(anna.galley("merge", "rivers").code == 0)
    #expect(anna.galley("revise", "rivers", "--accept-all").code == 0)
    let revised = anna.git("show", "revision/rivers/r2:articles/rivers/index.md").out
    #expect(revised.contains("north. The old dam was built in 1951 by the town"))
    #expect(revised.hasSuffix("\n\nNo one asked what would become of the fish.\n"))
    #expect(anna.isSound)
  }

  @Test("an editor that fails and a copy without changes write nothing")
  func nothing() throws {
    let before = anna.branches
    let failed = run(galleyProgram, ["review", "rivers"], in: anna.folder, environment: ["VISUAL": "false"])
    #expect(failed.code == 1 && failed.err.contains("failed"))
    let unchanged = run(
      galleyProgram, ["review", "rivers"], in: anna.folder, environment: ["VISUAL": "true"])
    #expect(unchanged.code == 0 && unchanged.out.contains("Nothing new"))
    #expect(review("s/north. /north.  /").out.contains("Nothing new"))
    for editor in ["truncate -s0", "rm", "sh -c 'kill -9 $$'", "sh -c 'echo x >> \"$1\"; kill -9 $$' --"] {
      let done = run(galleyProgram, ["review", "rivers"], in: anna.folder, environment: ["VISUAL": editor])
      #expect(done.code == 1, "\(editor): \(done.out)\(done.err)")
    }
    #expect(anna.galley("review", "rivers", "--from", "-", input: "\n").err.contains("is empty"))
    #expect(anna.branches == before)
  }

  @Test("malformed marks are told with line and column; the copy is kept and can be given again")
  func malformed() throws {
    try FileManager.default.createDirectory(atPath: team.path("tmp"), withIntermediateDirectories: true)
    let before = anna.branches
    let done = run(
      galleyProgram, ["review", "rivers"], in: anna.folder,
      environment: ["VISUAL": "sed -i -e 's/dam was/{++old dam/; s/1950/1951/'", "TMPDIR": team.path("tmp")])
    #expect(done.code == 1)
    let file = try #require(keptFiles.first)
    #expect(done.err.contains("\(file):6:35: {++ is never closed") && done.err.contains("kept in \(file)"))
    #expect(anna.branches == before)
    let text = try String(contentsOfFile: file, encoding: .utf8).replacingOccurrences(
      of: "{++old dam", with: "{++old ++}dam was")
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    #expect(anna.galley("review", "rivers", "--from", file).code == 0)
    #expect(try said() == ["dam → old dam", "1950 → 1951"])
  }

  @Test(
    "a text with remarks goes to any editor and back without doubling them, and words added to one are a reply"
  )
  func roundTrip() throws {
    for words in [
      ["--quote", "last Tuesday", "--query", "Which date?"],
      ["--quote", "by the town", "--suggest", "by the city"],
      ["--quote", "the town", "--comment", "Which {++ one++}?"],
      ["--quote", "The dam was built", "--comment", "Long"],
      ["--quote", "dam was", "--suggest", "wall was"],
    ] {
      let done = run(galleyProgram, ["annotate", "rivers"] + words, in: anna.folder)
      #expect(done.code == 0, "\(done.err)")
    }
    let critic = anna.galley("show", "rivers", "--format", "critic").out
    #expect(
      critic.contains("{~~by the town~>by the city~~}{>>#") && critic.contains("{==last Tuesday==}{>>#"))
    let again = anna.galley("review", "rivers", "--from", "-", input: critic)
    #expect(again.code == 0 && again.out.contains("Nothing new") && again.out.contains("5 remarks"))
    #expect(try rows().count == 5)

    let more = critic.replacingOccurrences(of: "Which date?<<}", with: "Which date? It was the third.<<}")
      .replacingOccurrences(of: "Nobody", with: "No one")
    #expect(anna.galley("review", "rivers", "--from", "-", input: more).code == 0)
    #expect(try said().contains("Nobody → No one"))
    let query = try #require(try rows().first { $0["motivation"]?.stringValue == "questioning" })
    #expect(query["replies"]?.arrayValue?.map { $0["text"]?.stringValue } == ["It was the third."])
    #expect(anna.galley("review", "rivers", "--from", "-", input: more).out.contains("Nothing new"))
    let opened = run(
      galleyProgram, ["review", "rivers", "--remarks"], in: anna.folder,
      environment: ["VISUAL": "sed -i s/1950/1951/"])
    #expect(opened.code == 0 && opened.out.contains("1 annotation on"), "\(opened.out)\(opened.err)")
  }

  @Test("the annotations are made on the text that was opened, when the revision has moved on meanwhile")
  func movedOn() throws {
    let copy = anna.galley("show", "rivers", "--format", "critic").out
    let text = anna.git("show", "revision/rivers/r1:articles/rivers/index.md").out
    let changed = text.replacingOccurrences(of: "the north", with: "the far north")
    #expect(anna.galley("save", "rivers", "--from", "-", input: changed).code == 0)
    let marked = copy.replacingOccurrences(of: "1950", with: "1951")
    #expect(anna.galley("review", "rivers", "--from", "-", input: marked).code == 0)
    #expect(try said() == ["1950 → 1951"])
    #expect(anna.galley("merge", "rivers").code == 0)
    #expect(anna.galley("revise", "rivers", "--accept-all").code == 0)
    let revised = anna.git("show", "revision/rivers/r2:articles/rivers/index.md").out
    #expect(revised.contains("far north") && revised.contains("1951"))
  }

  @Test(
    "an article's own signs of CriticMarkup don't stand in the way, in a copy opened by Galley or any other")
  func ownSigns() throws {
    let body = "Write {++ to add and {--x--} to take away.\n\n" + Self.body
    #expect(anna.start("signs", body).code == 0)
    let opened = run(
      galleyProgram, ["review", "signs"], in: anna.folder, environment: ["VISUAL": "sed -i s/1950/1951/"])
    #expect(opened.code == 0, "\(opened.err)")
    let raw = anna.git("show", "revision/signs/r1:articles/signs/index.md").out.replacingOccurrences(
      of: "Nobody", with: "No one")
    #expect(anna.galley("review", "signs", "--from", "-", input: raw).code == 0)
    let rows = try anna.json("annotations", "signs")
    #expect(rows.compactMap { $0["replacement"]?.stringValue }.sorted() == ["1951", "No one"])
  }

  @Test("a copy of another article, and one of a commit that isn't here, are refused")
  func otherCopies() throws {
    #expect(anna.start("dams", Self.body).code == 0)
    let copy = anna.galley("show", "dams", "--format", "critic").out
    let other = anna.galley("review", "rivers", "--from", "-", input: copy)
    #expect(other.code == 1 && other.err.contains("dams r1"))
    let commit = anna.git("rev-parse", "revision/dams/r1").out.dropLast()
    let missing = copy.replacingOccurrences(of: commit, with: String(repeating: "1", count: 40))
    #expect(anna.galley("review", "dams", "--from", "-", input: missing).code == 1)
    #expect(anna.galley("review", "rivers", "--from", "-", input: "a\0b").code == 1)
    #expect(anna.galley("review", "rivers", "--from", "missing.md").code == 1)
  }

  @Test("control characters of a remark are no part of the copy, which is known again all the same")
  func controls() throws {
    #expect(
      anna.galley("annotate", "rivers", "--quote", "mayor", "--comment", "a\u{1B}[1mb\u{202E}c").code == 0)
    let copy = anna.galley("show", "rivers", "--format", "critic").out
    #expect(copy.contains("a\u{FFFD}[1mb\u{FFFD}c") && !copy.contains("\u{1B}"))
    let again = anna.galley("review", "rivers", "--from", "-", input: copy)
    #expect(again.code == 0 && again.out.contains("Nothing new"), "\(again.out)\(again.err)")
  }

  @Test("another reviewer's open suggestion isn't made twice, and the JSON is as documented")
  func known() throws {
    #expect(anna.galley("sync").code == 0)
    let ben = try team.desk("ben")
    #expect(review("s/1950/1951/").code == 0)
    #expect(anna.galley("sync").code == 0 && ben.galley("sync").code == 0)
    let text = ben.galley("show", "rivers", "--format", "critic").out
    #expect(
      ben.galley(
        "review", "rivers", "--from", "-", input: text.replacingOccurrences(of: "Nobody", with: "Few")
      ).code == 0)
    #expect(review("s/1950/1951/; s/town/city/", on: ben).code == 0)
    #expect(try said(on: ben) == ["1950 → 1951", "town → city", "Nobody → Few"])
    try ben.write(text.replacingOccurrences(of: "mayor", with: "mayoress"), to: "copy.md")
    let rows = try ben.json("review", "rivers", "--from", "copy.md")
    #expect(try JSONPage.read().faults(in: rows, of: "review") == [])
    #expect(rows.first?["annotations"]?.intValue == 1 && rows.first?["alreadyThere"]?.intValue == 1)
    let shown = try ben.json("show", "rivers", "--format", "critic")
    #expect(try JSONPage.read().faults(in: shown, of: "show --format critic") == [])
    #expect(ben.isSound)
  }
}
