internal import CGit
import System

/// What the user's configuration and environment say of one https address.
struct HTTPSettings {
  /// More headers, as `Name: value`.
  var headers: [String] = []
  /// A file, or a folder, of the certificates to trust.
  var authorities: (file: String?, folder: String?) = (nil, nil)
  var verifies = true

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
      case "http.sslverify": verifies = !["false", "no", "off", "0"].contains(value.lowercased())
      default: break
      }
    }
    if let file = getenv("GIT_SSL_CAINFO") { authorities.file = String(cString: file) }
    if let folder = getenv("GIT_SSL_CAPATH") { authorities.folder = String(cString: folder) }
    if getenv("GIT_SSL_NO_VERIFY") != nil { verifies = false }
  }

  /// Makes libgit2 trust these authorities, in place of the system's; of none, the system's.
  func trust() throws(GitError) {
    func expanded(_ path: String?) -> String? {
      guard let path, path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
      return String(cString: home) + path.dropFirst()
    }
    try Authorities.load(file: expanded(authorities.file), folder: expanded(authorities.folder))
  }
}
