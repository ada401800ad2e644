internal import CGit
import System

/// What the user's configuration and environment say of one https address.
struct HTTPSettings {
  /// More headers, as `Name: value`.
  var headers: [String] = []
  /// A file, or a folder, of the certificates to trust.
  var authorities: (file: String?, folder: String?) = (nil, nil)
  var verifies = true
  /// The proxy; empty for none, nil for what libgit2 finds.
  var proxy: String?

  init() {}

  /// Reads what `git config --get-urlmatch http URL` says, and git's variables before it.
  init(url: String, repository: Repository.Location) {
    let question = ["git", "--git-dir", repository.path, "config", "-z", "--get-urlmatch", "http", url]
    let answer = TransportProcess.answer(of: question) ?? ""
    for entry in answer.split(separator: "\0") {
      let parts = entry.split(separator: "\n", maxSplits: 1).map(String.init)
      let value = parts.count == 2 ? parts[1] : "true"
      switch parts.first?.lowercased() {
      case "http.extraheader": headers.append(value)
      case "http.sslcainfo": authorities.file = value
      case "http.sslcapath": authorities.folder = value
      case "http.proxy": proxy = value
      case "http.cookiefile":
        if let address = WebAddress(url), let file = CookieFile(inHome(value)),
          let header = file.header(
            host: address.host, path: address.path, isSecure: address.isSecure, now: Int(time(nil)))
        {
          headers.append(header)
        }
      case "http.sslverify": verifies = !["false", "no", "off", "0"].contains(value.lowercased())
      default: break
      }
    }
    if let file = getenv("GIT_SSL_CAINFO") { authorities.file = String(cString: file) }
    if let folder = getenv("GIT_SSL_CAPATH") { authorities.folder = String(cString: folder) }
    if getenv("GIT_SSL_NO_VERIFY") != nil { verifies = false }
    if proxy == nil, Self.hasEmptyProxy(isSecure: url.hasPrefix("https:")) { proxy = "" }
  }

  /// Makes libgit2 trust these authorities, in place of the system's; of none, the system's.
  func trust() throws(GitError) {
    try Authorities.load(
      file: authorities.file.map(inHome), folder: authorities.folder.map(inHome))
  }

  /// Whether the environment says by an empty variable that there is no proxy.
  private static func hasEmptyProxy(isSecure: Bool) -> Bool {
    let names = isSecure ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
    let value = names.lazy.compactMap { getenv($0) }.first
    return value.map { $0.pointee == 0 } ?? false
  }
}
