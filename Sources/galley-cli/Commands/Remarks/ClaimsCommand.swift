import Editorial
import Galley
import JSON
import Prose
import Terminal

enum ClaimsCommand {
  static let command = Command(
    CommandSpec(
      "claims", "The fact-checker's list: every claim and what is known of it", group: HelpGroup.remarks,
      discussion: [
        "A claim is checked as its passage stands. When the words change, it is unchecked again; white space and typography don't count."
      ],
      arguments: [
        ArgumentSpec(
          "SLUG", "One article; all open ones if not given", count: .optional, kind: .dynamic("slug"))
      ],
      options: [
        OptionSpec("--open", "Only what isn't supported as it stands, and no editor has resolved"),
        CommonArguments.revision,
      ],
      examples: [
        Example("galley claims rivers --open", says: "what is left to check"),
        Example("galley claims --open", says: "the same on every open article"),
      ],
      seeAlso: ["claim", "annotate"])
  ) { context in
    let isOpenOnly = context.parsed.flag("--open")
    guard context.parsed.value("SLUG") != nil else { return try ofAll(isOpenOnly: isOpenOnly, context) }
    let list = try context.desk().claims(context.slug(), revision: context.revision())
    let shown = list.claims.filter { !isOpenOnly || !$0.isSettled }
    return Outcome(
      notes: blindNotes(hidden: list.hidden), isPaged: true,
      json: { shown.map { $0.json(list.ids, of: list.slug) } },
      text: { paint in
        guard !shown.isEmpty else {
          return list.claims.isEmpty
            ? "No claim is marked in \(list.slug). Mark one with 'galley annotate \(list.slug) --quote Q --claim'.\n"
            : "Every claim in \(list.slug) \(list.number) is settled.\n"
        }
        return shown.map { $0.text(list.ids, paint) }.joined()
      })
  }

  private static func ofAll(isOpenOnly: Bool, _ context: Context) throws -> Outcome {
    try context.refuseRevisionOfAll()
    let desk = try context.desk()
    let lists = try desk.openArticles().map { try desk.claims($0.slug, revision: nil) }
    let shown = lists.map { list in (list, list.claims.filter { !isOpenOnly || !$0.isSettled }) }
      .filter { !$0.1.isEmpty }
    return Outcome(
      notes: blindNotes(hidden: lists.reduce(0) { $0 + $1.hidden }), isPaged: true,
      json: { shown.flatMap { list, claims in claims.map { $0.json(list.ids, of: list.slug) } } },
      text: { paint in
        if shown.isEmpty { return isOpenOnly ? "Every claim is settled.\n" : "No claim is marked.\n" }
        return shown.map { list, claims in
          "\(paint.bold("\(list.slug) \(list.number)"))\n" + claims.map { $0.text(list.ids, paint) }.joined()
        }.joined(separator: "\n")
      })
  }
}

extension ClaimStatus {
  func json(_ ids: ShortIDs, of slug: Slug) -> JSON {
    [
      "slug": .string(slug.description),
      "id": .string(thread.root.id.description), "tail": .string(ids.tail(of: thread.root.id)),
      "revision": .string(thread.root.number.description),
      "quote": thread.root.annotation.anchor.map { .string($0.exact) } ?? .null,
      "passage": passage.map { .string($0) } ?? .null,
      "certain": .bool(placed.placement?.isCertain ?? true),
      "text": thread.root.annotation.text.map { .string($0) } ?? .null,
      "state": .string(state.rawValue), "reopened": .bool(placed.isReopened),
      "source": source.map { .string($0) } ?? .null, "settled": .bool(isSettled),
      "by": .string(thread.root.person.component),
      "checkedBy": thread.check.map { .string($0.person.component) } ?? .null,
      "checkedIn": (thread.check?.annotation.decidedIn).map { .string($0.description) } ?? .null,
      "message": (thread.check?.annotation.text).map { .string($0) } ?? .null,
      "resolution": thread.resolution.map { .string($0.rawValue) } ?? .null,
      "contradictions": .array(thread.disagreements.flatMap(\.json)),
    ]
  }

  func text(_ ids: ShortIDs, _ paint: Paint) -> String {
    func shown(_ text: String) -> String { visible(oneLine(text), keepNewlines: false) }
    let root = thread.root
    let mark = isSettled ? paint.green(words) : paint.yellow(words)
    var out = "  \(paint.yellow(ids.tail(of: root.id)))  \(mark)\(who)\n"
    out += "      \(paint.dim(quoted(passage ?? root.annotation.anchor?.exact ?? "")))"
    out += passage == nil && root.annotation.anchor != nil ? " \(paint.red("gone"))\n" : "\n"
    if placed.isUnsure { out += "      \(paint.yellow("place unsure"))\n" }
    if let checked = thread.check?.annotation.cited?.quote?.exact, placed.isReopened {
      out += "      checked as \(paint.dim(quoted(checked)))\n"
    }
    if let text = root.annotation.text { out += "      \(shown(text))\n" }
    if let source { out += "      source: \(shown(source))\n" }
    if let check = thread.check, let message = check.annotation.text {
      out += "      \(shown(check.name)): \(shown(message))\n"
    }
    for line in thread.disagreements.flatMap({ $0.lines(paint) }) { out += "      \(line)\n" }
    return out
  }

  private var words: String {
    if let resolution = thread.resolution { return resolution.rawValue }
    return placed.isReopened ? "unchecked again, it was \(thread.claimState?.rawValue ?? "")" : state.rawValue
  }

  private var who: String {
    let checker = thread.resolution == nil ? thread.check : thread.resolved
    return checker.map { ", \(visible($0.name, keepNewlines: false))" } ?? ""
  }
}
