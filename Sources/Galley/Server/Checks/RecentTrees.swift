import Git

/// A tree with those of its names that can be spelt in several ways.
struct KnownTree {
  let bytes: TreeBytes
  /// By what they are to a file system that knows no case.
  private var odd: [String: [ArraySlice<UInt8>]] = [:]

  init(_ bytes: TreeBytes) {
    self.bytes = bytes
    add(bytes[...])
  }

  /// A tree that is `old` but for these entries.
  init(
    _ bytes: TreeBytes, like old: KnownTree, without gone: some Sequence<RawTreeEntry>,
    with new: TreeBytes.Entries
  ) {
    self.bytes = bytes
    odd = old.odd
    for entry in gone where !entry.name.allSatisfy(Self.hasOneSpelling) {
      let key = Self.spelling(of: entry.name)
      odd[key]?.removeAll { $0 == entry.name }
      if odd[key]?.isEmpty == true { odd[key] = nil }
    }
    add(new)
  }

  private mutating func add(_ entries: TreeBytes.Entries) {
    for entry in entries where !entry.name.allSatisfy(Self.hasOneSpelling) {
      odd[Self.spelling(of: entry.name), default: []].append(entry.name)
    }
  }

  /// Whether another of its entries has a name that some file system takes for this one.
  func hasOtherSpelling(of name: ArraySlice<UInt8>) -> Bool {
    let isPlain = name.allSatisfy(Self.hasOneSpelling)
    guard !odd.isEmpty || !isPlain else { return false }
    let key = Self.spelling(of: name)
    if odd[key]?.contains(where: { $0 != name }) == true { return true }
    return !isPlain && bytes.entry(named: key.lowercased().utf8).map { $0.name != name } ?? false
  }

  /// Equal for names that differ in the case or the composition of letters only (Swift compares strings by canonical
  /// equivalence).
  private static func spelling(of name: ArraySlice<UInt8>) -> String {
    String(decoding: name, as: UTF8.self).lowercased().uppercased()
  }

  /// Lower-case letters, digits and marks of ASCII are spelt in one way.
  private static func hasOneSpelling(_ byte: UInt8) -> Bool { byte < 0x80 && !(0x41...0x5A).contains(byte) }
}

/// Where two trees differ; one that isn't there has no entries.
struct TreePair {
  var old = TreeBytes.Entries()
  var new = TreeBytes.Entries()
  var newTree: KnownTree?
}

/// The trees that were read last: in a history each is compared twice, as a commit's and as its child's parent's, and
/// most are like the one before.
final class RecentTrees {
  private let repository: Repository
  private var recent: [ObjectID: KnownTree] = [:]
  private var older: [ObjectID: KnownTree] = [:]

  init(_ repository: Repository) { self.repository = repository }

  /// - Throws: ``TreeFault`` for one that git would not have written.
  func tree(_ id: ObjectID) throws -> KnownTree {
    if let known = known(id) { return known }
    let tree = KnownTree(try TreeBytes(parsing: repository.treeBytes(id)))
    keep(tree, id)
    return tree
  }

  /// - Throws: ``TreeFault`` when git would not have written one of them.
  func pair(_ old: ObjectID?, _ new: ObjectID?) throws -> TreePair {
    guard let old else {
      return try new.map { try tree($0) }.map { TreePair(new: $0.bytes[...], newTree: $0) } ?? TreePair()
    }
    guard let new else { return TreePair(old: try tree(old).bytes[...]) }
    if let after = known(new), known(old) == nil {
      // From the newest commit to the oldest, as histories are walked.
      let (before, ranges) = try read(old, like: after)
      return TreePair(old: before.bytes[ranges.read], new: after.bytes[ranges.known], newTree: after)
    }
    let before = try tree(old)
    let (after, ranges) = try read(new, like: before)
    return TreePair(old: before.bytes[ranges.known], new: after.bytes[ranges.read], newTree: after)
  }

  private func read(
    _ id: ObjectID, like other: KnownTree
  ) throws -> (KnownTree, ranges: (known: Range<Int>, read: Range<Int>)) {
    let there = known(id)
    let bytes = try there?.bytes.bytes ?? repository.treeBytes(id)
    let (tree, gone, new) = try TreeBytes.like(other.bytes, parsing: bytes)
    let known = there ?? KnownTree(tree, like: other, without: other.bytes[gone], with: tree[new])
    keep(known, id)
    return (known, (gone, new))
  }

  private func known(_ id: ObjectID) -> KnownTree? { recent[id] ?? older[id] }

  private func keep(_ tree: KnownTree, _ id: ObjectID) {
    if recent.count >= 16 { (older, recent) = (recent, [:]) }
    recent[id] = tree
  }
}
