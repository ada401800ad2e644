import Editorial
import Galley
import JSON
import Terminal

extension ArticleStatus {
  var json: JSON {
    [
      "slug": .string(slug.description), "revision": .string(number.description),
      "phase": .string(phase.rawValue),
      "turn": .array(turn.map { .string($0) }), "next": .string(next), "annotations": JSON(annotations),
      "remarks": JSON(remarks), "open": JSON(openRemarks), "openQueries": JSON(openQueries),
      "openSuggestions": JSON(openSuggestions), "openClaims": JSON(openClaims),
      "contradictions": JSON(contradictions),
      "unmergedReviews": .array(unmergedReviews.map { .string($0.component) }),
      "verdicts": .array(
        verdicts.map { ["reviewer": .string($0.person.component), "verdict": .string($0.verdict.rawValue)] }),
      "title": title.map { .string($0) } ?? .null, "brief": brief.map { .string($0) } ?? .null,
      "due": due.map { .string($0.description) } ?? .null, "blind": .bool(isBlind),
      "changedOnMain": .bool(isChangedOnMain),
      "unreadable": .array(unreadable.map { ["path": .string($0.path), "why": .string($0.why)] }),
    ]
  }

  func text(_ paint: Paint) -> String {
    let who = turn.map { visible($0, keepNewlines: false) }.joined(separator: ", ")
    let name = title.map { " \u{201C}\(visible($0, keepNewlines: false))\u{201D}" } ?? ""
    var text =
      "\(paint.bold("\(slug) \(number)"))\(name)  \(phase.rawValue)\(who.isEmpty ? "" : "; turn: \(who)")\n"
    text += "  \(remarksInWords(paint))\n"
    if let brief { text += "  asked for: \(quoted(brief))\n" }
    if !verdicts.isEmpty {
      let all = verdicts.map { "\(visible($0.person.email, keepNewlines: false)) \($0.verdict.rawValue)" }
      text += "  verdicts: \(all.joined(separator: ", "))\n"
    }
    if isChangedOnMain {
      text += "  \(paint.yellow("main's text was changed since")): 'galley merge \(slug)' takes it in\n"
    }
    text += "  next: \(next)\n"
    for file in unreadable {
      text += "  \(paint.red("unreadable")): \(visible("\(file.path): \(file.why)", keepNewlines: false))\n"
    }
    return text
  }

  /// What was said, what of it is open, and what waits.
  private func remarksInWords(_ paint: Paint) -> String {
    var facts = [remarks == 0 ? "no remarks" : counted(remarks, "remark")]
    if openRemarks > 0 {
      let comments = openRemarks - openQueries - openSuggestions - openClaims
      let kinds = [
        openQueries == 0 ? nil : paint.yellow(counted(openQueries, "query", "queries")),
        openSuggestions == 0 ? nil : counted(openSuggestions, "suggestion"),
        openClaims == 0 ? nil : counted(openClaims, "claim"),
        comments == 0 ? nil : counted(comments, "comment"),
      ].compactMap(\.self)
      facts[0] += ", \(openRemarks) open: \(kinds.joined(separator: ", "))"
    } else if remarks > 0 {
      facts[0] += ", none open"
    }
    if contradictions > 0 { facts.append(paint.red(counted(contradictions, "contradiction"))) }
    if !unmergedReviews.isEmpty { facts.append("\(counted(unmergedReviews.count, "review")) to merge") }
    if let due { facts.append("due \(due)") }
    return facts.joined(separator: " · ")
  }
}
