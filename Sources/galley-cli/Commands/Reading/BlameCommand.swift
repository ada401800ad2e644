import Editorial
import Galley
import JSON
import Terminal

enum BlameCommand {
  static let command = Command(
    CommandSpec(
      "blame", "Who wrote each word, and who suggested it", group: HelpGroup.reading,
      discussion: [
        "Words are followed through every save, merge and revision to the one that brought them. A word that came by a "
          + "suggestion is its reviewer's, with the annotation's id; who took it in comes after 'via'."
      ],
      arguments: [CommonArguments.slug], options: [CommonArguments.revision],
      examples: [Example("galley blame rivers --rev r2", says: "the writers of the second revision")],
      seeAlso: ["log", "diff"])
  ) { context in
    let blame = try context.desk().blame(context.slug(), revision: context.revision())
    return Outcome(
      isPaged: true, isVerbatim: true, json: { [blame.json] }, text: { paint in blame.text(paint) })
  }
}

extension Blame {
  fileprivate var json: JSON {
    [
      "slug": .string(slug.description), "revision": .string(number.description),
      "commit": .string(commit.description), "runs": .array(runs.map(\.json)),
    ]
  }

  /// One run a row: who, since which revision and day, and the words.
  fileprivate func text(_ paint: Paint) -> String {
    let rows = runs.map { ($0.gutter(ids), $0.text) }
    let widths = (0..<4).map { column in rows.map { $0.0[column].width }.max() ?? 0 }
    let palette: [Style] = [.cyan, .green, .magenta, .yellow, .blue]
    var colours: [String: Style] = [:]
    let room = Screen.current().fittingWidth ?? .max
    var out = "\(paint.bold("\(slug) \(number)"))\n\n"
    for (cells, text) in rows {
      let who = cells[0].plain
      let colour = colours[who] ?? palette[colours.count % palette.count]
      colours[who] = colour
      let head = zip(cells, widths).map { $0.padded(to: $1) }.joined(separator: "  ").adding(colour)
      let lines = Styled(lines: text.withoutEndingBreaks).wrapped(
        to: max(room, head.width + 22), first: head + "  ")
      out += lines.map { $0.rendered(colour: paint.isOn).withoutEndingBlanks }.joined(separator: "\n") + "\n"
      if text.hasSuffix("\n\n") { out += "\n" }
    }
    return out.withoutEndingBreaks + "\n"
  }
}

extension BlamedRun {
  fileprivate var json: JSON {
    [
      "start": JSON(range.lowerBound), "end": JSON(range.upperBound), "text": .string(text),
      "author": .string(origin.author.name), "email": .string(origin.author.email),
      "commit": .string(origin.commit.description), "revision": .string(origin.number.description),
      "at": .string(time.description),
      "annotation": origin.suggestion.map { .string($0.id.description) } ?? .null,
      "suggestedBy": origin.suggestion.map { .string($0.by.email) } ?? .null,
    ]
  }

  private var time: Timestamp {
    Timestamp(seconds: origin.author.seconds, offsetMinutes: Int(origin.author.offsetMinutes))
  }

  /// Who, revision, day, annotation.
  fileprivate func gutter(_ ids: ShortIDs) -> [Styled] {
    let suggestion = origin.suggestion
    let who = suggestion.map { "\($0.name ?? $0.by.email) via \(origin.author.name)" } ?? origin.author.name
    return [
      Styled(who).truncated(to: 28), Styled(origin.number.description), Styled(time.day.description),
      Styled(suggestion.map { ids.tail(of: $0.id) } ?? ""),
    ]
  }
}

extension String {
  fileprivate var withoutEndingBreaks: String {
    var text = self
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }

  fileprivate var withoutEndingBlanks: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
