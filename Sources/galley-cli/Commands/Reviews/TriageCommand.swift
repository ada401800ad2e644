import Editorial
import Galley
import JSON
import Terminal

enum TriageCommand {
  static let command = Command(
    CommandSpec(
      "triage", "Go through the open remarks and decide on each", group: HelpGroup.reviews,
      discussion: [
        "Shows one remark after the other, in the order of the text, and what its sentence would be. "
          + "y takes a suggestion's words, or promises what a comment asks for; n REASON turns it down; e WORDS gives the passage other words "
          + "('e' alone opens your editor); a TEXT answers; d [rN] puts off; r TEXT replies and leaves it open; s skips; b goes back; "
          + "q stops and keeps what was decided. An empty line decides nothing.",
        "Where a suggestion touches words of another that was accepted, or that were changed since, you are asked at once. "
          + "What was decided is written at the end; 'galley revise' then makes the next revision of it.",
        "--from FILE takes the decisions a line each, without asking: an id, or several with commas, and what would be typed, as in "
          + "'60ca a The archive of the town'. A \\n in it is a new line. Blank lines and those that begin with # say nothing.",
      ],
      arguments: [
        ArgumentSpec(
          "SLUG", "The article; the one that has open remarks, if not given", count: .optional,
          kind: .dynamic("slug"))
      ],
      options: [
        OptionSpec("--from", value: "FILE", "Take the decisions from a file; - reads stdin", kind: .file)
      ],
      examples: [
        Example("galley triage rivers", says: "decide on each open remark"),
        Example(
          "printf '1ab4 y\\n60ca a Box 12.\\n' | galley triage rivers --from -",
          says: "the same without being asked"),
      ],
      seeAlso: ["revise", "resolve", "annotations"])
  ) { context in
    let desk = try context.desk()
    let file = try context.inputFromOption()
    guard let slug = try slug(context, desk) else {
      return Outcome(json: { [] }, text: { _ in "No remark is open.\n" })
    }
    guard let file else {
      let (triaged, _) = try TriageDialogue.run(on: desk, slug)
      return try outcome(triaged, made: revision(after: triaged, desk, context), clashing: [])
    }
    guard let text = String(validating: file.bytes, as: UTF8.self) else {
      throw Refusal("\(file.name) isn't UTF-8 text", "Write the decisions as text, a line each.")
    }
    return try take(TriageLine.read(text), desk, slug)
  }

  private static func slug(_ context: Context, _ desk: Desk) throws -> Slug? {
    if let typed = context.parsed.value("SLUG") { return try context.checked { try Slug(typed) } }
    let open = try desk.articlesToTriage()
    guard open.count < 2 else {
      throw context.parsed.usageError(
        "\(open.count) articles have open remarks",
        remedy: "Name one: \(open.prefix(8).map(\.description).joined(separator: ", ")).")
    }
    return open.first
  }

  /// What the lines of a file say; what clashes with another decision stays open, and the rest is written.
  private static func take(_ lines: [TriageLine], _ desk: Desk, _ slug: Slug) throws -> Outcome {
    var triage = try desk.triage(slug)
    var clashing: [(item: PlacedThread, clash: TriageClash)] = []
    for line in lines {
      for id in line.ids {
        do {
          let item = try triage.item(id)
          guard let decision = line.decision else {
            triage.reopen(item.thread.root.id)
            continue
          }
          if let clash = try triage.decide(item, decision) { clashing.append((item, clash)) }
        } catch let refusal as Refusal {
          throw Refusal(
            refusal.kind, "line \(line.line): \(refusal.what)", "\(refusal.remedy) Nothing was written.",
            details: refusal.details)
        }
      }
    }
    return outcome(try desk.write(triage), made: nil, clashing: clashing, triage.ids)
  }

  private static func revision(after triaged: Triaged, _ desk: Desk, _ context: Context) throws -> Revised? {
    guard !(triaged.accepted + triaged.edited).isEmpty,
      askYesNo(
        "Make the next revision of \(triaged.slug.description) with what was accepted?", default: false)
        == true
    else { return nil }
    return try desk.revise(triaged.slug, Decisions(), beforeOrphaning: context.warnOfOrphans)
  }

  static func outcome(
    _ done: Triaged, made revised: Revised?, clashing: [(item: PlacedThread, clash: TriageClash)],
    _ ids: ShortIDs = ShortIDs([])
  ) -> Outcome {
    Outcome(
      notes: revised?.notes ?? [], failure: failure(done, clashing, ids),
      json: {
        func list(_ ids: [AnnotationID]) -> JSON { .array(ids.map { .string($0.description) }) }
        return [
          [
            "slug": .string(done.slug.description), "revision": .string(done.number.description),
            "accepted": list(done.accepted), "edited": list(done.edited), "rejected": list(done.rejected),
            "answered": list(done.answered), "deferred": list(done.deferred), "replied": list(done.replied),
            "clashing": list(clashing.map(\.item.thread.root.id)), "left": JSON(done.left),
            "made": revised.map { .string($0.number.description) } ?? .null,
          ]
        ]
      },
      text: { paint in text(done, revised, paint) })
  }

  private static func text(_ done: Triaged, _ revised: Revised?, _ paint: Paint) -> String {
    let parts = [
      (done.accepted, "accepted"), (done.edited, "given other words"), (done.rejected, "rejected"),
      (done.answered, "answered"), (done.deferred, "put off"), (done.replied, "replied to"),
    ].filter { !$0.0.isEmpty }.map { "\($0.0.count) \($0.1)" }
    let open = done.left == 0 ? "none is left open" : "\(done.left) left open"
    let head = "\(paint.bold("\(done.slug) \(done.number)")): "
    if done.count == 0 { return "\(head)nothing was decided; \(open).\n" }
    if let revised {
      return
        "\(head)\(parts.joined(separator: ", ")); \(open). Made \(paint.bold("\(revised.slug) \(revised.number)")).\n"
    }
    let takesWords = !(done.accepted + done.edited).isEmpty
    return "\(head)\(parts.joined(separator: ", ")); \(open).\n"
      + (takesWords ? "The next revision takes accepted words in: 'galley revise \(done.slug)'.\n" : "")
  }

  private static func failure(
    _ done: Triaged, _ clashing: [(item: PlacedThread, clash: TriageClash)], _ ids: ShortIDs
  ) -> Failure? {
    guard let first = clashing.first else { return nil }
    let details = clashing.map { item, clash in
      let others = clash.others.map { ids.tail(of: $0.root.id) }
      return "  \(ids.tail(of: item.thread.root.id))  "
        + (clash.isWithDraft
          ? "its words were changed in the draft since" : "touches the words of \(listed(others))")
    }
    let tail = ids.tail(of: first.item.thread.root.id)
    return Failure(
      Refusal(
        .conflict,
        "\(counted(clashing.count, "remark")) of \(done.slug) can't be taken as decided, and stayed open; the rest is written",
        "Go on with 'galley triage \(done.slug)', or turn it down with 'galley resolve \(tail) rejected'.",
        details: details))
  }
}
