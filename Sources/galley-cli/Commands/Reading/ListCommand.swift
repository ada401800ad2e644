import Editorial
import Galley
import JSON
import Terminal

enum ListCommand {
  /// The words for states on the command line.
  private static let states: [(String, Set<Phase>)] = [
    ("open", [.draft, .inReview, .toMerge, .toRevise, .toSettle, .notReady, .ready]),
    ("draft", [.draft]), ("in-review", [.inReview]), ("to-merge", [.toMerge]),
    ("to-settle", [.toRevise, .toSettle]), ("not-ready", [.notReady]), ("ready", [.ready]),
    ("declined", [.declined]), ("published", [.published]), ("retracted", [.retracted]),
  ]

  static let command = Command(
    CommandSpec(
      "list", "All articles, published ones too", group: HelpGroup.reading,
      options: [
        OptionSpec(
          "--state", value: "S", "Only those that are so far", kind: .oneOf(states.map(\.0)), repeating: true),
        OptionSpec("--author", value: "A", "Only an author's, by name or e-mail", kind: .dynamic("person")),
        OptionSpec(
          "--by", value: "R", "Only those that a person was asked to review, or said something of",
          kind: .dynamic("person")),
      ],
      examples: [
        Example("galley list", says: "what there is"),
        Example("galley list --state published --author anna", says: "what Anna has published"),
      ],
      seeAlso: ["status", "search", "log"])
  ) { context in
    var filter = ListFilter(by: context.parsed.value("--by"), author: context.parsed.value("--author"))
    for word in context.parsed.values("--state") {
      filter.states.formUnion(states.first { $0.0 == word }?.1 ?? [])
    }
    let articles = try context.desk().list(filter)
    return Outcome(
      isPaged: true, json: { articles.map(\.json) },
      text: { paint in
        guard !articles.isEmpty else { return "No article.\n" }
        let table = Table(
          [
            .init("Article"), .init("Rev"), .init("State"), .init("Changed"), .init("Author", flexible: true),
            .init("Title", flexible: true),
          ],
          rows: articles.map(\.row))
        return table.lines(width: Screen.current().fittingWidth)
          .map { $0.rendered(colour: paint.isOn) + "\n" }.joined()
      })
  }
}

extension ListedArticle {
  fileprivate var json: JSON {
    [
      "slug": .string(slug.description), "revision": number.map { .string($0.description) } ?? .null,
      "title": title.map { .string($0) } ?? .null,
      "authors": .array(
        authors.map {
          ["name": $0.name.map { .string($0) } ?? .null, "email": $0.email.map { .string($0) } ?? .null]
        }),
      "state": .string(state.rawValue), "turn": .array(turn.map { .string($0) }),
      "changed": changed.map { .string($0.description) } ?? .null, "published": .bool(isPublished),
    ]
  }

  fileprivate var row: [Styled] {
    let names = authors.compactMap { $0.name ?? $0.email }.joined(separator: ", ")
    let isOpen = state != .published && state != .retracted
    return [
      Styled(slug.description, .bold), Styled(number?.description ?? ""),
      Styled(state.rawValue + (isOpen && isPublished ? " (published)" : "")),
      Styled(changed.map { "\($0.day)" } ?? ""), Styled(names), Styled(title ?? ""),
    ]
  }
}
