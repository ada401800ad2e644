internal import CGit
import Glibc

/// How long a silent remote is waited for.
enum Patience {
  /// Seconds without a byte in either direction after which a remote counts as hanging: `GALLEY_TIMEOUT`, else 60.
  static let seconds: Int32 = {
    let asked = getenv("GALLEY_TIMEOUT").flatMap { Int32(String(cString: $0)) } ?? 60
    return asked > 0 ? min(asked, 86_400) : 60
  }()

  static var message: String { "nothing came for \(seconds) second\(seconds == 1 ? "" : "s")" }

  enum Answer { case ready, silent, failed }

  /// Waits until one of these can be read or written, or is closed.
  static func wait(_ watched: inout [pollfd], seconds: Int32 = Patience.seconds) -> Answer {
    while true {
      let ready = poll(&watched, nfds_t(watched.count), seconds * 1_000)
      if ready > 0 { return .ready }
      if ready == 0 { return .silent }
      guard errno == EINTR else { return .failed }
    }
  }
}
