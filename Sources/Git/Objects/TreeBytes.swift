internal import CGit

/// A tree's own bytes with where each entry starts.
///
/// A tree that is like another is read from where the two differ: adding one file to a folder of ten thousand costs no
/// walk over the others.
public struct TreeBytes: Sendable {
  public let bytes: [UInt8]
  /// Where the entries start, and last where the bytes end.
  private let starts: [Int]

  /// Parses all of it.
  public init(parsing bytes: [UInt8]) throws(TreeFault) {
    self.bytes = bytes
    var reader = EntryReader(bytes: bytes, offset: 0)
    var starts = [0]
    starts.reserveCapacity(bytes.count / 36 + 1)
    while reader.offset < bytes.count {
      _ = try reader.next()
      starts.append(reader.offset)
    }
    self.starts = starts
    for index in 0..<max(0, starts.count - 2) { try Self.checkOrder(self[index], self[index + 1]) }
    for index in 0..<starts.count - 1 where self[index].isFolder { try checkEarlier(index) }
  }

  /// Parses where it differs from another.
  ///
  /// - Returns: in both the entries that differ, and maybe one beside them; all others are the same.
  public static func like(
    _ old: TreeBytes, parsing bytes: [UInt8]
  ) throws(TreeFault) -> (tree: TreeBytes, old: Range<Int>, new: Range<Int>) {
    let (before, after) = commonEnds(old.bytes, bytes)
    let first = old.lastEntry(startingAtOrBefore: before)
    var next = old.firstEntry(startingAtOrAfter: max(old.bytes.count - after, old.starts[first]))
    let shift = bytes.count - old.bytes.count
    var reader = EntryReader(bytes: bytes, offset: old.starts[first])
    var middle: [Int] = []
    while reader.offset < bytes.count {
      // What follows is the old tree's, unless an entry ends elsewhere than one of the old.
      while next < old.count, old.starts[next] + shift < reader.offset { next += 1 }
      if next < old.count, old.starts[next] + shift == reader.offset,
        old.starts[next] >= old.bytes.count - after
      {
        break
      }
      middle.append(reader.offset)
      _ = try reader.next()
    }
    if reader.offset == bytes.count { next = old.count }
    let tree = TreeBytes(
      bytes: bytes, starts: old.starts[..<first] + middle + old.starts[next...].map { $0 + shift })
    let new = first..<first + middle.count
    for index in max(0, first - 1)..<min(new.upperBound, max(0, tree.count - 1)) {
      try checkOrder(tree[index], tree[index + 1])
    }
    for index in new {
      if tree[index].isFolder { try tree.checkEarlier(index) } else { try tree.checkLater(index) }
    }
    return (tree, first..<next, new)
  }

  private init(bytes: [UInt8], starts: [Int]) {
    (self.bytes, self.starts) = (bytes, starts)
  }

  public var count: Int { starts.count - 1 }

  /// Some of a tree's entries, parsed one by one as they are asked for.
  public struct Entries: RandomAccessCollection, Sendable {
    private var tree: TreeBytes?
    private var range = 0..<0

    /// None.
    public init() {}

    fileprivate init(_ tree: TreeBytes, _ range: Range<Int>) { (self.tree, self.range) = (tree, range) }

    public var startIndex: Int { 0 }
    public var endIndex: Int { range.count }
    public subscript(index: Int) -> RawTreeEntry {
      guard let tree else { preconditionFailure("there is no entry") }
      return tree[range.lowerBound + index]
    }
  }

  public subscript(range: Range<Int>) -> Entries { Entries(self, range) }
  public subscript(_: UnboundedRange) -> Entries { self[0..<count] }

  public subscript(index: Int) -> RawTreeEntry {
    var reader = EntryReader(bytes: bytes, offset: starts[index])
    return reader.parsed(upTo: starts[index + 1])
  }

  /// The entry of a name, a file or a folder.
  public func entry(named name: some Collection<UInt8>) -> RawTreeEntry? {
    let name = ArraySlice(name)
    let modes: [UInt32] = [0o040000, 0o100644]
    return modes.lazy.compactMap { mode in
      let index = insertionPoint(of: RawTreeEntry(name: name, mode: mode, id: .zero))
      return index < count && self[index].name == name ? self[index] : nil
    }.first
  }

  /// The first entry that doesn't stand before another.
  private func insertionPoint(of entry: RawTreeEntry) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].standsBefore(entry) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func lastEntry(startingAtOrBefore offset: Int) -> Int {
    var (low, high) = (0, starts.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if starts[middle] <= offset { low = middle } else { high = middle - 1 }
    }
    return low
  }

  private func firstEntry(startingAtOrAfter offset: Int) -> Int {
    let last = lastEntry(startingAtOrBefore: offset)
    return starts[last] == offset ? last : last + 1
  }

  /// How many bytes two trees share at their beginnings and, behind those, at their ends.
  private static func commonEnds(_ a: [UInt8], _ b: [UInt8]) -> (before: Int, after: Int) {
    let most = min(a.count, b.count)
    return a.withUnsafeBytes { a in
      b.withUnsafeBytes { b in
        var before = 0
        while before + 8 <= most,
          a.loadUnaligned(fromByteOffset: before, as: UInt64.self)
            == b.loadUnaligned(fromByteOffset: before, as: UInt64.self)
        { before += 8 }
        while before < most, a[before] == b[before] { before += 1 }
        var after = 0
        while after + 8 <= most - before,
          a.loadUnaligned(fromByteOffset: a.count - after - 8, as: UInt64.self)
            == b.loadUnaligned(fromByteOffset: b.count - after - 8, as: UInt64.self)
        { after += 8 }
        while after < most - before, a[a.count - 1 - after] == b[b.count - 1 - after] { after += 1 }
        return (before, after)
      }
    }
  }

  private static func checkOrder(_ one: RawTreeEntry, _ next: RawTreeEntry) throws(TreeFault) {
    if one.name == next.name { throw .duplicate(next.shownName) }
    guard one.standsBefore(next) else { throw .notInOrder(next.shownName) }
  }

  /// A folder may stand some way after a file of its name: what is between begins with that name.
  private func checkEarlier(_ index: Int) throws(TreeFault) {
    let folder = self[index]
    for earlier in (0..<index).reversed() {
      let entry = self[earlier]
      if entry.name == folder.name { throw .duplicate(folder.shownName) }
      guard entry.name.starts(with: folder.name) else { return }
    }
  }

  private func checkLater(_ index: Int) throws(TreeFault) {
    let file = self[index]
    for later in index + 1..<max(index + 1, count) {
      let entry = self[later]
      if entry.name == file.name { throw .duplicate(file.shownName) }
      guard entry.name.starts(with: file.name) else { return }
    }
  }
}

/// Reads `MODE SP NAME NUL ID` again and again.
private struct EntryReader {
  let bytes: [UInt8]
  var offset: Int

  mutating func next() throws(TreeFault) -> RawTreeEntry {
    let start = offset
    var place = start
    while place < bytes.count, bytes[place] != 0x20 {
      guard place - start < 6, (0x30...0x37).contains(bytes[place]) else {
        throw .mode(String(decoding: bytes[start...place], as: UTF8.self))
      }
      place += 1
    }
    guard place > start, place < bytes.count, bytes[start] != 0x30 else { throw .cutOff }
    guard let end = bytes[(place + 1)...].firstIndex(of: 0), end + 20 < bytes.count else { throw .cutOff }
    return parsed(upTo: end + 21)
  }

  /// An entry that is known to end there.
  mutating func parsed(upTo end: Int) -> RawTreeEntry {
    var mode: UInt32 = 0
    var place = offset
    while bytes[place] != 0x20 {
      mode = mode << 3 | UInt32(bytes[place] - 0x30)
      place += 1
    }
    var oid = git_oid()
    withUnsafeMutableBytes(of: &oid) { $0.copyBytes(from: bytes[end - 20..<end]) }
    offset = end
    return RawTreeEntry(name: bytes[place + 1..<end - 21], mode: mode, id: ObjectID(oid))
  }
}

extension RawTreeEntry {
  public var isFolder: Bool { mode == 0o040000 }
  fileprivate var shownName: String { String(decoding: name, as: UTF8.self) }
}
