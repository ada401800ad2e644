import CMark
import System

/// A parsed Markdown text: the one owner of cmark's tree.
public final class MarkdownTree {
  public typealias Node = OpaquePointer

  public let root: Node
  private let parser: OpaquePointer

  private static let extensions = ["table", "strikethrough", "autolink", "tasklist"]

  /// Raw HTML is left out and dangerous links are emptied: cmark's default.
  private static let options = CMARK_OPT_DEFAULT | CMARK_OPT_FOOTNOTES

  /// - Returns: nil when there is no memory.
  public init?(_ markdown: String) {
    cmark_gfm_core_extensions_ensure_registered()
    guard let parser = cmark_parser_new(Self.options) else { return nil }
    for name in Self.extensions {
      if let known = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, known) }
    }
    var bytes = Array(markdown.utf8)
    bytes.withUnsafeMutableBytes { buffer in
      buffer.withMemoryRebound(to: CChar.self) {
        cmark_parser_feed(parser, $0.baseAddress ?? UnsafeMutablePointer(bitPattern: 1), $0.count)
      }
    }
    guard let root = cmark_parser_finish(parser) else {
      cmark_parser_free(parser)
      return nil
    }
    cmark_consolidate_text_nodes(root)
    self.parser = parser
    self.root = root
  }

  deinit {
    cmark_node_free(root)
    cmark_parser_free(parser)
  }

  /// The blocks at the top, each as HTML that is safe to be shown.
  public func blocks() -> [(node: Node, html: String)] {
    var found: [(Node, String)] = []
    var next = cmark_node_first_child(root)
    while let node = next {
      if let text = cmark_render_html(node, Self.options, cmark_parser_get_syntax_extensions(parser)) {
        found.append((node, String(cString: text)))
        free(text)
      }
      next = cmark_node_next(node)
    }
    return found
  }

  /// The words of a node, without what marks them.
  public static func words(of node: Node) -> String? {
    cmark_node_get_literal(node).map { String(cString: $0) }
  }

  public static func setWords(_ words: String, of node: Node) { cmark_node_set_literal(node, words) }

  /// Whether a node is a block rather than something within a line.
  static func isBlock(_ node: Node) -> Bool {
    UInt32(cmark_node_get_type(node).rawValue) & UInt32(CMARK_NODE_TYPE_MASK) == UInt32(CMARK_NODE_TYPE_BLOCK)
  }

  public static func isInImage(_ node: Node) -> Bool {
    var next = cmark_node_parent(node)
    while let parent = next {
      if cmark_node_get_type(parent) == CMARK_NODE_IMAGE { return true }
      next = cmark_node_parent(parent)
    }
    return false
  }

  /// The block at the top that holds a node.
  public func top(of node: Node) -> Node {
    var node = node
    while let parent = cmark_node_parent(node), parent != root { node = parent }
    return node
  }

  /// Visits every node, twice those that may have children: when it is entered and when it is left.
  func walk(_ visit: (Node, _ isEntered: Bool) -> Void) {
    guard let iterator = cmark_iter_new(root) else { return }
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      guard event == CMARK_EVENT_ENTER || event == CMARK_EVENT_EXIT else { return }
      if let node = cmark_iter_get_node(iterator) { visit(node, event == CMARK_EVENT_ENTER) }
    }
  }
}
