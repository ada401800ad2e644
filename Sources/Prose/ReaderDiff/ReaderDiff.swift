/// Two drafts compared for people: paragraphs paired, words marked inside, moved passages called moved.
///
/// All offsets are Unicode scalars. The old ranges of all blocks but the `moved` ones, in order, are the whole old
/// text; the new ranges of all blocks in order are the whole new text. So nothing is missing and nothing is shown twice.
public struct ReaderDiff: Sendable, Hashable {
  /// In reading order: that of the new draft, with what was taken away where it stood.
  public let blocks: [ReaderBlock]
  /// What stands elsewhere now.
  public let moves: [ReaderMove]

  /// - Complexity: near linear in the length of both texts, whatever they are.
  public init(old: String, new: String) {
    var numbering = ReaderInterner()
    let old = ReaderSide(old, &numbering)
    self.init(old, ReaderSide(new, &numbering), findsShortMoves: true)
  }

  /// - Parameter new: read by the same numbering.
  init(_ old: ReaderSide, _ new: ReaderSide, findsShortMoves: Bool) {
    var builder = ReaderBuilder(old, new, findsShortMoves: findsShortMoves)
    builder.run()
    blocks = builder.blocks
    moves = builder.moves
  }

  /// Whether both texts are equal, byte for byte.
  public var isSame: Bool { blocks.allSatisfy { $0.spans.allSatisfy { $0.kind == .same } } }

  /// All spans in one row: together the old text is its same and deleted parts, the new its same and inserted.
  ///
  /// A moved paragraph is deleted where it stood and inserted where it stands.
  public var spans: [ReaderSpan] {
    var all: [ReaderSpan] = []
    var place = 0
    for block in blocks {
      let spans = block.kind == .moved ? [block.inserted(at: place)] : block.spans
      if block.kind != .moved { place = block.old.upperBound }
      for span in spans {
        if let last = all.last, last.kind == span.kind, last.kind == .same || last.move == span.move {
          all[all.count - 1].append(span)
        } else {
          all.append(span)
        }
      }
    }
    return all
  }
}

/// One or more paragraphs of the old draft with what they became.
public struct ReaderBlock: Sendable, Hashable {
  public enum Kind: String, Sendable {
    /// The words are the same; white space may have changed.
    case same
    case changed, inserted, deleted
    /// A paragraph of the old draft that is two or more now.
    case split
    /// Two or more paragraphs of the old draft that are one now.
    case merged
    /// Stood elsewhere in the old draft; its spans tell how it was changed on the way.
    case moved
    /// The place where a moved paragraph stood.
    case movedAway
  }

  public let kind: Kind
  /// Where it stands, or stood; empty for an inserted one.
  public let old: Range<Int>
  /// Empty for a deleted one and for one that was moved away.
  public let new: Range<Int>
  public internal(set) var spans: [ReaderSpan]
  /// Which of the moves it belongs to.
  public let move: Int?

  /// The new draft's text as one inserted span.
  fileprivate func inserted(at place: Int) -> ReaderSpan {
    let text = spans.filter { $0.kind != .deleted }.map(\.text).joined()
    return ReaderSpan(kind: .inserted, text: text, old: place..<place, new: new, move: move)
  }
}

/// A run of text that both drafts have, or that one has.
public struct ReaderSpan: Sendable, Hashable {
  public enum Kind: String, Sendable { case same, deleted, inserted }

  public let kind: Kind
  public private(set) var text: String
  /// Empty for inserted text.
  public private(set) var old: Range<Int>
  /// Empty for deleted text.
  public private(set) var new: Range<Int>
  /// Which of the moves it belongs to, when the passage stands on elsewhere.
  public let move: Int?
  /// Whether it is a change that says nothing to a reader: other white space, a block quote wrapped at other words.
  public private(set) var isSpace: Bool

  init(
    kind: Kind, text: String, old: Range<Int>, new: Range<Int>, move: Int? = nil, isSpace: Bool = false
  ) {
    self.kind = kind
    self.text = text
    self.old = old
    self.new = new
    self.move = move
    self.isSpace = isSpace
  }

  fileprivate mutating func append(_ next: ReaderSpan) {
    text += next.text
    isSpace = isSpace && next.isSpace
    if kind != .inserted { old = old.lowerBound..<next.old.upperBound }
    if kind != .deleted { new = new.lowerBound..<next.new.upperBound }
  }
}

/// A passage that stands elsewhere in the new draft.
public struct ReaderMove: Sendable, Hashable {
  public internal(set) var old: Range<Int>
  public internal(set) var new: Range<Int>
  /// Whether words of it were changed on the way.
  public internal(set) var isChanged: Bool
}
