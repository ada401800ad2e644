import System

/// The file `packed-refs`: many references in one file, in git's format (gitrepository-layout(5), git-pack-refs(1)).
struct PackedReferences {
  private struct Entry {
    let name: ArraySlice<UInt8>
    /// The whole line, and the line of the object that a tag names.
    let lines: ArraySlice<UInt8>
  }

  private static let header = Array("# pack-refs with: peeled fully-peeled sorted \n".utf8)

  /// By name, in the order of bytes.
  private var entries: [Entry] = []

  /// - Parameter bytes: the file's; of none an empty list.
  /// - Throws: ``GitError`` when a line isn't git's: then nobody may write the file anew.
  init(parsing bytes: [UInt8]) throws(GitError) {
    var isSorted = true
    var place = 0
    while place < bytes.count {
      let start = place
      place = (bytes[place...].firstIndex(of: 0x0A) ?? bytes.count - 1) + 1
      if bytes[start] == UInt8(ascii: "#") { continue }
      guard place - start > 42, bytes[start + 40] == UInt8(ascii: " "), bytes[place - 1] == 0x0A else {
        throw GitError(
          code: .other(-1), class: .reference, message: "packed-refs is corrupt",
          attempted: "read packed-refs")
      }
      let name = bytes[start + 41..<place - 1]
      if place < bytes.count, bytes[place] == UInt8(ascii: "^") {
        place = (bytes[place...].firstIndex(of: 0x0A) ?? bytes.count - 1) + 1
      }
      if let last = entries.last, !last.name.lexicographicallyPrecedes(name) { isSorted = false }
      entries.append(Entry(name: name, lines: bytes[start..<place]))
    }
    if !isSorted { entries.sort { $0.name.lexicographicallyPrecedes($1.name) } }
  }

  /// The file's bytes with other values for some references: O(n + m log m).
  func bytes(with updates: [ReferenceUpdate]) -> [UInt8] {
    let changes = updates.map { (name: Array($0.name.utf8), new: $0.new) }
      .sorted { $0.name.lexicographicallyPrecedes($1.name) }
    var out = Self.header
    var index = 0
    for change in changes {
      while index < entries.count, entries[index].name.lexicographicallyPrecedes(change.name) {
        out += entries[index].lines
        index += 1
      }
      if index < entries.count, entries[index].name.elementsEqual(change.name) { index += 1 }
      if let new = change.new { out += Array("\(new) ".utf8) + change.name + [0x0A] }
    }
    for entry in entries[index...] { out += entry.lines }
    return out
  }

  /// Whether a packed reference lies above this one or below it.
  func collides(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    for end in bytes.indices where bytes[end] == UInt8(ascii: "/") {
      if has(bytes[..<end]) { return true }
    }
    let below = bytes + [UInt8(ascii: "/")]
    let place = firstPlace(from: below[...])
    return place < entries.count && entries[place].name.starts(with: below)
  }

  private func has(_ name: ArraySlice<UInt8>) -> Bool {
    let place = firstPlace(from: name)
    return place < entries.count && entries[place].name.elementsEqual(name)
  }

  private func firstPlace(from name: ArraySlice<UInt8>) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = low + (high - low) / 2
      if entries[middle].name.lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// libgit2's words for the same, as they are for single references.
  static func collision(_ name: String) -> GitError {
    GitError(
      code: .other(-1), class: .reference, message: "path to reference '\(name)' collides with existing one",
      attempted: "update \(name)")
  }
}
