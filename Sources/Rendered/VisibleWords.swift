import CMark

/// The words of a Markdown tree that a reader sees, the nodes that they stand in, and where the source has them.
public struct VisibleWords {
  public struct Run {
    public let node: MarkdownTree.Node
    /// Unicode scalars of ``VisibleWords/text``.
    public let range: Range<Int>
  }

  public private(set) var text = ""
  public private(set) var map: SourceMap
  /// Those that may hold markup.
  public private(set) var runs: [Run] = []

  public init(_ tree: MarkdownTree, source: String) {
    var text = String.UnicodeScalarView()
    var runs: [Run] = []
    var map = SourceMap(source)
    func add(_ node: MarkdownTree.Node) {
      let literal = cmark_node_get_literal(node).map { Array(String(cString: $0).unicodeScalars) } ?? []
      let start = map.offsets.count
      text.append(contentsOf: literal)
      map.append(literal)
      // An image's text becomes an attribute, where no markup can be.
      if !MarkdownTree.isInImage(node) { runs.append(Run(node: node, range: start..<map.offsets.count)) }
    }
    func addBreak() {
      text.append("\n")
      map.appendUnplaced(1)
    }
    tree.walk { node, isEntered in
      switch cmark_node_get_type(node) {
      case CMARK_NODE_TEXT, CMARK_NODE_CODE: add(node)
      case CMARK_NODE_CODE_BLOCK:
        map.enterBlock(atLine: Int(cmark_node_get_start_line(node)))
        add(node)
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: addBreak()
      default:
        guard MarkdownTree.isBlock(node) else { return }
        if isEntered {
          map.enterBlock(atLine: Int(cmark_node_get_start_line(node)))
        } else if text.last.map({ $0 != "\n" }) ?? false {
          addBreak()
        }
      }
    }
    self.text = String(text)
    self.runs = runs
    self.map = map
  }
}
