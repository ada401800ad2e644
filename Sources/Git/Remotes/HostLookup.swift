internal import CGit
import System

/// The addresses of a host, looked up in a thread of its own: the system's resolver can't be given a time.
final class HostLookup: @unchecked Sendable {
  private let host: String
  private let port: String
  /// The thread closes the second end when it is done; until then it alone touches what follows.
  private var pipe: [Int32] = [-1, -1]
  private var status: Int32 = 0
  private var first: UnsafeMutablePointer<addrinfo>?

  private init(_ host: String, _ port: String) {
    (self.host, self.port) = (host, port)
  }

  deinit { if let first { freeaddrinfo(first) } }

  enum Answer {
    case found(HostLookup)
    /// Why it was not, in words.
    case notFound(String)
    case silence(String)
  }

  /// The first of a list of addresses.
  var addresses: UnsafeMutablePointer<addrinfo>? { first }

  /// Waits no longer than for a silent remote; then the thread is left to itself.
  static func find(_ host: String, port: String) -> Answer {
    let lookup = HostLookup(host, port)
    guard System.pipe(&lookup.pipe) == 0 else { return .notFound(systemErrorWords()) }
    for end in lookup.pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let end = lookup.pipe[0]
    defer { close(end) }
    guard lookup.start() else {
      close(lookup.pipe[1])
      return .notFound("no thread could be started")
    }
    var timeout = RemoteTimeout()
    var watched = [pollfd(fd: end, events: Int16(POLLIN), revents: 0)]
    guard timeout.wait(&watched) else {
      return .silence("no name server said where \(host) is for \(timeout.seconds) s")
    }
    return lookup.status == 0 ? .found(lookup) : .notFound(String(cString: gai_strerror(lookup.status)))
  }

  private func start() -> Bool {
    var thread = pthread_t()
    let held = Unmanaged.passRetained(self)
    let status = pthread_create(
      &thread, nil,
      { held in
        if let held { Unmanaged<HostLookup>.fromOpaque(held).takeRetainedValue().run() }
        return nil
      }, held.toOpaque())
    guard status == 0 else {
      held.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  private func run() {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    status = getaddrinfo(host, port, &hints, &first)
    close(pipe[1])
  }
}
