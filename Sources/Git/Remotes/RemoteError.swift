/// Why a remote could not be spoken to.
public struct RemoteError: Error, Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// No answer: no such host, connection refused.
    case unreachable
    case authentication
    /// The host's key is not the known one.
    case hostKey
    /// The server's certificate isn't one that is trusted.
    case certificate
    /// The remote answers, and has no repository there.
    case notFound
    /// Nothing came for too long.
    case timedOut
    /// The connection broke in the middle.
    case interrupted
    case other
  }

  public let kind: Kind
  public let url: String
  /// libgit2's own words.
  public let message: String
  /// What the remote or ssh said on stderr: other people's text.
  public let words: String

  init(kind: Kind, url: String, message: String, words: String) {
    self.kind = kind
    self.url = withoutCredentials(url)
    self.message = withoutCredentials(message)
    self.words = withoutCredentials(words)
  }

  /// Tells the kind from what libgit2, ssh and git say.
  init(
    _ error: GitError, url: String, words: String, didTimeOut: Bool,
    trouble: (kind: RemoteTimeout.Trouble, words: String)?
  ) {
    let didTimeOut = didTimeOut || trouble?.kind == .silence || trouble?.kind == .crawl
    let all = (words + " " + error.message).lowercased()
    func says(_ parts: String...) -> Bool { parts.contains { all.contains($0) } }
    let kind: Kind =
      if didTimeOut || says("timed out", "timeout") {
        .timedOut
      } else if says("host key verification failed", "host identification has changed") {
        .hostKey
      } else if error.code == .certificate || (error.class == .ssl && says("certificate")) {
        .certificate
      } else if error.code == .authentication
        || says("permission denied", "authentication", "status code: 401", "status code: 403")
      {
        .authentication
      } else if says(
        "does not appear to be a git repository", "not found", "no such file", "status code: 404",
        "not a git repository")
      {
        .notFound
      } else if says(
        "connection refused", "could not resolve", "no route to host", "failed to connect",
        "failed to resolve")
      {
        .unreachable
      } else if trouble != nil || error.code == .endOfFile
        || says(
          "unexpected eof", "early eof", "indicated an eof", "unexpected time", "broken pipe",
          "connection reset", "hung up", "closed", "status code: 50")
      {
        .interrupted
      } else {
        .other
      }
    self.init(
      kind: kind, url: url, message: didTimeOut ? trouble?.words ?? error.message : error.message,
      words: words)
  }
}
