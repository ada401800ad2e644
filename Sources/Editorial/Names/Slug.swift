/// An article's name: lower-case `[a-z0-9-]` components joined by `/`, such as `rivers/rising`.
///
/// A slug is a path and part of branch names as it stands. So no component may look like a revision (`r3`),
/// and none may be a device name of Windows, where a desk could not be checked out.
public struct Slug: Sendable, Hashable {
  public static let maxBytes = 200
  public static let maxComponentBytes = 100

  public let text: String

  /// - Throws: `InvalidValue` that names what is wrong and, where one can be made, a right slug.
  public init(_ text: String) throws(InvalidValue) {
    if let why = Slug.fault(in: text) {
      let remedy = Slug.mended(text).map { "Try '\($0)'" } ?? "Use lower-case words such as 'rivers-rising'"
      throw InvalidValue("\(quoted(text)) is not a slug", why: why, remedy: remedy)
    }
    self.text = text
  }

  public var components: [Substring] {
    text.split(separator: "/")
  }
}

extension Slug: Comparable, CustomStringConvertible {
  public static func < (left: Slug, right: Slug) -> Bool {
    left.text < right.text
  }

  public var description: String {
    text
  }
}

extension Slug {
  private static func fault(in text: String) -> String? {
    if text.isEmpty { return "it is empty" }
    if text.utf8.count > maxBytes { return "it is longer than \(maxBytes) bytes" }
    for component in text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      if let why = fault(inComponent: Substring(component)) { return why }
    }
    return nil
  }

  static func fault(inComponent component: Substring) -> String? {
    if component.isEmpty { return "it has an empty part; parts are joined by a single '/'" }
    if component == ".." || component == "." {
      return "\(quoted(component)) leads out of the articles' folder"
    }
    for scalar in component.unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9", "-": continue
      case "A"..."Z": return "it has a capital letter"
      case ".": return "it has a dot"
      case " ": return "it has a space"
      default: return "it has the character \(quoted(String(scalar)))"
      }
    }
    if component.utf8.count > maxComponentBytes {
      return "the part \(quoted(component)) is longer than \(maxComponentBytes) bytes"
    }
    if component.hasPrefix("-") || component.hasSuffix("-") {
      return "the part \(quoted(component)) starts or ends with a dash"
    }
    if looksLikeRevision(component) { return "the part \(quoted(component)) looks like a revision" }
    if DeskPath.isDeviceName(component) { return "Windows doesn't allow files named \(quoted(component))" }
    return nil
  }

  static func looksLikeRevision(_ component: Substring) -> Bool {
    component.first == "r" && component.count > 1
      && component.utf8.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}

extension Slug {
  /// The nearest right slug: lower case, common accents taken off, everything else a dash.
  private static func mended(_ text: String) -> String? {
    var components: [String] = []
    for part in String(text.prefix(4 * maxBytes)).lowercased().split(whereSeparator: {
      $0 == "/" || $0 == "\\"
    }) {
      let component = mended(component: part)
      if !component.isEmpty { components.append(component) }
    }
    let mended = components.joined(separator: "/")
    return fault(in: mended) == nil ? mended : nil
  }

  private static func mended(component: Substring) -> String {
    var mended = ""
    for character in component {
      switch character {
      case "a"..."z" where character.isASCII, "0"..."9" where character.isASCII: mended.append(character)
      case "'", "’": continue
      default:
        if let plain = plainLetters[character] {
          mended += plain
        } else if !mended.isEmpty, !mended.hasSuffix("-") {
          mended += "-"
        }
      }
    }
    while mended.utf8.count > maxComponentBytes || mended.hasSuffix("-") { mended.removeLast() }
    if looksLikeRevision(mended[...]) { return "r-" + mended.dropFirst() }
    return DeskPath.isDeviceName(mended) ? mended + "-1" : mended
  }

  static let plainLetters: [Character: String] = {
    let groups = [
      "a": "àáâãåāăą", "ae": "äæ", "c": "çćĉċč", "d": "ďđð", "e": "èéêëēĕėęě", "g": "ĝğġģ", "h": "ĥħ",
      "i": "ìíîïĩīĭįı", "j": "ĵ", "k": "ķ", "l": "ĺļľŀł", "n": "ñńņňŋ", "o": "òóôõøōŏő", "oe": "öœ",
      "r": "ŕŗř", "s": "śŝşš", "ss": "ß", "t": "ţťŧ", "th": "þ", "u": "ùúûũūŭůűų", "ue": "ü", "w": "ŵ",
      "y": "ýÿŷ", "z": "źżž",
    ]
    var letters: [Character: String] = [:]
    for (plain, accented) in groups {
      for letter in accented { letters[letter] = plain }
    }
    return letters
  }()
}
