/// Finds a doubled key: by looking through the members while they are few, by hashing when they are many, so
/// that an object of a million keys stays linear.
struct KeySet {
  private struct Key: Hashable {
    let key: String

    static func == (left: Key, right: Key) -> Bool {
      left.key == right.key && left.key.utf8.elementsEqual(right.key.utf8)
    }

    func hash(into hasher: inout Hasher) {
      var key = key
      key.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }

  private static let few = 12
  private var hashed: Set<Key> = []

  /// False when the key is among the members already.
  mutating func insert(_ key: String, besides members: [JSON.Member]) -> Bool {
    if members.count < Self.few { return !members.contains { $0.isNamed(key) } }
    if members.count == Self.few {
      for member in members { hashed.insert(Key(key: member.key)) }
    }
    return hashed.insert(Key(key: key)).inserted
  }
}
