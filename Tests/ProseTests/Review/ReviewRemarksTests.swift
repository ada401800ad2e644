import Prose
import TestSupport
import Testing

@Suite("What a reviewer's copy of a text says")
struct ReviewRemarksTests {
  static let text =
    "# The dam\n\nThe river rises in the north. The dam was built in 1950 by the town.\n\nNobody asked, at the time, what would become of the fish.\n"

  /// Each remark as `passage: what is said`.
  private func said(_ marked: String, of text: String = text) -> [String] {
    remarks(marked, of: text).map { remark in
      let passage = Self.part(text, remark.range)
      switch remark.kind {
      case .comment(let words): return "\(passage): \(words)"
      case .query(let words): return "\(passage)? \(words)"
      case .suggestion(let new, let message):
        return "\(passage) → \(new)" + (message.map { " (\($0))" } ?? "")
      }
    }
  }

  private func remarks(_ marked: String, of text: String) -> [ReviewRemark] {
    let parsed = CriticText.parse(marked).text
    return reviewRemarks(on: text, copy: parsed.rejected, marks: parsed.marks)
  }

  static func part(_ text: String, _ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: Array(text.unicodeScalars)[range])
    return String(view)
  }

  private func edited(_ old: String, _ new: String) -> [String] { said(Self.text.replacing(old, with: new)) }

  @Test("an unchanged copy says nothing")
  func unchanged() { #expect(said(Self.text).isEmpty) }

  @Test("plain edits are suggestions, each alone")
  func plain() {
    let marked = Self.text.replacing("1950", with: "1951").replacing("Nobody", with: "No one")
    #expect(said(marked) == ["1950 → 1951", "Nobody → No one"])
  }

  @Test("an insertion hangs on the word beside it, so that it can be applied")
  func insertion() {
    #expect(edited("The dam was", "The old dam was") == ["dam → old dam"])
    #expect(edited("asked, at", "asked them, at") == ["asked → asked them"])
    #expect(edited("the north.", "the north. It is cold.") == ["The → It is cold. The"])
    #expect(edited("fish.\n", "fish.\n\nThe end.\n") == ["fish. → fish.\n\nThe end."])
    #expect(said("{++Now ++}" + Self.text) == ["# The → Now # The"])
  }

  @Test("a deletion, and a paragraph's end that goes or comes")
  func deletion() {
    #expect(edited(", at the time,", "") == [", at the time, → "])
    #expect(edited("town.\n\nNobody", "town. Nobody") == ["town.\n\nNobody → town. Nobody"])
    #expect(edited("north. The", "north.\n\nThe") == ["north. The → north.\n\nThe"])
  }

  @Test("white space that makes no other paragraphs says nothing")
  func whiteSpace() {
    #expect(edited("rises in", "rises\nin").isEmpty)
    #expect(edited("town.\n\n", "town.\n\n\n").isEmpty)
    #expect(said(Self.text + "\n\n").isEmpty)
    #expect(edited("in 1950", "in\n1950").isEmpty)
    let emphasis = "They said it was a *very* long - and dull - day.\n\nSo they went.\n"
    #expect(said(emphasis.replacing("a *very", with: "a\n*very"), of: emphasis).isEmpty)
    let quote =
      "> The river rises in the north,\n> said the mayor, and falls\n> in the south.\n\nSo he said.\n"
    #expect(
      said(quote.replacing("mayor, and falls\n> in", with: "mayor,\n> and falls in"), of: quote).isEmpty)
  }

  @Test("white space that comes between words, goes, or tells where a line belongs is a suggestion")
  func meantSpace() {
    #expect(edited("rises in", "risesin") == ["rises in → risesin"])
    #expect(edited("north. The", "north.The") == ["north. The → north.The"])
    #expect(edited("1950 by", "1950 , by") == ["by → , by"])
    let list = "- one thing\n- another thing\n\nThe end.\n"
    #expect(
      said(list.replacing("- another", with: "  - another"), of: list) == ["- another →   - another"])
    let code = "See this:\n\n```\nif a:\n  b()\nc() \n```\n\nThe end.\n"
    #expect(said(code.replacing("\nc() ", with: "\n  c()"), of: code).count == 1)
    #expect(said(code.replacing("c() ", with: "c()"), of: code).isEmpty)
  }

  @Test("a lone word's blank put right is a suggestion of that blank")
  func typedBlank() {
    let text = "The method : it works, they said.And it did.\n"
    #expect(said(text.replacing("method :", with: "method:"), of: text) == ["method : it → method: it"])
    #expect(said(text.replacing("said.And", with: "said. And"), of: text) == ["said. → said. "])
  }

  @Test("a rewritten sentence is one suggestion")
  func rewritten() {
    #expect(
      edited(
        "Nobody asked, at the time, what would become of the fish.",
        "What the wall meant for trout was of no interest then."
      ).count == 1)
  }

  @Test("marked changes are suggestions, and the remark right after one is its message")
  func critic() {
    #expect(edited("1950", "{~~1950~>1951~~}{>>See the deed.<<}") == ["1950 → 1951 (See the deed.)"])
    #expect(edited("dam was", "{++old ++}dam {--was--}") == ["dam → old dam", "was → "])
  }

  @Test("remarks hang on their passage, or on the nearest words; those that begin with ? ask")
  func comments() {
    #expect(edited("by the town", "{==by the town==}{>>Which?<<}") == ["by the town: Which?"])
    #expect(
      edited("by the town", "{==by the town==}{>>? Which<<}{>>Or so<<}") == [
        "by the town? Which", "by the town: Or so",
      ])
    #expect(edited("1950 by", "1950{>>query: Sure<<} by") == ["1950? Sure"])
    #expect(edited("town.", "town.{>>Dull.<<}") == ["The dam was built in 1950 by the town.: Dull."])
    #expect(said("{>>First.<<}" + Self.text) == ["The: First."])
    #expect(edited("1950", "{>>comment: ? odd<<}1950") == ["in: ? odd"])
  }

  @Test("marks and plain edits of one text go together")
  func mixed() {
    let marked = Self.text.replacing("rises in the north", with: "springs in the {~~north~>south~~}")
      .replacing("1950", with: "1951{>>See the deed<<}").replacing(
        "Nobody asked", with: "Some {==folk asked==}{>>Who?<<}")
    #expect(
      said(marked) == [
        "rises → springs", "north → south", "1950 → 1951", "1950: See the deed", "Nobody → Some folk",
        "Nobody asked: Who?",
      ])
  }

  @Test("changes that touch are one suggestion")
  func touching() {
    #expect(edited("The dam was", "The {++very ++}old dam was") == ["dam → very old dam"])
    #expect(edited("The dam was", "The new {~~dam was~>walls were~~}").count <= 2)
  }

  @Test("a moved paragraph is one suggestion")
  func moved() {
    let parts = Self.text.split(separator: "\n\n").map(String.init)
    let copy =
      [parts[0], "Nobody asked, at the time, what would become of the fish.", parts[1]].joined(
        separator: "\n\n") + "\n"
    let found = remarks(copy, of: Self.text)
    #expect(found.count == 1)
    let applied = apply(found.flatMap { edits($0, of: Self.text) }, to: Self.text)
    #expect(words(applied) == words(copy))
  }

  @Test("a text without words takes no remarks")
  func empty() {
    #expect(said("New.", of: "").isEmpty && said("{>>x<<}\n", of: "\n").isEmpty)
  }

  private func edits(_ remark: ReviewRemark, of text: String) -> [TextEdit] {
    guard case .suggestion(let new, _) = remark.kind else { return [] }
    return minimalEdits(base: text, range: remark.range, replacement: new)
  }

  private func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }

  @Test("all suggestions of a copy accepted give the copy, but for white space", arguments: 0..<300)
  func completeness(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let text = RandomText.text(&random) + "A last line with words.\n"
    let copy = RandomText.edited(text, &random)
    let found = reviewRemarks(on: text, copy: copy, marks: [])
    for remark in found {
      #expect(!remark.range.isEmpty && remark.range.upperBound <= text.unicodeScalars.count)
    }
    let all = found.map { edits($0, of: text) }
    #expect(conflicts(among: all).isEmpty, "\(text.debugDescription)\n\(copy.debugDescription)")
    let applied = apply(all.flatMap(\.self), to: text)
    #expect(words(applied) == words(copy), "\(text.debugDescription)\n\(copy.debugDescription)")
  }

  @Test("paragraphs that were moved among other changes can all be taken together", arguments: 0..<200)
  func moves(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let text = LongText.paragraphs(8, &random).joined(separator: "\n\n") + "\n"
    var paragraphs = text.dropLast().split(separator: "\n\n").map(String.init)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let moved = paragraphs.remove(at: Int.random(in: paragraphs.indices, using: &random))
      paragraphs.insert(moved, at: Int.random(in: 0...paragraphs.count, using: &random))
    }
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      let place = Int.random(in: paragraphs.indices, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: paragraphs[place] = LongText.sentence(&random)
      case 1: paragraphs.insert(LongText.sentence(&random), at: place)
      case 2: paragraphs[place] = "Then " + paragraphs[place] + " " + LongText.sentence(&random)
      default: paragraphs.remove(at: place)
      }
    }
    let copy = paragraphs.joined(separator: "\n\n") + "\n"
    let all = remarks(copy, of: text).map { edits($0, of: text) }
    #expect(conflicts(among: all).isEmpty)
    #expect(words(apply(all.flatMap(\.self), to: text)) == words(copy))
  }

  @Test("remarks written in CriticMarkup are read back as the same", arguments: 0..<300)
  func roundTrip(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let text = RandomText.text(&random) + "A last line with words.\n"
    let count = text.unicodeScalars.count
    var marks: [CriticMark] = []
    var expected: [ReviewRemark] = []
    var place = 0
    while place < count {
      let start = Int.random(in: place...min(count - 1, place + 30), using: &random)
      let end = Int.random(in: start + 1...min(count, start + 20), using: &random)
      let passage = Self.part(text, start..<end)
      guard passage.contains(where: { !$0.isWhitespace }) else {
        place = end
        continue
      }
      let words =
        ["Why?", "? odd", "query: x", "comment: y", "{++", "a \\", "#12345678 z"].randomElement(
          using: &random) ?? ""
      let kinds: [ReviewRemark.Kind] = [
        .comment(words), .query("Which \(words)"), .suggestion(replacement: passage + "new{--", message: nil),
        .suggestion(replacement: "", message: "Out: \(words)"),
      ]
      let kind = kinds.randomElement(using: &random) ?? .comment(words)
      let comment = reviewComment(kind)
      if case .suggestion(let new, _) = kind {
        marks.append(
          CriticMark(range: start..<end, replacement: new, comments: comment.isEmpty ? [] : [comment]))
      } else {
        marks.append(CriticMark(range: start..<end, replacement: nil, comments: [comment]))
      }
      expected.append(ReviewRemark(range: start..<end, kind: kind))
      place = end + Int.random(in: 1...30, using: &random)
    }
    let (read, problems) = CriticText.parse(CriticText(base: text, marks: marks).marked)
    #expect(problems.isEmpty && read.rejected == text)
    #expect(reviewRemarks(on: text, copy: read.rejected, marks: read.marks) == expected)
  }
}
