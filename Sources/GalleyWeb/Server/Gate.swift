/// Lets in only the browser that the person opened with the printed address.
///
/// Other programs' pages can make a browser send requests here: the Host header must name this machine by a name that
/// no DNS server gives away (rebinding), a cookie that only the printed address sets must come along, and what changes
/// the desk must come from a form of ours (cross-site request forgery).
struct Gate: Sendable {
  let port: UInt16
  /// Unguessable; new each time the server starts.
  let token: String

  /// 128 random bits.
  static func newToken() -> String {
    let bits = UInt128.random(in: .min ... .max)
    let digits = String(bits, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }

  private var hosts: [String] { ["127.0.0.1:\(port)", "localhost:\(port)"] }
  private var cookieName: String { "galley\(port)" }

  /// - Returns: the response that refuses, or nil to let the request in.
  func refusal(of request: Request) -> Response? {
    guard let host = request.headers.host, hosts.contains(host) else {
      return Self.text(421, "This is Galley on 127.0.0.1, and only there.")
    }
    if request.method == "GET", let given = request.query["token"] {
      guard isToken(given) else { return closed }
      return .redirect(
        to: request.path.hasPrefix("//") ? "/" : request.path,
        cookie: "\(cookieName)=\(token); HttpOnly; SameSite=Strict; Path=/")
    }
    guard hasCookie(request) else { return closed }
    guard request.method == "POST" else {
      return request.method == "GET" || request.method == "HEAD" ? nil : Self.text(405, "GET or POST only.")
    }
    guard isToken(request.form["token"] ?? ""),
      request.headers.origin.map({ origin in hosts.contains { origin == "http://\($0)" } }) ?? true
    else { return closed }
    return nil
  }

  private var closed: Response {
    Self.text(403, "Open the address that 'galley serve' printed: it ends in a token.")
  }

  private func hasCookie(_ request: Request) -> Bool {
    let pairs = (request.headers.cookie ?? "").split(separator: ";")
    return pairs.contains { pair in
      let trimmed = pair.drop { $0 == " " }
      return trimmed.hasPrefix(cookieName + "=") && isToken(String(trimmed.dropFirst(cookieName.count + 1)))
    }
  }

  /// Compares without telling by its time how much was right.
  private func isToken(_ given: String) -> Bool {
    let (a, b) = (Array(given.utf8), Array(token.utf8))
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func text(_ status: UInt32, _ words: String) -> Response {
    Response(status: status, type: "text/plain; charset=utf-8", body: Array((words + "\n").utf8))
  }
}
