import Editorial
import Galley
import JSON
import Terminal

enum AnswersCommand {
  static let command = Command(
    CommandSpec(
      "answers", "The point-by-point answer to the reviewers, and what is left", group: HelpGroup.reviews,
      discussion: [
        "Each reviewer's remarks in the order of the text, with what became of them and why, and how the passage reads now. "
          + "At the end stands what is left: open remarks, those put off, and rejections without a reason."
      ],
      arguments: [CommonArguments.slug],
      options: [
        OptionSpec(
          "--format", value: "F", "markdown, html or json; markdown if not given",
          kind: .oneOf(Document.Format.allCases.map(\.rawValue))),
        CommonArguments.revision,
      ],
      examples: [Example("galley answers rivers --format html", says: "a page to send to the reviewers")],
      seeAlso: ["annotations", "satisfied"])
  ) { context in
    let sheet = try context.desk().answers(context.slug(), revision: context.revision())
    let format = context.parsed.value("--format").flatMap(Document.Format.init) ?? .markdown
    return Outcome(
      notes: blindNotes(hidden: sheet.hidden), isPaged: true, json: { [sheet.json] },
      text: { _ in
        format == .json ? sheet.json.serialized(pretty: false) + "\n" : sheet.document.text(format)
      })
  }
}

extension Answers {
  var json: JSON {
    [
      "slug": .string(slug.description), "revision": .string(number.description),
      "reviewers": .array(
        reviewers.map { reviewer in
          [
            "reviewer": .string(reviewer.person.component), "name": .string(reviewer.name),
            "verdicts": .array(
              reviewer.verdicts.compactMap { entry in
                entry.annotation.verdict.map { entry.json(verdict: $0) }
              }),
            "points": .array(reviewer.points.map { $0.json(ids, of: slug) }),
          ]
        }),
      "left": .array(left.map { .string($0.thread.root.id.description) }),
    ]
  }

  var document: Document {
    var blocks: [Document.Block] = []
    for reviewer in reviewers {
      blocks.append(.heading(2, reviewer.name))
      for entry in reviewer.verdicts {
        guard let verdict = entry.annotation.verdict else { continue }
        let message = entry.annotation.text.map { ": \($0)" } ?? "."
        blocks.append(.paragraph(lead: "Verdict on \(entry.number):", "\(verdict.rawValue)\(message)"))
      }
      for (place, point) in reviewer.points.enumerated() {
        blocks += point.blocks(number: place + 1, ids)
      }
    }
    if reviewers.isEmpty { blocks.append(.paragraph(lead: nil, "Nobody has said anything yet.")) }
    if !reviewers.isEmpty {
      blocks.append(.heading(2, "Left to do"))
      if left.isEmpty { blocks.append(.paragraph(lead: nil, "Nothing: every remark has its answer.")) }
    }
    for reviewer in reviewers {
      for point in reviewer.points {
        guard let left = point.left else { continue }
        blocks.append(.item("\(ids.tail(of: point.thread.root.id)) of \(reviewer.name): \(left.words)"))
      }
    }
    return Document(title: "Answers to the reviewers of \(slug), \(number)", blocks: blocks)
  }
}

extension AnsweredPoint {
  func json(_ ids: ShortIDs, of slug: Slug) -> JSON {
    [
      "remark": placed.json(ids, of: slug),
      "passage": passage.map { .string($0) } ?? .null, "left": left.map { .string($0.word) } ?? .null,
    ]
  }

  fileprivate func blocks(number: Int, _ ids: ShortIDs) -> [Document.Block] {
    let root = thread.root
    let kind = root.annotation.noun
    var blocks: [Document.Block] = [
      .heading(3, "\(number). \(kind.capitalizedFirst) \(ids.tail(of: root.id)) on \(root.number)")
    ]
    if let quote = root.annotation.anchor?.exact { blocks.append(.quote(quote)) }
    if let replacement = root.annotation.replacement {
      blocks.append(.paragraph(lead: "Suggested:", replacement.isEmpty ? "strike it" : replacement))
    }
    if let text = root.annotation.text { blocks.append(.paragraph(lead: nil, text)) }
    for reply in thread.replies {
      blocks.append(.paragraph(lead: "\(reply.name):", reply.annotation.text ?? ""))
    }
    let resolved = thread.resolved ?? thread.reopening ?? thread.check
    blocks.append(.paragraph(lead: resolvedBy, resolved?.annotation.text ?? ""))
    if let satisfaction = thread.satisfaction {
      let text = satisfaction.annotation.text
      let words = thread.isSatisfied == true ? "is satisfied" : "is not satisfied"
      blocks.append(.paragraph(lead: "\(satisfaction.name) \(words)\(text == nil ? "." : ":")", text ?? ""))
    }
    for disagreement in thread.disagreements {
      for entry in disagreement.others {
        let text = entry.annotation.text
        blocks.append(
          .paragraph(
            lead:
              "Contradicted by \(entry.name), \(entry.annotation.outcomeInWords)\(text == nil ? "." : ":")",
            text ?? ""))
      }
    }
    switch placement?.status {
    case .changed: blocks.append(.paragraph(lead: "The passage now reads:", passage ?? ""))
    case .orphan: blocks.append(.paragraph(lead: nil, "The passage is gone from the text."))
    default: break
    }
    if placed.isUnsure, placed.isOpen {
      blocks.append(.paragraph(lead: nil, "It is unsure whether the remark belongs to this passage."))
    }
    return blocks
  }

  private var resolvedBy: String {
    if placed.isDue, let resolved = thread.resolved {
      return
        "Open again: \(thread.disposition) by \(resolved.name)\(resolved.annotation.text == nil ? "." : ":")"
    }
    if let state = thread.claimState, thread.resolution == nil, thread.isSatisfied != false {
      return claimWords(state)
    }
    if let reopening = thread.reopening {
      return "Open again, says \(reopening.name)\(reopening.annotation.text == nil ? "." : ":")"
    }
    let words = thread.disposition.capitalizedFirst
    guard let resolved = thread.resolved else { return "\(words)." }
    let verb = thread.isSatisfied == false ? ", after \(resolved.annotation.resolution?.rawValue ?? "")" : ""
    return "\(words)\(verb) by \(resolved.name)\(resolved.annotation.text == nil ? "." : ":")"
  }
}

extension AnsweredPoint {
  /// What is known of a claim that nobody has resolved.
  private func claimWords(_ state: ClaimState) -> String {
    guard let check = thread.check, state != .unchecked else { return "Unchecked." }
    let words =
      placed.isReopened
      ? "Unchecked again, after \(check.name) found it \(state.rawValue)"
      : "\(state.rawValue.capitalizedFirst), says \(check.name)"
    return "\(words)\(check.annotation.text == nil ? "." : ":")"
  }
}

extension AnsweredPoint.Left {
  var word: String {
    switch self {
    case .open: "open"
    case .due: "due"
    case .unchecked: "unchecked"
    case .contradicted: "contradicted"
    case .notSatisfied: "not satisfied"
    case .noReason: "no reason"
    case .deferred: "deferred"
    case .notInText: "not in the text"
    case .notChanged: "not changed"
    }
  }

  fileprivate var words: String {
    switch self {
    case .open: "nobody has resolved it"
    case .due: "it was put off to this revision"
    case .unchecked: "nobody has checked it as it stands"
    case .contradicted: "people said different things of it at one time; somebody says which it is"
    case .notSatisfied: "its maker is not satisfied"
    case .noReason: "rejected without a reason"
    case .deferred(let number): "put off\(number.map { " to \($0)" } ?? "")"
    case .notInText: "accepted, and no revision has it yet"
    case .notChanged: "accepted with a change, and the passage says what it said"
    }
  }
}
