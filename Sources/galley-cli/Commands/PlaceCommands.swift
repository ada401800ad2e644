import Editorial
import Galley
import JSON
import Prose
import Terminal

/// Where a remark's passage is, why, and the word of a person who knows better.
enum PlaceCommands {
  static let all = [why, reattach]

  static let why = Command(
    CommandSpec(
      "why", "Why a remark stands where it stands", group: LookCommands.group,
      discussion: [
        "For every revision since it was made: whether its passage is exact, edited, moved, ambiguous or orphaned, how sure that is, and what it says there. "
          + "What the remark was made on is never changed."
      ],
      arguments: [ReviewCommands.idArgument],
      examples: [Example("galley why 3f9a", says: "follow a passage through the revisions")],
      seeAlso: ["reattach", "show"])
  ) { context in
    let explained = try context.desk().explainPlace(of: context.parsed.required("ID"))
    return Outcome(isPaged: true, json: { [explained.json] }, text: explained.text)
  }

  static let reattach = Command(
    CommandSpec(
      "reattach", "Name the passage that a remark is really about", group: ReviewCommands.group,
      discussion: [
        "From that revision on the remark is followed from there. The passage it was made on stays written down."
      ],
      arguments: [ReviewCommands.idArgument],
      options: [
        OptionSpec("--quote", value: "Q", "The passage's words", required: true),
        OptionSpec(
          "--occurrence", value: "K", "Which place, from 1, when the words stand several times",
          kind: .integer(1...1_000_000)),
        ReviewCommands.revisionOption,
      ],
      examples: [
        Example("galley reattach 3f9a --quote 'the old dam'", says: "put an orphan where it belongs")
      ],
      seeAlso: ["why", "annotations"])
  ) { context in
    let desk = try context.desk()
    let done = try desk.reattach(
      context.parsed.required("ID"), quote: context.parsed.required("--quote"),
      occurrence: context.parsed.integer("--occurrence"), revision: context.revision())
    return try ReviewCommands.outcome(done, desk, says: "Noted: the remark is about that passage.")
  }
}

extension PlaceExplained {
  var json: JSON {
    [
      "slug": .string(slug.description), "id": .string(thread.root.id.description),
      "revision": .string(thread.root.number.description), "quote": quote.map { .string($0) } ?? .null,
      "places": .array(revisions.map(\.json)),
      "contradictions": .array(disagreements.flatMap(\.json)),
    ]
  }

  func text(_ paint: Paint) -> String {
    let root = thread.root
    let head =
      "\(paint.yellow(ids.tail(of: root.id)))  \(root.annotation.noun) of \(paint.bold(visible(root.name, keepNewlines: false)))"
    guard let quote else { return "\(head) on the whole of \(slug) \(root.number).\n" }
    var out = "\(head), made on \(slug) \(root.number) on:\n      \(paint.dim(quoted(quote)))\n"
    var isBetter = false
    for place in revisions {
      if place.isFromBetterPlace, !isBetter, let better = thread.reattachment {
        let words = better.annotation.cited?.quote?.exact ?? ""
        out +=
          "  \(visible(better.name, keepNewlines: false)) put it on:\n      \(paint.dim(quoted(words)))\n"
        isBetter = true
      }
      out += place.text(
        from: isBetter ? thread.reattachment?.annotation.cited?.quote?.exact ?? quote : quote, paint)
    }
    out += disagreements.flatMap { $0.lines(paint) }.map { "      \($0)\n" }.joined()
    if revisions.last?.candidates.isEmpty == false {
      out +=
        "Name the right place with 'galley reattach \(ids.tail(of: root.id)) --quote Q', K of several with --occurrence K.\n"
    }
    return out
  }

  /// Where people named different places at one time.
  private var disagreements: [Disagreement] {
    thread.disagreements.filter { $0.holds.annotation.kind == .reattachment }
  }
}

extension PassageCandidate {
  fileprivate var json: JSON {
    [
      "start": JSON(range.lowerBound), "end": JSON(range.upperBound), "line": JSON(line),
      "passage": .string(passage),
    ]
  }

  func text(_ paint: Paint) -> String {
    "      perhaps line \(line): \(paint.dim(visible(excerpt, keepNewlines: false)))\n"
  }
}

extension RevisionPlacement {
  fileprivate var json: JSON {
    [
      "revision": .string(number.description), "commit": .string(commit.description),
      "verdict": .string(placement.method.rawValue), "status": .string(placement.status.rawValue),
      "score": JSON(placement.score), "start": (placement.range?.lowerBound).map { JSON($0) } ?? .null,
      "end": (placement.range?.upperBound).map { JSON($0) } ?? .null,
      "passage": passage.map { .string($0) } ?? .null, "reattached": .bool(isFromBetterPlace),
      "candidates": .array(candidates.map(\.json)),
    ]
  }

  fileprivate func text(from quote: String, _ paint: Paint) -> String {
    let verdict =
      placement.status == .orphan ? paint.red(placement.method.rawValue) : placement.method.rawValue
    let percent = Int((placement.score * 100).rounded())
    var out = "  \(number)  \(verdict) (\(percent)% sure): \(reason)\n"
    if let passage, passage != quote { out += "      now \(paint.dim(quoted(passage)))\n" }
    return out + candidates.map { $0.text(paint) }.joined()
  }

  private var reason: String {
    let share =
      placement.evidence.map { " \($0.surviving) of its \($0.words) words and marks stand together" } ?? ""
    return switch placement.method {
    case .exact: "its words stand there"
    case .edited: "the passage was reworded;\(share)"
    case .moved: "its words left their surroundings and stand elsewhere"
    case .approximate: "words like its own stand there"
    case .ambiguous: "several places fit equally well; name the right one with 'galley reattach'"
    case .orphaned: "too little of it is left;\(share)"
    }
  }
}

/// In typographic quotes and on one line, shortened in its middle, harmless for a terminal.
func quoted(_ text: String) -> String {
  let line = visible(oneLine(text), keepNewlines: false)
  return "\u{201C}\(line.count > 300 ? "\(line.prefix(140)) … \(line.suffix(140))" : line)\u{201D}"
}

extension Context {
  /// Says which remarks a text would orphan before it is written; on a terminal asks whether to go on.
  func warnOfOrphans(_ orphaned: OrphanedRemarks) throws {
    let remarks = orphaned.threads.prefix(20).map { thread in
      "  \(orphaned.ids.tail(of: thread.root.id))  \(visible(thread.root.name, keepNewlines: false)): \(quoted(thread.root.annotation.anchor?.exact ?? ""))"
    }
    let count = orphaned.threads.count
    let more = count > 20 ? ["  … and \(count - 20) more"] : []
    let head =
      "galley: note: this text has no more the passage\(count == 1 ? "" : "s") of \(counted(count, "open remark")) on \(orphaned.slug):"
    for line in [head] + remarks + more { writeError("\(line)\n") }
    guard !canAsk() || askYesNo("Go on all the same?", default: true) == true else {
      throw Refusal(
        "nothing was written",
        "Answer the remarks first, or name their new places with 'galley reattach ID --quote Q'.")
    }
  }
}
