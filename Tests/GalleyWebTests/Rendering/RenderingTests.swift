import Foundation
import Pages
import Prose
import Rendered
import Testing

@testable import GalleyWeb

@Suite("The article on the review page")
struct RenderingTests {
  private func html(_ markdown: String, _ marks: [Mark] = []) -> String {
    RenderedText(markdown, marks: marks).blocks.map(\.html.markup).joined()
  }

  private func mark(_ quote: String, in markdown: String, number: Int = 1, kind: String = "comment") throws
    -> Mark
  {
    let found = try #require(markdown.range(of: quote))
    let start = markdown[..<found.lowerBound].unicodeScalars.count
    return Mark(number: number, range: start..<(start + quote.unicodeScalars.count), kind: kind)
  }

  @Test("what is interpolated is escaped, HTML itself is not")
  func escaping() {
    let name = "<script>alert('1')</script> & \"x\""
    let page: HTML = "<p title=\"\(name)\">\(name)\("<b>bold</b>" as HTML)</p>"
    #expect(
      page.markup
        == "<p title=\"&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;x&quot;\">&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;x&quot;<b>bold</b></p>"
    )
  }

  @Test("hostile Markdown makes no script, no event handler and no script address")
  func hostile() {
    let text = html(
      "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) [b](data:text/html,x) ![c](javascript:x)\n\na <b onclick=x>b</b>\n"
    )
    for part in ["<script", "onerror", "onclick", "javascript:", "data:"] {
      #expect(!text.contains(part), "\(text)")
    }
  }

  @Test("a passage over emphasis and a link is marked piece by piece, and its number comes once")
  func acrossNodes() throws {
    let text = "The *old* [dam was](https://example.org) built in 1950.\n"
    let made = html(text, [try mark("*old* [dam was](https://example.org) built", in: text)])
    #expect(made.contains("<em><mark class=\"comment\" data-notes=\"1\">old</mark></em>"))
    #expect(
      made.contains(
        "<a href=\"https://example.org\"><mark class=\"comment\" data-notes=\"1\">dam was</mark></a>"))
    #expect(made.components(separatedBy: "id=\"passage-1\"").count == 2)
  }

  @Test("overlapping passages share their words")
  func overlapping() throws {
    let text = "The dam was built in 1950 by the town.\n"
    let made = html(
      text,
      [try mark("dam was built", in: text), try mark("built in 1950", in: text, number: 2, kind: "query")])
    #expect(made.contains("<mark class=\"comment query\" data-notes=\"1 2\">built</mark>"))
  }

  @Test(
    "remarks hang on the block that their passage begins in",
    arguments: ["- a\n- the dam\n", "> the dam\n", "| x | y |\n|---|---|\n| a | the dam |\n", "# the dam\n"])
  func blocks(text: String) throws {
    let rendered = RenderedText("First.\n\n" + text, marks: [try mark("the dam", in: "First.\n\n" + text)])
    #expect(rendered.blocks.map(\.marks) == [[], [1]])
    #expect(
      rendered.blocks[1].html.markup.contains("<mark class=\"comment\" data-notes=\"1\">the dam</mark>"))
  }

  @Test("words selected on the page are found in the Markdown, and back")
  func bothWays() throws {
    let text = "The dam.\n\nThe **dam** was [built](x) *in* 1950, the dam.\n"
    let selected = Anchor(exact: "dam was built in", prefix: "The dam.\n\nThe ", suffix: " 1950")
    let range = try #require(TextAsRead(text)?.place(of: selected))
    let scalars = Array(text.unicodeScalars)
    #expect(scalars[range].map(String.init).joined().contains("dam** was [built](x) *in"))
    #expect(TextAsRead(text)?.place(of: Anchor(exact: "not there at all")) == nil)
  }
}
