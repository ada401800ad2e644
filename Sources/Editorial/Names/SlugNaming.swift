import Git

extension Slug {
  /// The slug of an article that already has a name in some file system: the same for the same name on every desk.
  ///
  /// Lower case, common accents taken off; letters of other scripts as their code points; everything else a dash.
  ///
  /// - Parameter name: one or more components, joined by `/`.
  /// - Returns: nil where the slug would be too long.
  public init?(naming name: some StringProtocol) {
    let parts = name.split(separator: "/")
    guard !parts.isEmpty else { return nil }
    try? self.init(parts.map { Slug.component(naming: $0) }.joined(separator: "/"))
  }

  /// One component of such a slug. It is never empty, and never one that a slug can't have.
  public static func component(naming name: some StringProtocol) -> String {
    if isPlain(name) { return String(name) }
    var made = ""
    func part() { if !made.isEmpty, !made.hasSuffix("-") { made += "-" } }
    for character in String(name).lowercased() {
      if character.isASCII {
        if character.isLetter || character.isNumber {
          made.append(character)
        } else if character != "'" {
          part()
        }
      } else if let plain = plainLetters[character] {
        made += plain
      } else if character.isLetter || character.isNumber {
        for scalar in character.unicodeScalars {
          part()
          made += "u" + String(scalar.value, radix: 16)
        }
        part()
      } else if character != "’" {
        part()
      }
    }
    while made.hasSuffix("-") { made.removeLast() }
    if made.isEmpty {
      made = name.unicodeScalars.map { "u" + String($0.value, radix: 16) }.joined(separator: "-")
    }
    if made.utf8.count > maxComponentBytes {
      let mark = ObjectID(ofBlob: Array(name.utf8)).short
      made = String(made.prefix(maxComponentBytes - mark.utf8.count - 1))
      while made.hasSuffix("-") { made.removeLast() }
      made += "-" + mark
    }
    if looksLikeRevision(made[...]) { return "r-" + made.dropFirst() }
    return DeskPath.isDeviceName(made) ? made + "-1" : made
  }

  /// Whether a name is a component of a slug as it stands.
  private static func isPlain(_ name: some StringProtocol) -> Bool {
    fault(inComponent: Substring(name)) == nil
  }
}
