import System
import Testing

/// A port of 127.0.0.1 that nobody listens on.
func freePort() throws -> Int {
  let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(listener) }
  return try bindToFreePort(listener)
}

/// Binds a socket to a port of 127.0.0.1 that the system chooses.
func bindToFreePort(_ socket: Int32) throws -> Int {
  var address = loopback(port: 0)
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let status = withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(socket, $0, length) == 0 ? getsockname(socket, $0, &length) : -1
    }
  }
  try #require(status == 0)
  return Int(UInt16(bigEndian: address.sin_port))
}

private func loopback(port: Int) -> sockaddr_in {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = UInt16(port).bigEndian
  address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  return address
}

/// Waits until somebody listens there; fails after ten seconds.
func waitForPort(_ port: Int) throws {
  for _ in 0..<200 {
    if isListening(port) { return }
    usleep(50_000)
  }
  Issue.record("nobody listens on port \(port)")
  throw CancellationError()
}

private func isListening(_ port: Int) -> Bool {
  let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(client) }
  return connectToLoopback(client, port: port)
}

func connectToLoopback(_ client: Int32, port: Int) -> Bool {
  var address = loopback(port: port)
  return withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
    }
  }
}

/// A socket that takes connections in and never says a word.
final class Listener {
  let port: Int
  private let socket: Int32

  init() throws {
    socket = System.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    port = try bindToFreePort(socket)
    try #require(listen(socket, 16) == 0)
  }

  deinit { close(socket) }
}
