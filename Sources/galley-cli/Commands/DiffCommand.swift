import Editorial
import Galley
import JSON
import Terminal

enum DiffCommand {
  static let diff = Command(
    CommandSpec(
      "diff", "What changed between two revisions, word by word", group: LookCommands.group,
      arguments: [
        DraftCommands.slugArgument,
        ArgumentSpec(
          "FROM", "The older revision; the one before TO if not given", count: .optional,
          kind: .dynamic("revision")),
        ArgumentSpec(
          "TO", "The newer revision; the current one if not given", count: .optional,
          kind: .dynamic("revision")),
      ],
      examples: [Example("galley diff rivers r1 r2", says: "from the first to the second revision")],
      seeAlso: ["show"])
  ) { context in
    let diff = try context.desk().diff(context.slug(), context.revision("FROM"), context.revision("TO"))
    return Outcome(
      isPaged: true,
      json: {
        [
          [
            "slug": .string(diff.slug.description), "from": .string(diff.old.number.description),
            "to": .string(diff.new.number.description),
            "spans": .array(
              diff.spans.map { ["kind": .string($0.kind.rawValue), "text": .string($0.text)] }),
          ]
        ]
      },
      text: { paint in text(diff, paint) })
  }

  private static func text(_ diff: RevisionDiff, _ paint: Paint) -> String {
    let head = paint.bold("\(diff.slug) \(diff.old.number) → \(diff.new.number)")
    guard diff.spans.contains(where: { $0.kind != .same }) else {
      return "\(head)\nThe texts are the same.\n"
    }
    let body = diff.spans.map { span -> Styled in
      // Without colour the marks of git's word diff tell what is what.
      switch span.kind {
      case .same: Styled(lines: span.text)
      case .deleted:
        paint.isOn ? Styled(lines: span.text, [.red, .strike]) : Styled(lines: "[-\(span.text)-]")
      case .inserted: paint.isOn ? Styled(lines: span.text, .green) : Styled(lines: "{+\(span.text)+}")
      }
    }.reduce(into: Styled()) { $0 += $1 }
    let screen = Screen.current()
    let lines = screen.fittingWidth.map { body.wrapped(to: $0) } ?? [body]
    return "\(head)\n\n" + lines.map { $0.rendered(colour: paint.isOn) }.joined(separator: "\n") + "\n"
  }
}
