/// A part of a merged text.
public enum MergeHunk: Sendable, Hashable {
  case clean(String)
  /// The smallest run of words that both sides changed, differently.
  case conflict(base: String, ours: String, theirs: String)
}

/// What a three-way merge gave.
public struct MergeResult: Sendable, Hashable {
  /// In the order of the text.
  public let hunks: [MergeHunk]
  /// How many of them are conflicts.
  public let conflicts: Int

  public var isClean: Bool { conflicts == 0 }

  init(_ hunks: [MergeHunk]) {
    self.hunks = hunks
    conflicts = hunks.count { if case .conflict = $0 { true } else { false } }
  }

  /// The merged text, conflicts marked as git marks them, on lines of their own.
  public func text(ours: String = "ours", theirs: String = "theirs") -> String {
    var text = ""
    for hunk in hunks {
      switch hunk {
      case .clean(let clean): text += clean
      case .conflict(_, let our, let their): text.appendConflict(ours: our, theirs: their, as: ours, theirs)
      }
    }
    return text
  }
}

extension String {
  /// Two sides of a passage between marks on lines of their own.
  public mutating func appendConflict(
    ours: String, theirs: String, as nameOfOurs: String, _ nameOfTheirs: String
  ) {
    endLine()
    append("<<<<<<< \(nameOfOurs)\n\(ours)")
    endLine()
    append("=======\n\(theirs)")
    endLine()
    append(">>>>>>> \(nameOfTheirs)\n")
  }

  private mutating func endLine() {
    if !utf8.isEmpty, utf8.last != 0x0A { append("\n") }
  }
}

/// The line, from 1, where a passage begins that is still marked as a conflict; none inside code blocks.
public func firstConflictMark(in text: String) -> Int? {
  markedPassages(in: text).first { !$0.isInCode }?.line
}

/// Merges two texts that were made from one: by lines first, and by words where both changed the same lines.
///
/// White space never makes a conflict: a re-wrapped paragraph merges with changed words in it. Table rows, code and
/// front matter are merged by lines only.
public func merge(base: String, ours: String, theirs: String) -> MergeResult {
  if ours.utf8Equal(theirs) || theirs.utf8Equal(base) {
    return MergeResult(ours.isEmpty ? [] : [.clean(ours)])
  }
  if ours.utf8Equal(base) { return MergeResult(theirs.isEmpty ? [] : [.clean(theirs)]) }
  let texts = [base, ours, theirs].map { Array($0.utf8) }
  guard let ends = LineEnds.merged(texts), ends == .crlf || texts.contains(where: { $0.contains(0x0D) })
  else {
    return MergeResult(mergedHunks(texts))
  }
  let hunks = mergedHunks(texts.map { $0.filter { $0 != 0x0D } })
  return MergeResult(ends == .crlf ? hunks.map(\.withCRLF) : hunks)
}

private func mergedHunks(_ texts: [[UInt8]]) -> [MergeHunk] {
  var merge = LineMerge(texts.map { Lines($0) })
  merge.run()
  return merge.hunks.hunks
}

/// What ends a text's lines, where all of them end alike.
private enum LineEnds {
  case lf, crlf

  /// Whoever changed the line ends of the whole text decides; nil when some text's lines end in different ways.
  static func merged(_ texts: [[UInt8]]) -> LineEnds? {
    var ends: [LineEnds?] = []
    for text in texts {
      let feeds = text.count { $0 == 0x0A }
      let pairs = zip(text, text.dropFirst()).count { $0 == 0x0D && $1 == 0x0A }
      guard text.count(where: { $0 == 0x0D }) == pairs, pairs == 0 || pairs == feeds else { return nil }
      ends.append(feeds == 0 ? nil : pairs > 0 ? .crlf : .lf)
    }
    let known = Set(ends.compactMap { $0 })
    let base = ends[0] ?? (known == [.crlf] ? .crlf : .lf)
    let (ours, theirs) = (ends[1] ?? base, ends[2] ?? base)
    return ours == base ? theirs : ours
  }
}

extension MergeHunk {
  fileprivate var withCRLF: MergeHunk {
    switch self {
    case .clean(let text): .clean(text.withCRLF)
    case .conflict(let base, let ours, let theirs):
      .conflict(base: base.withCRLF, ours: ours.withCRLF, theirs: theirs.withCRLF)
    }
  }
}

extension String {
  fileprivate var withCRLF: String {
    var bytes: [UInt8] = []
    for byte in utf8 { bytes += byte == 0x0A ? [0x0D, 0x0A] : [byte] }
    return String(decoding: bytes, as: UTF8.self)
  }

  fileprivate func utf8Equal(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

/// Puts a merged text together.
struct MergeHunks {
  private var done: [MergeHunk] = []
  private var clean: [UInt8] = []

  mutating func add(_ bytes: some Collection<UInt8>) { clean.append(contentsOf: bytes) }

  mutating func addConflict(base: ArraySlice<UInt8>, ours: ArraySlice<UInt8>, theirs: ArraySlice<UInt8>) {
    flush()
    done.append(
      .conflict(
        base: String(decoding: base, as: UTF8.self), ours: String(decoding: ours, as: UTF8.self),
        theirs: String(decoding: theirs, as: UTF8.self)))
  }

  mutating func add(_ other: MergeHunks) {
    for hunk in other.hunks { add(hunk) }
  }

  mutating func add(_ hunk: MergeHunk) {
    switch hunk {
    case .clean(let text): add(text.utf8)
    case .conflict:
      flush()
      done.append(hunk)
    }
  }

  /// Ends a line that is begun.
  mutating func endLine() {
    if let last = clean.last, last != 0x0A { clean.append(0x0A) }
  }

  /// Whether what comes next begins a line.
  var isAtLineStart: Bool {
    if let last = clean.last { return last == 0x0A }
    switch done.last {
    case nil: return true
    case .clean(let text): return text.utf8.last == 0x0A
    // A conflict that ends within its line is shown with a line's end.
    case .conflict(_, let ours, let theirs): return ours.utf8.last == 0x0A && theirs.utf8.last == 0x0A
    }
  }

  var isClean: Bool { done.allSatisfy { if case .clean = $0 { true } else { false } } }

  /// What is clean of it.
  var cleanBytes: [UInt8] {
    hunks.flatMap { hunk -> [UInt8] in
      if case .clean(let text) = hunk { Array(text.utf8) } else { [] }
    }
  }

  /// The text of somebody who takes ours (0) or theirs (1) of every conflict.
  func bytes(choosing side: Int) -> [UInt8] {
    hunks.flatMap { hunk -> [UInt8] in
      switch hunk {
      case .clean(let text): Array(text.utf8)
      case .conflict(_, let ours, let theirs): Array((side == 0 ? ours : theirs).utf8)
      }
    }
  }

  private mutating func flush() {
    if !clean.isEmpty { done.append(.clean(String(decoding: clean, as: UTF8.self))) }
    clean = []
  }

  var hunks: [MergeHunk] {
    var copy = self
    copy.flush()
    return copy.done
  }
}
