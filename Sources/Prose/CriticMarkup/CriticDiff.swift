extension CriticText {
  /// A diff as CriticMarkup: accepting all gives the new draft, rejecting all the old, byte for byte.
  public init(_ diff: ReaderDiff) {
    var parts = diff.spans[...]
    self.init()
    while let span = parts.popFirst() {
      switch span.kind {
      case .same: append(.text(span.text))
      case .inserted: append(.insertion(span.text))
      case .deleted:
        if let next = parts.first, next.kind == .inserted, next.move == nil, span.move == nil {
          parts.removeFirst()
          append(.substitution(old: span.text, new: next.text))
        } else {
          append(.deletion(span.text))
        }
      }
    }
  }
}
