import Editorial
import Galley
import Prose
import Terminal

/// Asks a person about one open remark after the other, on the terminal. Nothing is decided by an empty line.
struct TriageDialogue {
  private let desk: Desk
  private var triage: Triage
  private let shown: ShownArticle
  /// Places of remarks, in the order in which they are asked about; what is opened again comes once more at the end.
  private var queue: [Int]
  private var next = 0
  private var isStopped = false
  private let paint = Paint(isOn: Screen.current(descriptor: 2).isColoured)

  private init(_ desk: Desk, _ slug: Slug) throws {
    guard canAsk() else {
      throw Refusal(
        .usage, "a triage asks, and nobody is at the terminal",
        "Give the decisions with 'galley triage \(slug) --from FILE', a line each, as in '1ab4 y'.")
    }
    self.desk = desk
    triage = try desk.triage(slug)
    shown = try desk.show(slug, revision: nil)
    queue = Array(triage.items.indices)
  }

  /// - Returns: what was written, and whether the person stopped before the end.
  static func run(on desk: Desk, _ slug: Slug) throws -> (done: Triaged, isStopped: Bool) {
    var dialogue = try Self(desk, slug)
    return try dialogue.run()
  }

  private mutating func run() throws -> (done: Triaged, isStopped: Bool) {
    while next < queue.count, !isStopped { try ask(about: triage.items[queue[next]]) }
    do {
      return (try desk.write(triage), isStopped)
    } catch {
      guard !triage.decisions.isEmpty else { throw error }
      let file = try EditedFile(text: triage.file, name: "decisions.txt")
      let failure = Failure(error)
      throw Refusal(
        .refused, failure.what,
        "\(failure.remedy) What you decided is kept: 'galley triage \(triage.slug) --from \(file.path)'.",
        details: failure.details)
    }
  }

  private mutating func ask(about item: PlacedThread) throws {
    show(item)
    let place = next
    while next == place, !isStopped {
      guard let typed = askLine("y n e a d r s b q, or ? > ") else {
        say("")
        isStopped = true
        return
      }
      switch TriageStep(typed) {
      case .decide(let decision): try decide(item, decision)
      case .needsWords(let key):
        if let decision = try words(for: key, item) { try decide(item, decision) }
      case .skip:
        triage.reopen(item.thread.root.id)
        next += 1
      case .back: goBack()
      case .quit: isStopped = true
      case .help: say(Self.help)
      case .unknown:
        say(typed.isEmpty ? "Nothing is decided by an empty line. ? explains the keys." : Self.help)
      }
    }
  }

  private mutating func goBack() {
    guard next > 0 else { return say("This is the first.") }
    next -= 1
    triage.reopen(triage.items[queue[next]].thread.root.id)
  }

  private mutating func decide(_ item: PlacedThread, _ decision: TriageDecision) throws {
    do {
      if let clash = try triage.decide(item, decision) {
        try settle(item, decision, clash)
      } else {
        next += 1
      }
    } catch let refusal as Refusal {
      say(visible("\(refusal.what). \(refusal.remedy)", keepNewlines: false))
    }
  }

  /// Asks what is to become of a suggestion that can't be taken as it is.
  private mutating func settle(_ item: PlacedThread, _ decision: TriageDecision, _ clash: TriageClash) throws
  {
    if clash.isWithDraft {
      say("These words were changed in the draft since.")
    } else {
      say("That touches the same words as what was accepted before:")
      for other in clash.others {
        let annotation = other.root.annotation
        let change = annotation.replacement.map { paint.change(from: annotation.anchor?.exact ?? "", to: $0) }
        say(
          "  \(paint.yellow(triage.ids.tail(of: other.root.id)))  \(visible(other.root.name, keepNewlines: false)): \(change ?? quoted(annotation.text ?? ""))"
        )
      }
    }
    let takes = clash.isWithDraft ? item.placement?.range != nil : clash.isWithinTriage
    let place = next
    while next == place, !isStopped {
      let keys =
        takes
        ? "t takes this instead, e WORDS, n REASON, k leaves it open > "
        : "e WORDS, n REASON, k leaves it open > "
      guard let typed = askLine(Styled(keys)) else {
        isStopped = true
        return
      }
      switch (typed.lowercased(), TriageStep(typed)) {
      case ("k", _), ("s", _), ("keep", _): next += 1
      case ("t", _) where takes: try takeInstead(item, decision, clash)
      case (_, .decide(.edit)), (_, .decide(.reject)), (_, .needsWords(for: "e")):
        if case .decide(let other) = TriageStep(typed) {
          try decide(item, other)
        } else if let other = try words(for: "e", item) {
          try decide(item, other)
        }
        return
      case (_, .back):
        goBack()
        return
      case (_, .quit): isStopped = true
      default: say("Nothing is decided yet.")
      }
    }
  }

  private mutating func takeInstead(_ item: PlacedThread, _ decision: TriageDecision, _ clash: TriageClash)
    throws
  {
    if clash.isWithDraft {
      // The words of the suggestion where its passage stands now.
      let words: String? =
        if case .edit(let words) = decision { words } else { item.thread.root.annotation.replacement }
      guard let words else { return }
      return try decide(item, .edit(words))
    }
    for other in clash.others {
      triage.reopen(other.root.id)
      if let index = triage.items.firstIndex(where: { $0.thread.root.id == other.root.id }),
        !queue[(next + 1)...].contains(index)
      {
        queue.append(index)
      }
    }
    try decide(item, decision)
  }

  /// Asks for the words of an answer or a reply, or opens the editor on the words of a passage.
  private func words(for key: Character, _ item: PlacedThread) throws -> TriageDecision? {
    guard key == "e" else {
      guard let text = askLine(key == "a" ? "Answer: " : "Reply: "), !text.isEmpty else { return nil }
      return key == "a" ? .answer(text) : .reply(text)
    }
    let root = item.thread.root
    let start = root.annotation.replacement ?? root.anchor?.exact ?? ""
    let file = try EditedFile(text: start + "\n", name: "\(triage.ids.tail(of: root.id)).md")
    guard let edited = try file.edit() else {
      say("Nothing was changed.")
      return nil
    }
    let text = String(decoding: edited, as: UTF8.self)
    file.remove()
    return .edit(text.hasSuffix("\n") && !start.hasSuffix("\n") ? String(text.dropLast()) : text)
  }

  private func show(_ item: PlacedThread) {
    let place = "\(next + 1) of \(queue.count)"
    say(
      "\n\(paint.bold("\(triage.slug) \(triage.number), remark \(place)"))\(paint.dim(" · \(triage.left) open"))"
    )
    // As it is listed elsewhere, with the places where a passage that is gone may be.
    let listed = shown.threads.first { $0.thread.root.id == item.thread.root.id } ?? item
    say(shown.listing(listed, paint), isWhole: true)
    if let change = try? triage.change(by: item) {
      let isGone = !change.new.contains { !$0.isWhitespace }
      say("    In its sentence: \(paint.change(from: change.old, to: change.new))")
      say(isGone ? "    which would go" : "    which would be: \(quoted(change.new))")
    } else if let (text, passage) = triage.sentence(around: item) {
      let whole = ScalarText(text)
      func words(_ range: Range<Int>) -> String {
        visible(oneLine(String(whole[range])), keepNewlines: false)
      }
      say(
        "    In its sentence: \(words(0..<passage.lowerBound))\(paint.underline(passage.isEmpty ? "" : "‹\(words(passage))›"))\(words(passage.upperBound..<whole.count))"
      )
    }
  }

  private func say(_ text: String, isWhole: Bool = false) {
    let line = isWhole ? text : text + "\n"
    let screen = Screen.current(descriptor: 2)
    let output = Output(descriptor: 2, screen: screen)
    output.writeVerbatim(screen.fittingWidth.map { folded(line, to: $0) } ?? line)
    try? output.finish()
  }

  private static let help = """
      y         take the words (of a comment: promise the change)
      n REASON  turn it down
      e WORDS   give the passage other words; e alone opens your editor
      a TEXT    answer, and close it
      d [rN]    put it off, to a revision if you name one
      r TEXT    reply, and leave it open
      s  skip   b  back   q  stop, and keep what was decided
    """
}
