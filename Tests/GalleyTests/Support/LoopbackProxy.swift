import Foundation
import System
import Testing

/// A TCP proxy on loopback that passes on what two sides say and can cut the connection, fall silent, or go on at four
/// bytes a second, after a count of bytes. It answers CONNECT as an http proxy does when it has no target of its own.
final class LoopbackProxy: @unchecked Sendable {
  enum After { case cut, silence, crawl }

  let port: Int
  private let listener: Int32
  private let target: Int?
  private let limit: Int
  private let after: After
  private let lock = NSLock()
  private var connections = 0

  /// How many connections were made through it.
  var count: Int { lock.withLock { connections } }

  /// - Parameters:
  ///   - target: the port to pass on to; nil for an http proxy.
  ///   - limit: the bytes of the server's that it passes on in one connection.
  init(to target: Int?, limit: Int = .max, after: After = .cut) throws {
    (self.target, self.limit, self.after) = (target, limit, after)
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    port = try bindToFreePort(listener)
    try #require(listen(listener, 16) == 0)
    let thread = Thread { [weak self, listener] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0, let self else { return }
        _ = fcntl(client, F_SETFD, FD_CLOEXEC)
        self.lock.withLock { self.connections += 1 }
        Thread { self.serve(client) }.start()
      }
    }
    thread.start()
  }

  /// Ends the thread that accepts.
  func close() { shutdown(listener, Int32(SHUT_RDWR)) }

  deinit {
    close()
    System.close(listener)
  }

  private func serve(_ client: Int32) {
    defer { System.close(client) }
    guard let port = target ?? readConnect(client) else { return }
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { System.close(server) }
    _ = fcntl(server, F_SETFD, FD_CLOEXEC)
    guard connectToLoopback(server, port: port) else { return }
    if target == nil { _ = send(client, "HTTP/1.1 200 OK\r\n\r\n") }
    var left = limit
    while left > 0 {
      var watched = [
        pollfd(fd: client, events: Int16(POLLIN), revents: 0),
        pollfd(fd: server, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&watched, 2, 60_000) > 0 else { return }
      if watched[0].revents != 0, pass(from: client, to: server, most: .max) == 0 { return }
      if watched[1].revents != 0 {
        let count = pass(from: server, to: client, most: left)
        if count == 0 { return }
        left -= count
      }
    }
    if after == .crawl {
      for _ in 0..<200 where pass(from: server, to: client, most: 1) == 1 { usleep(250_000) }
    }
    if after == .silence {
      var watched = [pollfd(fd: client, events: Int16(POLLHUP), revents: 0)]
      poll(&watched, 1, 30_000)
    }
  }

  private func pass(from: Int32, to: Int32, most: Int) -> Int {
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    let count = recv(from, &buffer, min(buffer.count, most), 0)
    var done = 0
    while done < count {
      let sent = buffer.withUnsafeBytes {
        System.send(to, $0.baseAddress?.advanced(by: done), count - done, Int32(MSG_NOSIGNAL))
      }
      if sent <= 0 { return 0 }
      done += sent
    }
    return max(0, count)
  }

  /// Reads the head of a CONNECT request and gives the port it names.
  private func readConnect(_ client: Int32) -> Int? {
    var head: [UInt8] = []
    var byte: UInt8 = 0
    while !head.suffix(4).elementsEqual("\r\n\r\n".utf8), head.count < 8192, recv(client, &byte, 1, 0) == 1 {
      head.append(byte)
    }
    let words = String(decoding: head, as: UTF8.self).split(separator: " ")
    guard words.first == "CONNECT", words.count > 1 else { return nil }
    return words[1].split(separator: ":").last.flatMap { Int($0) }
  }

  private func send(_ socket: Int32, _ text: String) -> Bool {
    text.withCString { System.send(socket, $0, strlen($0), Int32(MSG_NOSIGNAL)) } > 0
  }
}
