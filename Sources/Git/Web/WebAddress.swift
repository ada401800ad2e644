/// The parts of an http address that credentials and cookies go by.
struct WebAddress {
  let host: String
  let path: String
  let user: String?
  let hasPassword: Bool
  let isSecure: Bool

  init?(_ url: String) {
    let scheme = url.prefix { $0 != ":" }.lowercased()
    guard ["http", "https"].contains(scheme), url.dropFirst(scheme.count).hasPrefix("://") else { return nil }
    let rest = url.dropFirst(scheme.count + 3)
    var authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let path = rest[authority.endIndex...].prefix { $0 != "?" && $0 != "#" }
    var login: Substring?
    if let at = authority.lastIndex(of: "@") {
      login = authority[..<at]
      authority = authority[authority.index(after: at)...]
    }
    let name = login?.prefix { $0 != ":" }
    user = name.flatMap { $0.isEmpty ? nil : String($0) }
    hasPassword = login?.contains(":") ?? false
    host =
      authority.hasPrefix("[")
      ? String(authority.dropFirst().prefix { $0 != "]" }) : String(authority.prefix { $0 != ":" })
    self.path = path.isEmpty ? "/" : String(path)
    isSecure = scheme == "https"
  }
}
