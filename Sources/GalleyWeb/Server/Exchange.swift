import Pages

/// What a browser asked for.
struct Request: Sendable {
  let method: String
  /// Percent-decoded, without the query.
  let path: String
  let query: [String: String]
  let headers: Headers
  /// The fields of a posted form.
  let form: [String: String]

  /// The headers that decide whether a request is answered.
  struct Headers: Sendable {
    var host: String?
    var origin: String?
    var cookie: String?
  }
}

/// What a browser gets.
struct Response: Sendable {
  var status: UInt32 = 200
  var type = "text/html; charset=utf-8"
  var body: [UInt8]
  /// Beside those that every response has.
  var headers: [(name: String, value: String)] = []

  static func page(_ html: HTML, status: UInt32 = 200) -> Response {
    Response(status: status, body: Array(html.markup.utf8))
  }

  static func redirect(to path: String, cookie: String? = nil) -> Response {
    Response(
      status: 303, body: [], headers: [("Location", path)] + (cookie.map { [("Set-Cookie", $0)] } ?? []))
  }
}

extension Request {
  /// Reads `a=b&c=d` as browsers send forms (the URL standard's application/x-www-form-urlencoded).
  static func form(_ bytes: [UInt8]) -> [String: String] {
    var fields: [String: String] = [:]
    for pair in bytes.split(separator: UInt8(ascii: "&")).prefix(100) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      fields[decoded(parts[0])] = parts.count > 1 ? decoded(parts[1]) : ""
    }
    return fields
  }

  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    var result: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "+") {
        result.append(0x20)
      } else if byte == UInt8(ascii: "%"), rest.count > 1,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        result.append(value)
        rest = rest.dropFirst(2)
      } else {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
