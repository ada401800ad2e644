import Editorial
import Galley
import Prose
import Terminal

extension ShownArticle {
  var notes: [String] {
    unreadable.map { "\($0.path) can't be read: \($0.why)" } + blindNotes(hidden: hidden)
  }

  /// The text with the passages underlined and numbered, and the remarks below the paragraph they hang on. What is
  /// resolved takes one line.
  func text(_ paint: Paint) -> String {
    let placed = threads.filter { $0.placement?.range != nil }
    let marks = MarkedText(
      text: ScalarText(text), ranges: placed.compactMap { $0.placement?.range })
    let width = Screen.current().fittingWidth
    var out = "\(paint.bold("\(slug) \(number)"))\(summary)\n\n"
    var next = 0
    for paragraph in marks.paragraphs {
      let shown = marks.rendered(paragraph, paint, width: width)
      var remarks = ""
      while next < placed.count, (placed[next].placement?.range?.lowerBound ?? 0) < paragraph.upperBound {
        remarks += inText(placed[next], paint, number: next + 1)
        next += 1
      }
      out += remarks.isEmpty ? shown : "\(shown.withoutBlankLines)\n\n\(remarks)\n"
    }
    let others = threads.filter { $0.placement?.range == nil }
    if !others.isEmpty {
      out = "\(out.withoutBlankLines)\n\n\(paint.bold("Without a place in this revision"))\n"
      out += others.map { $0.needsAttention ? listing($0, paint) : head($0, paint) }.joined()
    }
    if !files.isEmpty { out = "\(out.withoutBlankLines)\n\(files.text(paint))" }
    if !verdicts.isEmpty { out = "\(out.withoutBlankLines)\n\n\(paint.bold("Verdicts"))\n" }
    for verdict in verdicts {
      let message = verdict.message.map { ": \($0)" } ?? ""
      out +=
        visible(
          "  \(verdict.verdict.rawValue) on \(verdict.number) by \(verdict.person.email)\(message)",
          keepNewlines: false) + "\n"
      for line in verdict.disagreement?.lines(paint) ?? [] { out += "      \(line)\n" }
    }
    return out
  }

  private var summary: String {
    let open = threads.count(where: \.isOpen)
    guard !threads.isEmpty else { return "" }
    return ": \(counted(threads.count, "remark"))\(open > 0 ? ", \(open) open" : ", none open")"
  }

  /// A remark below the paragraph of its passage, with the passage's number.
  func inText(_ placed: PlacedThread, _ paint: Paint, number place: Int) -> String {
    let mark = "\(paint.cyan("[\(place)]")) "
    return placed.needsAttention
      ? head(placed, paint, mark: mark) + body(placed, paint) : head(placed, paint, mark: mark)
  }

  /// One remark with its passage, replies and resolution.
  func listing(_ placed: PlacedThread, _ paint: Paint) -> String {
    let annotation = placed.thread.root.annotation
    var out = head(placed, paint)
    if annotation.replacement == nil, let quote = annotation.anchor?.exact {
      out += "      \(paint.dim(quoted(quote)))\n"
    }
    if placed.isOpen, placed.isUnsure {
      let tail = ids.tail(of: placed.thread.root.id)
      out += "      unsure: 'galley reattach \(tail) --confirm' if this is its place, else --quote Q\n"
    }
    if placed.isOpen, let now = placed.passageNow(in: text) {
      out += "      now \(paint.dim(quoted(now)))\n"
    }
    out += placed.candidates.map { $0.text(paint) }.joined()
    return out + body(placed, paint)
  }

  /// A remark's first line; all there is to say of a resolved one in the text.
  private func head(_ placed: PlacedThread, _ paint: Paint, mark: String = "") -> String {
    let root = placed.thread.root
    let earlier = root.number == number ? "" : " on \(root.number)"
    let states = placed.states(paint)
    let state = states.isEmpty ? "" : " (\(states.joined(separator: ", ")))"
    return
      "  \(mark)\(paint.yellow(ids.tail(of: root.id)))  \(paint.bold(who(root))) \(root.annotation.kindWord)\(earlier)\(state)\n"
  }

  private func body(_ placed: PlacedThread, _ paint: Paint) -> String {
    let annotation = placed.thread.root.annotation
    var lines: [String] = []
    if let replacement = annotation.replacement {
      lines.append(paint.change(from: annotation.anchor?.exact ?? "", to: replacement))
    }
    if let words = annotation.text { lines.append(contentsOf: shown(words)) }
    for reply in placed.thread.replies {
      let said = reply.redaction.map { "[taken away: \($0.text ?? "")]" } ?? reply.annotation.text ?? ""
      let words = shown("\(who(reply))\(reply.isReworded ? " (reworded)" : ""): \(said)")
      lines.append("\(paint.yellow(ids.tail(of: reply.id)))  \(words[0])")
      lines += words.dropFirst()
    }
    for entry in [placed.thread.resolved, placed.thread.reopening, placed.thread.satisfaction] {
      guard let entry, let message = entry.annotation.text else { continue }
      lines += shown("\(who(entry)): \(message)")
    }
    lines += placed.thread.disagreements.flatMap { $0.lines(paint) }
    return lines.map { "      \($0)\n" }.joined()
  }

  private func who(_ entry: RecordEntry) -> String {
    visible(entry.name, keepNewlines: false)
  }

  /// A text's lines, each harmless for a terminal.
  private func shown(_ text: String) -> [String] {
    visible(text, keepNewlines: true).split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
  }
}

extension PlacedThread {
  /// Whether it is shown in full: it waits for somebody, or people disagree about it.
  fileprivate var needsAttention: Bool { isOpen || !thread.disagreements.isEmpty }

  fileprivate func states(_ paint: Paint) -> [String] {
    var words: [String] = []
    if isReopened {
      words.append(paint.yellow("unchecked again"))
    } else if let state = thread.claimState, thread.resolution == nil {
      words.append(state == .supported ? paint.green(state.rawValue) : paint.yellow(state.rawValue))
    } else if isDue {
      words.append(paint.yellow("open again, it was \(thread.disposition)"))
    } else if !thread.isOpen {
      words.append(paint.green(thread.disposition))
    } else if thread.isSatisfied == false {
      words.append(paint.yellow("not satisfied"))
    } else if thread.reopening != nil {
      words.append(paint.yellow("open again"))
    }
    if thread.root.isReworded, thread.root.redaction == nil { words.append("reworded") }
    if thread.isSatisfied == true { words.append("satisfied") }
    if !thread.disagreements.isEmpty { words.append(paint.red("contradicted")) }
    if !thread.root.isMerged { words.append(paint.dim("not merged")) }
    guard isOpen else { return words }
    switch placement?.status {
    case .changed: words.append("passage changed")
    case .orphan:
      words.append(paint.red(placement?.method == .ambiguous ? "place ambiguous" : "passage gone"))
    default: break
    }
    if isUnsure { words.append(paint.yellow("place unsure")) }
    return words
  }

  /// What the passage says now, where that is something else.
  fileprivate func passageNow(in text: String) -> String? {
    guard placement?.status == .changed, let range = placement?.range else { return nil }
    return String(ScalarText(text)[range])
  }
}

extension Annotation {
  /// What it is called.
  var noun: String {
    switch kind {
    case .comment: "comment"
    case .query: "query"
    case .suggestion: "suggestion"
    case .claim: "claim"
    case .reply: "reply"
    case .resolution: "resolution"
    case .verdict: "verdict"
    case .check: "check"
    case .approval: "approval"
    case .override: "override"
    case .decision: "decision"
    case .satisfaction, .reattachment, .snooze, .edit, .other: "annotation"
    }
  }

  fileprivate var kindWord: String {
    switch motivation {
    case .commenting: "comments"
    case .questioning: "asks"
    case .editing: replacement?.isEmpty == true ? "strikes" : "suggests"
    case .replying: "replies"
    case .moderating: "resolves"
    case .assessing: "judges"
    case .classifying: isClaim ? "marks a claim" : motivation.name
    case .linking, .bookmarking, .tagging: motivation.name
    case .other(let word): visible(word, keepNewlines: false)
    }
  }
}

extension String {
  /// Without line ends and blank lines at the end.
  fileprivate var withoutBlankLines: Substring {
    var rest = self[...]
    while rest.hasSuffix("\n") { rest.removeLast() }
    return rest
  }
}
