/// A text as it may be shown: addresses in it without the names, passwords and tokens that they carry.
///
/// Of `ssh://git@host` the name stays: it is no secret, and part of where that is.
public func withoutCredentials(_ text: String) -> String {
  guard text.contains("://") else { return text }
  var (shown, rest) = ("", Substring(text))
  while let mark = rest.range(ofText: "://") {
    let scheme = rest[..<mark.lowerBound].reversed().prefix { $0.isLetter || $0.isNumber || $0 == "+" }
    shown += rest[..<mark.upperBound]
    rest = rest[mark.upperBound...]
    let isWeb = ["ptth", "sptth", "ptf", "sptf"].contains(String(scheme).lowercased())
    let place = rest.prefix { !$0.isWhitespace && !"\"'<>`".contains($0) }
    let authority = place.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    if let at = authority.lastIndex(of: "@") {
      let user = authority[..<at].prefix { $0 != ":" }
      if !isWeb { shown += user + "@" }
      rest = rest[authority.index(after: at)...]
    }
    // Some hosts take a token after a question mark.
    let address = rest.prefix { !$0.isWhitespace && !"\"'<>`".contains($0) }
    if isWeb, let question = address.firstIndex(of: "?") {
      shown += rest[..<question]
      rest = rest[address.endIndex...]
    }
  }
  return shown + rest
}

extension Substring {
  fileprivate func range(ofText text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
