internal import CGit
import System

/// How long one conversation with a remote is waited for: not for ever in silence, nor for ever at a crawl.
///
/// Only time that is spent waiting counts, and only what the other side says or takes.
struct RemoteTimeout {
  /// Seconds without a byte in either direction after which a remote counts as hanging: `GALLEY_TIMEOUT`, else 60.
  static let seconds = number("GALLEY_TIMEOUT", else: 60, in: 1...86_400)
  /// The fewest bytes a second, over five times as long, that count as going on: `GALLEY_LOW_SPEED`, else 100.
  static let lowSpeed = number("GALLEY_LOW_SPEED", else: 100, in: 0...1_000_000_000)

  private static func number(_ variable: String, else usual: Int, in range: ClosedRange<Int>) -> Int {
    guard let asked = getenv(variable).flatMap({ Int(String(cString: $0)) }), asked >= range.lowerBound else {
      return usual
    }
    return min(asked, range.upperBound)
  }

  enum Trouble: Int {
    /// Nothing came for too long.
    case silence = 1
    case crawl
    /// The connection is gone.
    case broken
  }

  let seconds: Int
  private(set) var trouble: Trouble?
  private var bytes = 0
  /// Milliseconds waited while these bytes came.
  private var waited = 0
  private var waitsSince: Int?

  init(seconds: Int = RemoteTimeout.seconds) { self.seconds = seconds }

  private var window: Int { seconds * 5 }

  /// Notes that bytes came or went.
  mutating func moved(_ count: Int) {
    bytes += count
    guard let since = waitsSince else { return }
    waitsSince = nil
    waited += monotonicMilliseconds() - since
    guard waited >= window * 1_000 else { return }
    if bytes < Self.lowSpeed * window { trouble = .crawl }
    (bytes, waited) = (0, 0)
  }

  /// Waits until one of these can be read or written, or is closed.
  ///
  /// - Returns: false when it isn't to be waited for any more; see ``trouble``.
  mutating func wait(_ watched: inout [pollfd]) -> Bool {
    let since = waitsSince ?? monotonicMilliseconds()
    waitsSince = since
    while trouble == nil {
      let left = since + seconds * 1_000 - monotonicMilliseconds()
      guard left > 0 else {
        trouble = .silence
        break
      }
      let ready = poll(&watched, nfds_t(watched.count), Int32(left))
      if ready > 0 { return true }
      if ready < 0, errno != EINTR { trouble = .broken }
    }
    return false
  }

  /// What ended the waiting, in words.
  func words(of trouble: Trouble) -> String {
    func counted(_ seconds: Int) -> String { "\(seconds) second\(seconds == 1 ? "" : "s")" }
    return switch trouble {
    case .silence: "nothing came for \(counted(seconds))"
    case .crawl: "less than \(Self.lowSpeed) bytes a second came for \(counted(window))"
    case .broken: "the connection broke off"
    }
  }
}
