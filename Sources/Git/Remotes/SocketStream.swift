internal import CGit
import Synchronization
import System

/// libgit2's TCP connections, made by us so that a silent server is given up: libgit2 1.5 has no time-outs.
///
/// TLS and proxies stay libgit2's; its TLS stream reads and writes through this one (git2/sys/stream.h).
final class SocketStream {
  private let host: String
  private let port: String
  private var socket: Int32 = -1
  private var timeout = RemoteTimeout()

  private init(host: String, port: String) {
    (self.host, self.port) = (host, port)
  }

  deinit { close() }

  /// libgit2's structure with our pointer behind it.
  private struct Stream {
    var base: git_stream
    let socket: Unmanaged<SocketStream>
  }

  private static let trouble = Mutex<(kind: RemoteTimeout.Trouble, words: String)?>(nil)

  /// What ended a connection of this process since this was asked last. libgit2's TLS puts words of its own over ours.
  static func takeTrouble() -> (kind: RemoteTimeout.Trouble, words: String)? {
    trouble.withLock { trouble in
      defer { trouble = nil }
      return trouble
    }
  }

  private static func note(_ kind: RemoteTimeout.Trouble, _ words: String) {
    trouble.withLock { $0 = (kind, words) }
  }

  /// Tells libgit2 to connect by this class. Once for the process.
  static let isRegistered: Bool = {
    var registration = git_stream_registration(
      version: Int32(GIT_STREAM_VERSION), init: { SocketStream.make($0, $1, $2) }, wrap: nil)
    return git_stream_register(GIT_STREAM_STANDARD, &registration) == 0
  }()

  private static func make(
    _ out: UnsafeMutablePointer<UnsafeMutablePointer<git_stream>?>?, _ host: UnsafePointer<CChar>?,
    _ port: UnsafePointer<CChar>?
  ) -> Int32 {
    guard let out, let host, let port else { return -1 }
    let stream = SocketStream(host: String(cString: host), port: String(cString: port))
    let box = UnsafeMutablePointer<Stream>.allocate(capacity: 1)
    var base = git_stream()
    base.version = Int32(GIT_STREAM_VERSION)
    base.connect = { SocketStream.of($0)?.connect() ?? -1 }
    base.read = { SocketStream.of($0)?.read($1, $2) ?? -1 }
    base.write = { stream, bytes, count, _ in SocketStream.of(stream)?.write(bytes, count) ?? -1 }
    base.close = {
      SocketStream.of($0)?.close()
      return 0
    }
    base.free = {
      $0?.withMemoryRebound(to: Stream.self, capacity: 1) {
        $0.pointee.socket.release()
        $0.deallocate()
      }
    }
    box.initialize(to: Stream(base: base, socket: .passRetained(stream)))
    out.pointee = UnsafeMutableRawPointer(box).assumingMemoryBound(to: git_stream.self)
    return 0
  }

  private static func of(_ stream: UnsafeMutablePointer<git_stream>?) -> SocketStream? {
    stream?.withMemoryRebound(to: Stream.self, capacity: 1) { $0.pointee.socket.takeUnretainedValue() }
  }

  /// Tries the host's addresses one after the other.
  private func connect() -> Int32 {
    let lookup: HostLookup
    switch HostLookup.find(host, port: port) {
    case .found(let found): lookup = found
    case .notFound(let why): return failed("failed to resolve address for \(host): \(why)")
    case .silence(let why):
      Self.note(.silence, why)
      return failed(why)
    }
    var trouble = "it has no address"
    var next = lookup.addresses
    while let address = next?.pointee {
      socket = System.socket(address.ai_family, address.ai_socktype, address.ai_protocol)
      if socket >= 0 {
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
        timeout = RemoteTimeout()
        if System.connect(socket, address.ai_addr, address.ai_addrlen) == 0 { return 0 }
        let number = errno == EINPROGRESS ? waitForConnection() : errno
        if number == 0 { return 0 }
        trouble = systemErrorWords(number)
        close()
      }
      next = address.ai_next
    }
    return failed("failed to connect to \(host): \(trouble)")
  }

  /// - Returns: the error's number; 0 when it stands.
  private func waitForConnection() -> Int32 {
    guard wait(for: POLLOUT) else { return ETIMEDOUT }
    timeout.moved(0)
    _ = Self.takeTrouble()
    var number: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(socket, SOL_SOCKET, SO_ERROR, &number, &size) == 0 ? number : errno
  }

  private func read(_ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    moving(POLLIN) { recv(socket, bytes, count, 0) }
  }

  private func write(_ bytes: UnsafePointer<CChar>?, _ count: Int) -> Int {
    moving(POLLOUT) { send(socket, bytes, count, Int32(MSG_NOSIGNAL)) }
  }

  private func moving(_ events: Int32, _ call: () -> Int) -> Int {
    while true {
      let count = call()
      if count >= 0 {
        timeout.moved(count)
        guard AdvertisementLimit.take(count) else { return Int(failed(AdvertisementLimit.message)) }
        return count
      }
      guard errno == EINTR || errno == EAGAIN else {
        let words = "the connection broke off: \(systemErrorWords())"
        Self.note(.broken, words)
        return Int(failed(words))
      }
      guard wait(for: events) else { return Int(failed(Self.trouble.withLock { $0?.words ?? "" })) }
    }
  }

  private func wait(for events: Int32) -> Bool {
    var watched = [pollfd(fd: socket, events: Int16(events), revents: 0)]
    let isReady = timeout.wait(&watched)
    if let trouble = timeout.trouble { Self.note(trouble, timeout.words(of: trouble)) }
    return isReady
  }

  private func close() {
    if socket >= 0 { System.close(socket) }
    socket = -1
  }

  private func failed(_ message: String) -> Int32 {
    git_error_set_str(Int32(GIT_ERROR_NET.rawValue), message)
    return -1
  }
}
