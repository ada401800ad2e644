import Editorial
import Galley
import Pages
import Terminal

/// What all pages have around them.
enum Page {
  static func whole(_ title: String, _ body: HTML) -> HTML {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(shown(title)) · Galley</title>
    <link rel="stylesheet" href="/style.css">
    <script src="/script.js" defer></script>
    </head>
    <body>
    <header class="top"><a href="/">Galley</a><span>\(shown(title))</span></header>
    <main>
    \(body)
    </main>
    </body>
    </html>

    """
  }
}

extension PersonID {
  /// For a page: the e-mail.
  var shownName: String { visible(email, keepNewlines: false) }
}

/// All open articles.
struct IndexPage {
  let rows: [ArticleStatus]
  let me: DeskPerson?

  var html: HTML {
    guard !rows.isEmpty else {
      return "<h1>No article is open</h1><p>Start one with <code>galley new SLUG --from FILE.md</code>.</p>"
    }
    return """
      <h1>Open articles</h1>
      \(me.map { "<p class=\"me\">You are \(shown($0.name)) &lt;\(shown($0.email))&gt;.</p>" as HTML } ?? "")
      <table class="articles">
      <thead><tr><th>Article</th><th>State</th><th>Turn</th><th>Remarks</th><th>Verdicts</th></tr></thead>
      <tbody>
      \(rows.map(row))
      </tbody>
      </table>
      """
  }

  private func row(_ row: ArticleStatus) -> HTML {
    let verdicts = row.verdicts.map { "\($0.person.shownName): \($0.verdict.rawValue)" }.joined(
      separator: ", ")
    return """
      <tr><td><a href="/article/\(row.slug.description)">\(row.slug.description)</a> \(row.number.description)</td>
      <td>\(row.phase.rawValue)</td><td>\(shown(row.turn.joined(separator: ", ")))</td>
      <td>\(row.annotations)\(row.openRemarks > 0 ? ", \(row.openRemarks) open" : "")</td><td>\(verdicts)</td></tr>

      """
  }
}
