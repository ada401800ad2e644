import System

/// Names and passwords by host, as curl reads them from `~/.netrc`.
struct NetrcFile {
  private var entries: [(host: String?, login: String?, password: String?)] = []

  /// The person's own; nil when there is none.
  static var own: NetrcFile? {
    guard let home = getenv("HOME"), let text = Repository.text(of: String(cString: home) + "/.netrc") else {
      return nil
    }
    return NetrcFile(parsing: text)
  }

  init(parsing text: String) {
    let words = Self.words(text)
    var next = words.startIndex
    func value() -> String? {
      next += 1
      return words.indices.contains(next) ? words[next] : nil
    }
    while next < words.endIndex {
      switch words[next] {
      case "machine": entries.append((value(), nil, nil))
      case "default": entries.append((nil, nil, nil))
      case "login":
        if let name = value(), !entries.isEmpty { entries[entries.count - 1].login = name }
      case "password":
        if let word = value(), !entries.isEmpty { entries[entries.count - 1].password = word }
      default: break
      }
      next += 1
    }
  }

  /// Words between blanks, those in quotes whole; without comments and macros.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var isInMacro = false
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if isInMacro {
        isInMacro = !line.allSatisfy(\.isWhitespace)
        continue
      }
      var rest = line.drop(while: \.isWhitespace)
      if rest.hasPrefix("#") { continue }
      while let first = rest.first {
        if first == "\"" {
          var (word, escaped) = ("", false)
          rest = rest.dropFirst()
          while let letter = rest.popFirst() {
            if !escaped, letter == "\"" { break }
            if !escaped, letter == "\\" {
              escaped = true
              continue
            }
            word.append(letter)
            escaped = false
          }
          words.append(word)
        } else {
          let word = rest.prefix { !$0.isWhitespace }
          rest = rest[word.endIndex...]
          words.append(String(word))
        }
        rest = rest.drop(while: \.isWhitespace)
        if words.last == "macdef" {
          words.removeLast()
          isInMacro = true
          break
        }
      }
    }
    return words
  }

  /// - Parameter user: the name that the address gives; then no other is taken.
  func answer(host: String, user: String?) -> (name: String, password: String)? {
    for entry in entries where entry.host == nil || entry.host?.lowercased() == host.lowercased() {
      guard let name = entry.login ?? user, let password = entry.password, user == nil || user == name else {
        continue
      }
      return (name, password)
    }
    return nil
  }
}
