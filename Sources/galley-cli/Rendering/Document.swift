import Terminal

/// A small document that is written out as Markdown or as HTML. Its texts are other people's: nothing in them
/// becomes a mark, a tag or a control character.
struct Document {
  enum Format: String, CaseIterable {
    case markdown, html, json
  }

  enum Block {
    case heading(Int, String)
    case quote(String)
    /// With a word in bold before it.
    case paragraph(lead: String?, String)
    case item(String)
  }

  let title: String
  var blocks: [Block] = []

  func text(_ format: Format) -> String {
    format == .html ? html : markdown
  }

  private var markdown: String {
    var out = "# \(Self.markdown(title))\n"
    var wasItem = false
    for block in blocks {
      if case .item(let text) = block {
        out += (wasItem ? "" : "\n") + "- \(Self.indented(Self.markdown(text), by: "  "))\n"
        wasItem = true
        continue
      }
      wasItem = false
      switch block {
      case .heading(let level, let text):
        out += "\n\(String(repeating: "#", count: level)) \(Self.markdown(text, startsLine: false))\n"
      case .quote(let text): out += "\n> \(Self.indented(Self.markdown(text), by: "> "))\n"
      case .paragraph(let lead, let text):
        let lead = lead.map { "**\(Self.markdown($0))**\(text.isEmpty ? "" : " ")" } ?? ""
        out += "\n\(lead)\(Self.markdown(text, startsLine: lead.isEmpty))\n"
      case .item: break
      }
    }
    return out
  }

  private var html: String {
    var out = """
      <!DOCTYPE html>
      <html lang="en">
      <head><meta charset="utf-8"><title>\(escapedHTML(title))</title></head>
      <body>
      <h1>\(escapedHTML(title))</h1>

      """
    var isInList = false
    for block in blocks {
      let isItem = if case .item = block { true } else { false }
      if isItem != isInList { out += isItem ? "<ul>\n" : "</ul>\n" }
      isInList = isItem
      switch block {
      case .heading(let level, let text): out += "<h\(level)>\(escapedHTML(text))</h\(level)>\n"
      case .quote(let text): out += "<blockquote>\(escapedHTML(text))</blockquote>\n"
      case .paragraph(let lead, let text):
        out +=
          "<p>\(lead.map { "<b>\(escapedHTML($0))</b>\(text.isEmpty ? "" : " ")" } ?? "")\(escapedHTML(text))</p>\n"
      case .item(let text): out += "<li>\(escapedHTML(text))</li>\n"
      }
    }
    return out + (isInList ? "</ul>\n" : "") + "</body>\n</html>\n"
  }

  /// Text in which no character means anything to Markdown.
  private static func markdown(_ text: String, startsLine: Bool = true) -> String {
    let lines = visible(text, keepNewlines: true).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().map { place, line in
      var out = ""
      var isAtStart = startsLine || place > 0
      let isNumbering = isAtStart
      for character in line {
        if "\\`*_[]<>#|~&$".contains(character) || (isAtStart && "-+=:!".contains(character))
          || (isNumbering && ".)".contains(character) && !out.isEmpty && out.allSatisfy(\.isNumber))
        {
          out += "\\"
        }
        if !character.isWhitespace { isAtStart = false }
        out.append(character)
      }
      return out
    }.joined(separator: "\n")
  }

  private static func indented(_ text: String, by prefix: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n\(prefix)")
  }
}

/// Text for HTML, harmless in elements and in quoted attributes.
func escapedHTML(_ text: String) -> String {
  var out = ""
  for character in visible(text, keepNewlines: true) {
    switch character {
    case "&": out += "&amp;"
    case "<": out += "&lt;"
    case ">": out += "&gt;"
    case "\"": out += "&quot;"
    case "'": out += "&#39;"
    default: out.append(character)
    }
  }
  return out
}
