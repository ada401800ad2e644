/// A person as one component of refs and paths, made from the e-mail.
///
/// The encoding keeps `a-z 0-9 - _ + @ .` and writes every other byte of the e-mail's UTF-8 as `=xx`, and so
/// what would be unsafe where it stands: anything but a letter or digit at the start, a dot next to a dot or
/// at the end, the dot of a final `.lock`, the first letter of what Windows takes for a device (`con.smith@…`). It can be undone, so two e-mails share a name only if they differ
/// in nothing but the case of the domain's ASCII letters. What it makes has no capitals (file systems that
/// ignore case), and is always a component that git accepts in a ref (git-check-ref-format(1)) and in a tree.
public struct PersonID: Sendable, Hashable {
  /// Leaves room for git's `.lock` beside it in a file system's 255 bytes.
  public static let maxBytes = 200

  public let component: String
  /// The e-mail, its domain in lower case.
  public let email: String

  /// - Throws: for an e-mail that is empty, too long, or has white space, control characters or `<>` in it.
  public init(email: String) throws(InvalidValue) {
    let email = PersonID.withLowerCaseDomain(email)
    if let why = PersonID.fault(in: email) { throw PersonID.invalid(email: email, why: why) }
    let component = PersonID.portable(PersonID.encoded(Array(email.utf8)))
    guard component.utf8.count <= PersonID.maxBytes else {
      throw PersonID.invalid(email: email, why: "it is too long for the name of a branch")
    }
    self.component = component
    self.email = email
  }

  /// Reads a component of a ref or path.
  ///
  /// - Throws: unless it is what `init(email:)` makes of some e-mail.
  public init(component: some StringProtocol) throws(InvalidValue) {
    guard component.utf8.count <= PersonID.maxBytes, let email = PersonID.decoded(component.utf8),
      let person = try? PersonID(email: email)
    else { throw PersonID.noName(component) }
    if person.component.utf8.elementsEqual(component.utf8) {
      self = person
    } else if PersonID.encoded(Array(person.email.utf8)).utf8.elementsEqual(component.utf8) {
      // Written before names that Windows can't have were encoded.
      self.component = String(component)
      self.email = person.email
    } else {
      throw PersonID.noName(component)
    }
  }

  private static func noName(_ component: some StringProtocol) -> InvalidValue {
    InvalidValue(
      "\(quoted(component)) names no reviewer", why: "Galley doesn't make such names from e-mails",
      remedy: "Rename the branch or folder, or remove it")
  }
}

extension PersonID {
  /// Whether somebody means this person who types an e-mail, or what stands before its `@`, in any case.
  public func isCalled(_ typed: String) -> Bool {
    let (email, typed) = (email.lowercased(), typed.lowercased())
    return email == typed || email.hasPrefix(typed + "@")
  }
}

extension PersonID: Comparable, CustomStringConvertible {
  public static func < (left: PersonID, right: PersonID) -> Bool {
    left.component < right.component
  }

  public var description: String {
    component
  }
}

extension PersonID {
  private static func withLowerCaseDomain(_ email: String) -> String {
    guard let at = email.utf8.lastIndex(of: UInt8(ascii: "@")) else { return email }
    let domain = email.utf8[at...].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return String(email[..<at]) + String(decoding: domain, as: UTF8.self)
  }

  private static func fault(in email: String) -> String? {
    if email.isEmpty { return "it is empty" }
    if email.utf8.count > maxBytes { return "it is longer than \(maxBytes) bytes" }
    for scalar in email.unicodeScalars {
      if scalar == "<" || scalar == ">" { return "it has '<' or '>' in it" }
      if scalar.properties.isWhitespace { return "it has white space in it" }
      switch scalar.properties.generalCategory {
      case .control, .format: return "it has an invisible control character in it"
      default: continue
      }
    }
    return nil
  }

  private static func invalid(email: String, why: String) -> InvalidValue {
    InvalidValue(
      "\(quoted(email)) is not an e-mail that Galley can use", why: why,
      remedy: "Set yours with 'git config user.email YOU@EXAMPLE.ORG'")
  }

  private static func encoded(_ email: [UInt8]) -> String {
    let hexDigits = Array("0123456789abcdef".utf8)
    let dot = UInt8(ascii: ".")
    let lockDot = email.reversed().starts(with: ".lock".utf8.reversed()) ? email.count - 5 : -1
    var component: [UInt8] = []
    for (place, byte) in email.enumerated() {
      let isPlain =
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "@"): place > 0
        case dot:
          place > 0 && place + 1 < email.count && place != lockDot && email[place - 1] != dot
            && email[place + 1] != dot
        default: false
        }
      if isPlain {
        component.append(byte)
      } else {
        component += [UInt8(ascii: "="), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
      }
    }
    return String(decoding: component, as: UTF8.self)
  }

  /// With its first letter encoded where Windows would take the name for a device's.
  private static func portable(_ component: String) -> String {
    guard DeskPath.isDeviceName(component), let first = component.utf8.first else { return component }
    return "=\(String(first, radix: 16))\(component.dropFirst())"
  }

  private static func decoded(_ component: some Collection<UInt8>) -> String? {
    var email: [UInt8] = []
    var rest = component[...]
    while let byte = rest.popFirst() {
      if byte != UInt8(ascii: "=") {
        email.append(byte)
      } else {
        guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue) else {
          return nil
        }
        email.append(high << 4 | low)
      }
    }
    return String(validating: email, as: UTF8.self)
  }
}

/// The value of a hexadecimal digit in either case.
func hexValue(_ digit: UInt8) -> UInt8? {
  switch digit {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
  default: nil
  }
}
