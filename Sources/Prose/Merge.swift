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
      case .conflict(_, let our, let their):
        text = text.endingLine
        text += "<<<<<<< \(ours)\n\(our.endingLine)=======\n\(their.endingLine)>>>>>>> \(theirs)\n"
      }
    }
    return text
  }
}

extension String {
  fileprivate var endingLine: String { isEmpty || utf8.last == 0x0A ? self : self + "\n" }
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
  var merge = LineMerge([base, ours, theirs].map { Lines(Array($0.utf8)) })
  merge.run()
  return MergeResult(merge.hunks.hunks)
}

extension String {
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
