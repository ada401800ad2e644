import Editorial
import Galley
import JSON
import Prose
import Terminal

enum WhyCommand {
  static let command = Command(
    CommandSpec(
      "why", "Why a remark stands where it stands", group: HelpGroup.remarks,
      discussion: [
        "For every revision since it was made: whether its passage is exact, edited, moved, ambiguous or orphaned, how sure that is, and what it says there. "
          + "What the remark was made on is never changed."
      ],
      arguments: [CommonArguments.id],
      examples: [Example("galley why 3f9a", says: "follow a passage through the revisions")],
      seeAlso: ["reattach", "show"])
  ) { context in
    let explained = try context.desk().explainPlace(of: context.parsed.required("ID"))
    return Outcome(isPaged: true, json: { [explained.json] }, text: explained.text)
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
      "score": JSON(placement.score), "certain": .bool(placement.isCertain),
      "start": (placement.range?.lowerBound).map { JSON($0) } ?? .null,
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
    if placement.range != nil, !placement.isCertain {
      out += "      unsure: confirm it with 'galley reattach ID --confirm', or name another place\n"
    }
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
