import Git
import System

/// Does `work` again, twice at most and a little later each time, when the remote broke off in the middle.
///
/// For work that may be done again from its start. A remote that doesn't answer or refuses isn't asked again.
func whileRemoteBreaksOff<R>(_ work: () throws -> R) throws -> R {
  for pause: UInt32 in [300_000, 1_000_000] {
    do {
      return try work()
    } catch let error as RemoteError where error.kind == .interrupted {
      usleep(UInt32.random(in: pause / 2...pause))
    }
  }
  return try work()
}
