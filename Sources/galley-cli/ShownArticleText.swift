import Editorial
import Galley
import JSON
import Prose
import Terminal

extension ShownArticle {
  var notes: [String] {
    var notes = unreadable.map { "\($0.path) can't be read: \($0.why)" }
    if hidden > 0 {
      notes.append(
        "the review is blind: \(hidden) remark\(hidden == 1 ? "" : "s") of others are hidden until merged")
    }
    return notes
  }

  func json(withText: Bool) -> JSON {
    var json: JSON = [
      "slug": .string(slug.description), "revision": .string(number.description),
      "commit": .string(commit.description),
    ]
    if withText { json.set("text", .string(text)) }
    json.set("annotations", .array(threads.map { $0.json(ids) }))
    json.set(
      "verdicts",
      .array(
        verdicts.map {
          [
            "reviewer": .string($0.person.component), "revision": .string($0.number.description),
            "verdict": .string($0.verdict.rawValue), "message": $0.message.map { .string($0) } ?? .null,
          ]
        }))
    return json
  }

  /// The text with the passages underlined and numbered, and the remarks below the paragraph they hang on.
  func text(_ paint: Paint) -> String {
    let width = max(20, Screen.current().width)
    let lines = ScalarText(text)
    let placed = threads.filter { $0.placement?.range != nil }
    let marks = MarkedText(text: lines, ranges: placed.compactMap { $0.placement?.range })
    var out = "\(paint.bold("\(slug) \(number)"))\n\n"
    var next = 0
    for paragraph in marks.paragraphs {
      out += marks.rendered(paragraph, paint, width: width)
      while next < placed.count, (placed[next].placement?.range?.lowerBound ?? 0) < paragraph.upperBound {
        out += listing(placed[next], paint, number: next + 1)
        next += 1
      }
    }
    let others = threads.filter { $0.placement?.range == nil }
    if !others.isEmpty {
      out += "\n\(paint.bold("Without a place in this revision"))\n"
      out += others.map { listing($0, paint) }.joined()
    }
    for verdict in verdicts {
      let message = verdict.message.map { ": \($0)" } ?? ""
      out +=
        visible(
          "\(verdict.person.email) on \(verdict.number): \(verdict.verdict.rawValue)\(message)",
          keepNewlines: false) + "\n"
    }
    return out
  }

  /// One remark with its passage, replies and resolution.
  func listing(_ placed: PlacedThread, _ paint: Paint, number: Int? = nil) -> String {
    let root = placed.thread.root
    let mark = number.map { paint.cyan("[\($0)] ") } ?? ""
    var out =
      "  \(mark)\(paint.yellow(ids.tail(of: root.id)))  \(root.number)  \(paint.bold(who(root))) \(root.annotation.kindWord)\(placed.stateWords(paint))\n"
    if number == nil, let quote = root.annotation.anchor?.exact {
      out += "      \(paint.dim("\u{201C}\(shown(quote))\u{201D}"))\(placed.placeWords(text))\n"
    }
    if let replacement = root.annotation.replacement {
      out +=
        "      \(paint.strike(shown(root.annotation.anchor?.exact ?? ""))) → \(paint.green(shown(replacement)))\n"
    } else if let words = root.annotation.text {
      out += "      \(shown(words))\n"
    }
    for reply in placed.thread.replies {
      out +=
        "      \(paint.yellow(ids.tail(of: reply.id)))  \(paint.bold(who(reply))): \(shown(reply.annotation.text ?? ""))\n"
    }
    if let resolution = placed.thread.resolutions.last, let message = resolution.annotation.text {
      out += "      \(who(resolution)): \(shown(message))\n"
    }
    return out
  }

  private func who(_ entry: RecordEntry) -> String {
    visible(entry.annotation.creator?.name ?? entry.person.email, keepNewlines: false)
  }

  private func shown(_ text: String) -> String {
    visible(text, keepNewlines: true).split(separator: "\n", omittingEmptySubsequences: false).joined(
      separator: "\n      ")
  }
}

extension PlacedThread {
  func json(_ ids: ShortIDs) -> JSON {
    let root = thread.root
    var json: JSON = [
      "id": .string(root.id.description), "tail": .string(ids.tail(of: root.id)),
      "revision": .string(root.number.description), "reviewer": .string(root.person.component),
      "creator": root.annotation.creator?.name.map { .string($0) } ?? .null,
      "motivation": .string(root.annotation.motivation.name),
      "created": root.annotation.created.map { .string($0.description) } ?? .null,
      "text": root.annotation.text.map { .string($0) } ?? .null,
      "replacement": root.annotation.replacement.map { .string($0) } ?? .null,
      "quote": root.annotation.anchor.map { .string($0.exact) } ?? .null,
      "merged": .bool(root.isMerged), "open": .bool(thread.isOpen),
      "resolution": thread.resolution.map { .string($0.rawValue) } ?? .null,
    ]
    json.set("status", placement.map { .string($0.status.rawValue) } ?? .null)
    json.set("start", (placement?.range?.lowerBound).map { JSON($0) } ?? .null)
    json.set("end", (placement?.range?.upperBound).map { JSON($0) } ?? .null)
    json.set("score", placement.map { JSON($0.score) } ?? .null)
    json.set("method", placement.map { .string($0.method.rawValue) } ?? .null)
    json.set(
      "replies",
      .array(
        thread.replies.map {
          [
            "id": .string($0.id.description), "reviewer": .string($0.person.component),
            "text": $0.annotation.text.map { .string($0) } ?? .null,
          ]
        }))
    return json
  }

  fileprivate func stateWords(_ paint: Paint) -> String {
    var words: [String] = []
    if let resolution = thread.resolution { words.append(paint.green(resolution.rawValue)) }
    if !thread.root.isMerged { words.append(paint.dim("not merged")) }
    switch placement?.status {
    case .changed: words.append("passage changed")
    case .orphan:
      words.append(paint.red(placement?.method == .ambiguous ? "place ambiguous" : "passage gone"))
    default: break
    }
    return words.isEmpty ? "" : " (\(words.joined(separator: ", ")))"
  }

  /// What the passage says now, where that is something else.
  fileprivate func placeWords(_ text: String) -> String {
    guard placement?.status == .changed, let range = placement?.range else { return "" }
    return " now \u{201C}\(visible(String(ScalarText(text)[range]), keepNewlines: false))\u{201D}"
  }
}

extension Annotation {
  fileprivate var kindWord: String {
    switch motivation {
    case .commenting: "comments"
    case .questioning: "asks"
    case .editing: "suggests"
    case .replying: "replies"
    case .moderating: "resolves"
    case .assessing: "judges"
    case .other(let word): visible(word, keepNewlines: false)
    }
  }
}
