import Editorial
import Galley
import Git
import Pages
import Prose
import Rendered
import Terminal

/// The review page of one desk: finds what a request asks for and answers it.
///
/// A desk is opened for each request, so that the page shows what other programs wrote meanwhile.
struct Site: Sendable {
  let folder: String
  let environment: [String: String]
  let gate: Gate

  func answer(_ request: Request) -> Response {
    if let refusal = gate.refusal(of: request) { return refusal }
    do {
      return try request.method == "POST" ? change(request) : look(request)
    } catch {
      return trouble(error)
    }
  }

  private func desk() throws -> Desk { try Desk.open(folder, environment: environment) }

  // MARK: Looking

  private func look(_ request: Request) throws -> Response {
    let parts = request.path.split(separator: "/").map(String.init)
    switch parts.first {
    case nil:
      let desk = try desk()
      return .page(Page.whole("Articles", IndexPage(rows: try desk.status(), me: try? desk.person()).html))
    case "style.css":
      return Response(type: "text/css; charset=utf-8", body: Array(Assets.style.utf8))
    case "script.js":
      return Response(type: "text/javascript; charset=utf-8", body: Array(Assets.script.utf8))
    case "article" where parts.count > 1:
      return try article(slug(parts.dropFirst()), request)
    case "diff" where parts.count > 1:
      return try diff(slug(parts.dropFirst()), request)
    default:
      return .page(
        Page.whole("Not here", "<p>There is no such page. <a href=\"/\">All articles</a></p>"), status: 404)
    }
  }

  private func slug(_ parts: ArraySlice<String>) throws -> Slug { try Slug(parts.joined(separator: "/")) }

  private func article(_ slug: Slug, _ request: Request) throws -> Response {
    let desk = try desk()
    let number = try request.query["rev"].map { try RevisionNumber($0) }
    let shown = try desk.show(slug, revision: number)
    let page = ArticlePage(
      shown, revisions: try desk.revisionNumbers(of: slug), me: try? desk.person(), token: gate.token)
    return .page(Page.whole("\(slug) \(shown.number)", page.html))
  }

  private func diff(_ slug: Slug, _ request: Request) throws -> Response {
    let desk = try desk()
    let (from, to) = try (
      request.query["from"].map { try DraftName($0) }, request.query["to"].map { try DraftName($0) }
    )
    return .page(
      Page.whole("\(slug): what changed", DiffArticle(try desk.diff(slug, from: from, to: to)).html))
  }

  // MARK: Changing

  private func change(_ request: Request) throws -> Response {
    let desk = try desk()
    let form = request.form
    let slug = try Slug(form["slug"] ?? "")
    let number = try form["rev"].map { try RevisionNumber($0) }
    var place = ""
    switch request.path {
    case "/annotate":
      place = "#note-" + (try annotate(desk, slug, number, form).annotations.first.map { "\($0.id)" } ?? "")
    case "/reply":
      _ = try desk.reply(to: form["id"] ?? "", form["text"] ?? "")
      place = "#note-\(form["id"] ?? "")"
    case "/resolve":
      guard let resolution = Resolution(rawValue: form["resolution"] ?? "") else {
        throw Refusal(.usage, "that is no resolution", "Choose one from the list.")
      }
      let message = form["text"].flatMap { $0.isEmpty ? nil : $0 }
      _ = try desk.resolve(form["id"] ?? "", resolution, message: message)
      place = "#note-\(form["id"] ?? "")"
    case "/verdict":
      guard let verdict = Verdict(rawValue: form["verdict"] ?? "") else {
        throw Refusal(.usage, "that is no verdict", "Choose one from the list.")
      }
      let message = form["text"].flatMap { $0.isEmpty ? nil : $0 }
      _ = try desk.giveVerdict(slug, verdict, message: message, revision: number)
      place = "#verdicts"
    default: throw Refusal("there is no such form", "Go back and reload the page.")
    }
    let revision = number.map { "?rev=\($0)" } ?? ""
    return .redirect(to: "/article/\(slug)\(revision)\(place)")
  }

  private func annotate(
    _ desk: Desk, _ slug: Slug, _ number: RevisionNumber?, _ form: [String: String]
  ) throws -> Annotated {
    let text = form["text"] ?? ""
    let remark: Remark =
      switch form["kind"] {
      case "query": .query(text)
      case "suggestion": .suggestion(text)
      default: .comment(text)
      }
    guard let commit = ObjectID(hex: form["commit"] ?? "") else {
      throw Refusal("the form names no commit", "Go back and reload the page.")
    }
    let markdown = try desk.articleText(slug, in: commit)
    let front = FrontMatter(of: markdown)
    let quote = Self.lines(form["quote"] ?? "")
    let selected = Anchor(
      exact: quote, prefix: Self.lines(form["prefix"] ?? ""), suffix: Self.lines(form["suffix"] ?? ""))
    guard !quote.isEmpty, let range = TextAsRead(front.body)?.place(of: selected) else {
      throw Refusal(
        "the passage can't be told in \(slug)", "Select the words in the text, or copy some more of them.",
        details: quote.isEmpty ? [] : [quote])
    }
    let whole = (range.lowerBound + front.bodyOffset)..<(range.upperBound + front.bodyOffset)
    return try desk.annotate(slug, revision: number, madeOn: commit, range: whole, remark)
  }

  /// Browsers send line breaks of forms as CRLF.
  private static func lines(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where scalar != "\r" { scalars.append(scalar) }
    return String(scalars)
  }

  private func trouble(_ error: any Error) -> Response {
    let (what, remedy, details): (String, String, [String]) =
      switch error {
      case let error as Refusal: (error.what, error.remedy, error.details)
      case let error as InvalidValue: ("\(error.what): \(error.why)", error.remedy, [])
      case let error as GitError: ("could not \(error.attempted): \(error.message)", "", [])
      default: ("\(error)", "", [])
      }
    return .page(
      Page.whole(
        "That was not done",
        """
        <p class="trouble">\(visible(what, keepNewlines: false)). \(visible(remedy, keepNewlines: false))</p>
        \(details.map { "<p>\(visible($0, keepNewlines: false))</p>" as HTML })
        <p>Nothing was written. Go back with your browser: what you typed is still there. <a href="/">All articles</a></p>
        """), status: 422)
  }
}
