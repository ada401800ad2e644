import JSON
import Prose
import Terminal

@testable import Editorial
@testable import Galley
@testable import Git

/// What each fuzz target does with its bytes, and what must hold whatever they are. A trap is a finding.
enum FuzzBody: String, CaseIterable {
  case json, annotation, `import`, yaml, anchor, merge, meetings, runs, sides, critic, hook, visible

  func run(_ bytes: [UInt8]) {
    switch self {
    case .json: Self.json(bytes)
    case .annotation: Self.annotation(bytes)
    case .import: _ = try? AnnotationImport(name: "fuzz").annotations(parsing: bytes)
    case .yaml: Self.yaml(bytes)
    case .anchor: Self.anchor(bytes)
    case .merge: Self.merge(bytes)
    case .meetings: FuzzMerge(bytes).checkMeetings()
    case .runs: FuzzMerge(bytes).checkRuns()
    case .sides: FuzzMerge(bytes).checkSides()
    case .critic: Self.critic(bytes)
    case .hook: Self.hook(bytes)
    case .visible: Self.visible(bytes)
    }
  }

  /// What was read and written is read as the same.
  private static func json(_ bytes: [UInt8]) {
    guard let json = try? JSON(parsing: bytes) else { return }
    for isPretty in [false, true] {
      let again = try? JSON(parsing: json.serializedBytes(pretty: isPretty))
      precondition(again == json, "written JSON reads otherwise")
    }
  }

  private static func annotation(_ bytes: [UInt8]) {
    let reader = AnnotationReader(name: "fuzz")
    guard let annotation = try? reader.annotation(parsing: bytes) else { return }
    let again = try? reader.annotation(parsing: annotation.fileBytes)
    precondition(
      again?.kind == annotation.kind && again?.target == annotation.target,
      "a written annotation reads otherwise")
    _ = annotation.anchor
  }

  /// A title that is set is the title, and the body stays.
  private static func yaml(_ bytes: [UInt8]) {
    _ = try? DeskConfiguration(parsing: bytes)
    guard let text = try? ArticleText(normalizing: bytes, name: "fuzz").text else { return }
    let front = FrontMatter(of: text)
    _ = front.authors
    precondition(front.bodyOffset <= text.unicodeScalars.count, "the body begins after the end")
    guard front.fields != nil,
      let changed = try? FrontMatter.setting("title", to: "A: 'new' \"one\"", in: text)
    else { return }
    let again = FrontMatter(of: changed)
    precondition(
      again.title == "A: 'new' \"one\"" && again.body == front.body, "setting the title broke the text")
  }

  /// Wherever a passage is said to be, it is in the text.
  private static func anchor(_ bytes: [UInt8]) {
    let texts = texts(bytes, 3)
    let (old, new) = (texts[0], texts[1])
    let count = old.unicodeScalars.count
    let (start, end) = (Int(bytes.first ?? 0), Int(bytes.last ?? 0))
    let range = min(start, count)..<min(start + end, count)
    let anchors = [
      Anchor(exact: String(ScalarText(old)[range]), range: range),
      Anchor(exact: texts[2], prefix: "a", suffix: "b"),
      Anchor(exact: texts[2], range: start..<start + end),
    ]
    let pair = Reanchoring(old: old, new: new)
    let search = QuoteSearch(in: new)
    let length = new.unicodeScalars.count
    for anchor in anchors {
      for range in pair.candidates(for: anchor, atMost: 3) {
        precondition(
          range.lowerBound >= 0 && range.upperBound <= length && !range.isEmpty, "no such candidate")
      }
      for placement in [pair.place(anchor), search.place(anchor)] {
        if let range = placement.range {
          precondition(range.lowerBound >= 0 && range.upperBound <= length, "placed outside the text")
        }
        precondition((0...1).contains(placement.score), "a score outside 0…1")
        precondition((placement.status == .orphan) == (placement.range == nil), "an orphan with a place")
      }
    }
    _ = occurrences(of: texts[2], in: new)
  }

  /// What one side alone changed is taken, and a side that is the base loses.
  private static func merge(_ bytes: [UInt8]) {
    let texts = texts(bytes, 3)
    let (base, ours, theirs) = (texts[0], texts[1], texts[2])
    joint(base, ours, theirs)
    for (one, other, wanted) in [(base, theirs, theirs), (ours, base, ours), (ours, ours, ours)] {
      let result = Prose.merge(base: base, ours: one, theirs: other)
      precondition(result.isClean && scalars(result.text()) == scalars(wanted), "one side's change is lost")
    }
    precondition(
      scalars(apply(editsFrom(old: base, new: ours), to: base)) == scalars(ours), "edits don't make the text")
  }

  /// Taking one side everywhere loses none of its new words. (MergeJointTests have words that tell which side they are of.)
  private static func joint(_ base: String, _ ours: String, _ theirs: String) {
    let result = Prose.merge(base: base, ours: ours, theirs: theirs)
    func words(_ text: String) -> Set<Substring> { Set(text.split { !$0.isLetter && !$0.isNumber }) }
    let known = words(base)
    let new = [words(ours).subtracting(known), words(theirs).subtracting(known)]
    for side in 0...1 {
      let chosen = result.hunks.map { hunk in
        switch hunk {
        case .clean(let text): text
        case .conflict(_, let ours, let theirs): side == 0 ? ours : theirs
        }
      }.joined()
      // Typography of the other side may be taken for a word's, and items are counted anew.
      guard [base, ours, theirs].allSatisfy({ $0.utf8.allSatisfy { $0 < 0x80 } }) else { return }
      let plain = new[side].filter { !$0.allSatisfy(\.isNumber) }
      precondition(plain.subtracting(words(chosen)).isEmpty, "taking a side everywhere loses its words")
    }
  }

  /// Every text can be marked and reads back as it was, and so does what was read without a problem.
  private static func critic(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let plain = CriticText([.text(text)])
    let back = CriticText.parse(plain.marked)
    precondition(
      back.problems.isEmpty && scalars(back.text.rejected) == scalars(text), "a text reads otherwise")
    let (marked, problems) = CriticText.parse(text)
    guard problems.isEmpty else { return }
    let again = CriticText.parse(marked.marked)
    precondition(
      scalars(again.text.accepted) == scalars(marked.accepted)
        && scalars(again.text.rejected) == scalars(marked.rejected), "marks read otherwise")
  }

  /// What git and ssh hand to a hook or the gate, and the names and trees that a push brings.
  private static func hook(_ bytes: [UInt8]) {
    _ = try? ServerHooks.updates(bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    _ = Gate.parse(text)
    _ = CommitNote(message: text)
    _ = DeskPath.fault(inName: bytes)
    _ = DeskLayout.standard.kind(of: text)
    if let pattern = try? ArticlePattern(text) { _ = pattern.isBundle }
    if let slug = Slug(naming: text) { precondition((try? Slug(slug.text)) == slug, "a name made no slug") }
    if let branch = DeskBranch(reference: "refs/heads/" + text) {
      precondition(branch.name == text, "a branch reads otherwise")
    }
    if let person = try? PersonID(email: text) {
      precondition((try? PersonID(component: person.component)) == person, "a person reads otherwise")
      let branch = "refs/heads/review/x/r1/\(person.component)"
      precondition(Repository.isValidReferenceName(branch), "git refuses a person's branch")
    }
    if case .annotation(let slug, let number, let person, let id) = DeskLayout.standard.kind(of: text) {
      precondition(DeskLayout.standard.annotation(id, slug, number, person) == text, "a path reads otherwise")
    }
    bytes.withUnsafeBytes { bytes in
      guard let entries = try? Repository.rawTree(bytes) else { return }
      for (one, next) in zip(entries, entries.dropFirst()) {
        precondition(one.standsBefore(next) && one.name != next.name, "a tree out of order was taken")
      }
    }
  }

  /// What is shown holds nothing that a terminal obeys, and showing it again changes nothing.
  private static func visible(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    for keepNewlines in [false, true] {
      let shown = Terminal.visible(text, keepNewlines: keepNewlines)
      precondition(
        Terminal.visible(shown, keepNewlines: keepNewlines) == shown, "shown twice is shown otherwise")
      for scalar in shown.unicodeScalars {
        let isControl = scalar.properties.generalCategory == .control
        precondition(
          !isControl || (keepNewlines && "\n\r\t".unicodeScalars.contains(scalar)),
          "a control character is shown")
        precondition(!(0x202A...0x202E).contains(scalar.value), "a bidirectional control is shown")
        precondition(!(0x2066...0x2069).contains(scalar.value), "a bidirectional control is shown")
      }
    }
  }

  /// The bytes cut at 0xFF into so many texts.
  private static func texts(_ bytes: [UInt8], _ count: Int) -> [String] {
    let parts = bytes.split(separator: 0xFF, maxSplits: count - 1, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    return parts + Array(repeating: "", count: count - parts.count)
  }

  private static func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }
}
