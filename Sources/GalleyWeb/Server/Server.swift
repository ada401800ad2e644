import CMicrohttpd
import Synchronization

/// A web server on 127.0.0.1, by libmicrohttpd: one thread answers one request after the other.
final class Server {
  private let daemon: OpaquePointer
  private let site: Unmanaged<Box>
  /// The port it listens on.
  let port: UInt16

  /// A posted form's greatest size in bytes.
  static let mostBytes = 1 << 20

  /// The site, behind a pointer that C hands back.
  private final class Box: Sendable {
    let answer: @Sendable (Request, UInt16) -> Response
    /// 0 until the server has one.
    let port = Atomic<UInt16>(0)

    init(_ answer: @escaping @Sendable (Request, UInt16) -> Response) { self.answer = answer }
  }

  /// A request whose body is still coming.
  private final class Incoming {
    var body: [UInt8] = []
    var isTooLarge = false
  }

  /// - Parameters:
  ///   - port: 0 for a free one.
  ///   - answer: gets each request and the port it came to; runs on the server's thread.
  /// - Returns: nil when the port can't be had.
  init?(port: UInt16, answer: @escaping @Sendable (Request, UInt16) -> Response) {
    let box = Box(answer)
    site = Unmanaged.passRetained(box)
    let daemon = galley_http_start(
      port,
      { site, connection, url, method, _, upload, uploadSize, state in
        Server.take(site, connection, url, method, upload, uploadSize, state)
      }, site.toOpaque(),
      { _, _, state, _ in
        if let pointer = state?.pointee { Unmanaged<Incoming>.fromOpaque(pointer).release() }
        state?.pointee = nil
      })
    guard let daemon else {
      site.release()
      return nil
    }
    self.daemon = daemon
    self.port = galley_http_port(daemon)
    box.port.store(self.port, ordering: .releasing)
  }

  deinit {
    MHD_stop_daemon(daemon)
    site.release()
  }

  private static func take(
    _ site: UnsafeMutableRawPointer?, _ connection: OpaquePointer?, _ url: UnsafePointer<CChar>?,
    _ method: UnsafePointer<CChar>?, _ upload: UnsafePointer<CChar>?,
    _ uploadSize: UnsafeMutablePointer<Int>?,
    _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  ) -> MHD_Result {
    guard let site, let connection, let url, let method, let state else { return .NO }
    guard let known = state.pointee else {
      state.pointee = Unmanaged.passRetained(Incoming()).toOpaque()
      return .YES
    }
    let incoming = Unmanaged<Incoming>.fromOpaque(known).takeUnretainedValue()
    if let uploadSize, uploadSize.pointee > 0 {
      let bytes = UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee)
      if incoming.body.count + bytes.count > mostBytes {
        incoming.isTooLarge = true
      } else {
        incoming.body += bytes
      }
      uploadSize.pointee = 0
      return .YES
    }
    guard !incoming.isTooLarge else {
      return send(Response(status: 413, type: "text/plain", body: Array("Too much text.\n".utf8)), connection)
    }
    let request = Request(
      method: String(cString: method), path: String(cString: url), query: query(of: connection),
      headers: Request.Headers(
        host: header("Host", connection), origin: header("Origin", connection),
        cookie: header("Cookie", connection)),
      form: Request.form(incoming.body))
    let box = Unmanaged<Box>.fromOpaque(site).takeUnretainedValue()
    return send(box.answer(request, box.port.load(ordering: .acquiring)), connection)
  }

  private static func header(_ name: String, _ connection: OpaquePointer) -> String? {
    MHD_lookup_connection_value(connection, .HEADER_KIND, name).map { String(cString: $0) }
  }

  private static func query(of connection: OpaquePointer) -> [String: String] {
    var found: [String: String] = [:]
    withUnsafeMutablePointer(to: &found) { pointer in
      _ = MHD_get_connection_values(
        connection, .GET_ARGUMENT_KIND,
        { found, _, key, value in
          guard let found, let key else { return .YES }
          found.assumingMemoryBound(to: [String: String].self).pointee[String(cString: key)] =
            value.map { String(cString: $0) } ?? ""
          return .YES
        }, pointer)
    }
    return found
  }

  /// What every response says: nothing of another site's runs, loads or frames this page, and nothing is kept.
  private static let policy = [
    (
      "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    ("X-Content-Type-Options", "nosniff"),
    // Not `no-referrer`: browsers then send our own forms with the origin "null".
    ("Referrer-Policy", "same-origin"), ("Cache-Control", "no-store"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
  ]

  private static func send(_ response: Response, _ connection: OpaquePointer) -> MHD_Result {
    var bytes = response.body
    let made = bytes.withUnsafeMutableBytes {
      MHD_create_response_from_buffer($0.count, $0.baseAddress, .RESPMEM_MUST_COPY)
    }
    guard let made else { return .NO }
    defer { MHD_destroy_response(made) }
    for (name, value) in policy + [("Content-Type", response.type)] + response.headers {
      MHD_add_response_header(made, name, value)
    }
    return MHD_queue_response(connection, response.status, made)
  }
}
