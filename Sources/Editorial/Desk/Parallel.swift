import Git
import Synchronization
import System

extension Desk {
  /// Does work for each part, on all processors where there are many parts; gives the results in the parts' order.
  ///
  /// Each thread has a desk of its own, since libgit2's handles must not be shared.
  ///
  /// - Throws: what the work threw for the first part for which it failed.
  public func map<Part: Sendable, Made: Sendable>(
    _ parts: [Part], _ work: @escaping @Sendable (Desk, Part) throws -> Made
  ) throws -> [Made] {
    let threads = min(sysconf(Int32(_SC_NPROCESSORS_ONLN)), parts.count / Self.fewestParts)
    guard threads > 1 else { return try parts.map { try work(self, $0) } }
    let job = Job(parts: parts, work: work)
    let (location, environment, remote) = (repository.location, environment, remote)
    let hidden = withoutReviews
    let helpers = (1..<threads).compactMap { _ in
      Helper {
        // What a helper can't do, the others do.
        guard let repository = try? Repository(location) else { return }
        job.run(
          on: Desk(
            repository: repository, environment: environment, asSeenAt: remote, withoutReviews: hidden))
      }
    }
    job.run(on: self)
    helpers.forEach { $0.join() }
    return try job.results()
  }

  /// Parts that are worth a thread.
  private static let fewestParts = 8
}

/// Parts that threads take one after the other.
private final class Job<Part: Sendable, Made: Sendable>: Sendable {
  private let parts: [Part]
  private let work: @Sendable (Desk, Part) throws -> Made
  private let next = Mutex(0)
  private let made: Mutex<[Result<Made, any Error>?]>

  init(parts: [Part], work: @escaping @Sendable (Desk, Part) throws -> Made) {
    self.parts = parts
    self.work = work
    made = Mutex(Array(repeating: nil, count: parts.count))
  }

  func run(on desk: Desk) {
    while true {
      let place = next.withLock { next in
        defer { next += 1 }
        return next
      }
      guard place < parts.count else { return }
      let result = Result { try work(desk, parts[place]) }
      made.withLock { $0[place] = result }
    }
  }

  func results() throws -> [Made] { try made.withLock { $0 }.compactMap { try $0?.get() } }
}

/// A thread that was started.
private struct Helper {
  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }

  private let thread: pthread_t

  /// nil when the system has no thread to give.
  init?(_ run: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let body = Unmanaged.passRetained(Body(run))
    let status = pthread_create(
      &thread, nil,
      { body in
        if let body { Unmanaged<Body>.fromOpaque(body).takeRetainedValue().run() }
        return nil
      }, body.toOpaque())
    guard status == 0 else {
      body.release()
      return nil
    }
    self.thread = thread
  }

  func join() { pthread_join(thread, nil) }
}
