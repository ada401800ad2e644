import System

/// The cookies of `http.cookieFile`, in the form of Netscape's and curl's files, or as headers.
struct CookieFile {
  private let text: String

  /// - Returns: nil when it can't be read.
  init?(_ path: String) {
    guard let text = Repository.text(of: path) else { return nil }
    self.text = text
  }

  init(parsing text: String) { self.text = text }

  /// The header that a request to this address gets; nil for none.
  func header(host: String, path: String, isSecure: Bool, now: Int) -> String? {
    let cookies = text.split(whereSeparator: \.isNewline).compactMap { line -> String? in
      if line.lowercased().hasPrefix("set-cookie:") {
        let value = line.dropFirst("set-cookie:".count).prefix { $0 != ";" }
        return String(value.drop(while: \.isWhitespace))
      }
      let isHTTPOnly = line.hasPrefix("#HttpOnly_")
      guard isHTTPOnly || !line.hasPrefix("#") else { return nil }
      let parts = (isHTTPOnly ? line.dropFirst("#HttpOnly_".count) : line).split(
        separator: "\t", omittingEmptySubsequences: false)
      guard parts.count >= 6 else { return nil }
      let domain = parts[0].drop { $0 == "." }.lowercased()
      let isThere =
        domain == host.lowercased() || (parts[1] == "TRUE" && host.lowercased().hasSuffix("." + domain))
      let end = Int(parts[4]) ?? 0
      guard isThere, path.hasPrefix(parts[2]), isSecure || parts[3] != "TRUE", end == 0 || end > now else {
        return nil
      }
      return "\(parts[5])=\(parts.count > 6 ? parts[6] : "")"
    }
    return cookies.isEmpty ? nil : "Cookie: " + cookies.joined(separator: "; ")
  }
}
