import Editorial
import Galley
import Pages
import Prose

/// A revision as a reader sees it, the remarks beside the paragraphs they hang on, and forms to add to them.
struct ArticlePage {
  let revision: ShownArticle
  let revisions: [RevisionNumber]
  let me: DeskPerson?
  let token: String
  private let front: FrontMatter
  private let rendered: RenderedText

  init(_ revision: ShownArticle, revisions: [RevisionNumber], me: DeskPerson?, token: String) {
    self.revision = revision
    self.revisions = revisions
    self.me = me
    self.token = token
    let front = FrontMatter(of: revision.text)
    self.front = front
    rendered = RenderedText(
      front.body,
      marks: revision.threads.enumerated().compactMap { index, placed in
        guard let range = placed.placement?.range, range.lowerBound >= front.bodyOffset else { return nil }
        let start = range.lowerBound - front.bodyOffset
        return Mark(
          number: index + 1, range: start..<(start + range.count), kind: placed.pageClasses)
      })
  }

  var html: HTML {
    let placed = Set(rendered.blocks.flatMap(\.marks))
    let others = revision.threads.indices.filter { !placed.contains($0 + 1) }
    return """
      \(head)
      <article id="text">
      \(rendered.blocks.map(row))
      </article>
      \(others.isEmpty ? "" : elsewhere(others))
      \(verdicts)
      \(newRemark)
      """
  }

  // MARK: Parts

  private var head: HTML {
    let slug = revision.slug.description
    let links = revisions.map { number -> HTML in
      number == revision.number
        ? "<b>\(number.description)</b> "
        : "<a href=\"/article/\(slug)?rev=\(number.description)\">\(number.description)</a> "
    }
    let diff: HTML =
      revisions.count > 1 && revision.number != revisions[0]
      ? "<a href=\"/diff/\(slug)?to=\(revision.number.description)\">what changed</a>" : ""
    let name = front.title ?? slug
    // Many texts begin with their title.
    let title: HTML = startsWithTitle ? "" : "<h1>\(shown(name))</h1>"
    let byline = front.authors.compactMap(\.name).joined(separator: ", ")
    return """
      \(title)
      <p class="facts">\(byline.isEmpty ? "" : "By \(shown(byline)) · ")\(slug) · \(links) \(diff)</p>
      \(revision.hidden > 0 ? "<p class=\"facts\">The review is blind: \(revision.hidden) remarks of others are hidden until merged.</p>" : "")
      """
  }

  private var startsWithTitle: Bool {
    let line = front.body.drop { $0.isNewline || $0 == " " }.prefix { !$0.isNewline }
    return line.hasPrefix("# ")
  }

  private func row(_ block: RenderedText.Block) -> HTML {
    """
    <div class="row"><div class="block" dir="auto">\(block.html)</div>
    <aside>\(block.marks.map { note($0 - 1) })</aside></div>

    """
  }

  private func elsewhere(_ places: [Int]) -> HTML {
    """
    <section><h2>Without a place in this text</h2>
    \(places.map { note($0) })
    </section>
    """
  }

  private func note(_ index: Int) -> HTML {
    let placed = revision.threads[index]
    let root = placed.thread.root
    let showsQuote = placed.placement?.status != .kept && root.annotation.replacement == nil
    let quote =
      showsQuote
      ? root.annotation.anchor.map { "<blockquote>\(shown($0.exact))</blockquote>" as HTML } ?? "" : ""
    let says: HTML =
      if let replacement = root.annotation.replacement {
        "<p><del>\(shown(root.annotation.anchor?.exact ?? ""))</del> → <ins>\(shown(replacement))</ins></p>"
      } else {
        "<p>\(shown(root.annotation.text ?? ""))</p>"
      }
    let replies = placed.thread.replies.map { reply -> HTML in
      "<p class=\"reply\"><b>\(who(reply))</b> \(shown(reply.annotation.text ?? ""))</p>"
    }
    return """
      <div class="note \(placed.pageClasses)" id="note-\(root.id.description)" data-number="\(index + 1)">
      <p class="who"><a href="#passage-\(index + 1)">\(index + 1)</a> <b>\(who(root))</b> \(root.number.description) \(state(placed))</p>
      \(quote)\(candidates(of: placed))
      \(says)\(replies)
      \(me == nil ? "" : answer(root.id, isOpen: placed.isOpen))
      </div>

      """
  }

  private func candidates(of placed: PlacedThread) -> HTML {
    "\(placed.candidates.map { "<p class=\"perhaps\">Perhaps here: \(shown($0.excerpt))</p>" as HTML })"
  }

  private func who(_ entry: RecordEntry) -> String {
    shown(entry.name)
  }

  private func state(_ placed: PlacedThread) -> HTML {
    var words: [String] = []
    if let resolution = placed.thread.resolution {
      words.append(placed.isDue ? "open again, it was put off" : resolution.rawValue)
    }
    if !placed.thread.disagreements.isEmpty { words.append("contradicted") }
    if !placed.thread.root.isMerged { words.append("not merged") }
    switch placed.placement?.status {
    case .changed: words.append("passage changed")
    case .orphan: words.append(placed.placement?.method == .ambiguous ? "place ambiguous" : "passage gone")
    default: break
    }
    if placed.isUnsure, placed.isOpen { words.append("place unsure") }
    return "<span class=\"state\">\(words.joined(separator: ", "))</span>"
  }

  private var verdicts: HTML {
    """
    <section id="verdicts"><h2>Verdicts</h2>
    \(revision.verdicts.map { "<p><b>\($0.person.shownName)</b> on \($0.number.description): \($0.verdict.rawValue)\($0.disagreement == nil ? "" : ", contradicted") \(shown($0.message ?? ""))</p>" as HTML })
    \(me == nil ? "" : verdictForm)
    </section>
    """
  }

  // MARK: Forms

  private var hidden: HTML {
    """
    <input type="hidden" name="token" value="\(token)"><input type="hidden" name="slug" value="\(revision.slug.description)">
    <input type="hidden" name="rev" value="\(revision.number.description)">
    """
  }

  private func answer(_ id: AnnotationID, isOpen: Bool) -> HTML {
    """
    <details><summary>Answer</summary>
    <form method="post" action="/reply">\(hidden)<input type="hidden" name="id" value="\(id.description)">
    <textarea name="text" aria-label="Reply" required></textarea> <button>Reply</button></form>
    \(isOpen ? resolving(id) : "")
    </details>
    """
  }

  private func resolving(_ id: AnnotationID) -> HTML {
    let choices = Resolution.choices.map { "<option>\($0.rawValue)</option>" as HTML }
    return """
      <form method="post" action="/resolve">\(hidden)<input type="hidden" name="id" value="\(id.description)">
      <select name="resolution" aria-label="Resolution">\(choices)</select>
      <input name="text" aria-label="Why" placeholder="why"> <button>Resolve</button></form>
      """
  }

  private var verdictForm: HTML {
    let choices = Verdict.allCases.map { "<option>\($0.rawValue)</option>" as HTML }
    return """
      <form method="post" action="/verdict">\(hidden)
      <select name="verdict" aria-label="Verdict">\(choices)</select>
      <input name="text" aria-label="Why" placeholder="why"> <button>Give verdict</button></form>
      """
  }

  private var newRemark: HTML {
    guard me != nil else {
      return
        "<section><p>Say who you are with <code>git config user.name</code> and <code>user.email</code> to add remarks.</p></section>"
    }
    return """
      <section id="remark"><h2>New remark</h2>
      <p>Select words in the text above, or copy them here.</p>
      <form method="post" action="/annotate">\(hidden)
      <input type="hidden" name="commit" value="\(revision.commit.description)">
      <input type="hidden" name="prefix"><input type="hidden" name="suffix">
      <textarea name="quote" aria-label="Passage" placeholder="the passage" required></textarea>
      <select name="kind" aria-label="Kind"><option value="comment">Comment</option><option value="query">Query</option><option value="suggestion">Suggestion: put this in its place</option></select>
      <textarea name="text" aria-label="Remark" placeholder="your words"></textarea>
      <button>Add</button></form>
      </section>
      """
  }
}
