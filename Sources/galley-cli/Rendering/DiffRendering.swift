import Editorial
import Galley
import Pages
import Prose
import Terminal

extension RevisionDiff {
  /// For a terminal.
  func text(_ paint: Paint, sideBySide: Bool, whole: Bool) -> String {
    let shown = newArticle
    let layout = DiffLayout(reader, remarks)
    let text = DiffText(
      layout: layout, listing: { shown.inText($0.placed, paint, number: $1) }, paint: paint,
      width: max(20, Screen.current().width), isWhole: whole)
    var out = "\(paint.bold(visible(title, keepNewlines: false)))\n\(reader.summary)\n\n"
    out += sideBySide ? text.sideBySide() : text.inline()
    out += files.text(paint)
    if !layout.others.isEmpty {
      out += "\n\(paint.bold("Without a place in either draft"))\n"
      out += layout.others.map { shown.listing($0.placed, paint) }.joined()
    }
    if review != nil {
      out += "\n\(paint.bold("Your remarks"))\n"
      out += ownRemarks.isEmpty ? "  none\n" : ""
      out += ownRemarks.map { "\(shown.listing($0.placed, paint))      \(paint.cyan($0.fate))\n" }.joined()
    }
    return out
  }
}
