import Synchronization

/// How much a remote may say of its branches: libgit2 keeps all of it in memory, and a hostile one goes on for ever.
enum AdvertisementLimit {
  /// Some 800,000 branches.
  private static let most = 64 << 20
  private static let left = Atomic(Int.max)

  static let message = "it says more than \(most >> 20) MiB of its branches"

  static func begin() { left.store(most, ordering: .relaxed) }
  static func end() { left.store(.max, ordering: .relaxed) }

  static var isSpent: Bool { left.load(ordering: .relaxed) < 0 }

  /// - Returns: false when it was too much.
  static func take(_ bytes: Int) -> Bool {
    guard left.load(ordering: .relaxed) != .max else { return true }
    return left.subtract(bytes, ordering: .relaxed).newValue >= 0
  }
}
