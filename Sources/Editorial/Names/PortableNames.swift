extension DeskPath {
  /// Why a clone on Windows or a Mac couldn't have a file of a name that git and this system take, as a clause; nil when
  /// it could.
  ///
  /// From "Naming Files, Paths, and Namespaces" of Microsoft's.
  public static func portabilityFault(inName bytes: [UInt8]) -> String? {
    let name = String(decoding: bytes, as: UTF8.self)
    if name.hasSuffix(".") || name.hasSuffix(" ") {
      return "its name ends with a dot or a blank, which Windows leaves out"
    }
    if let sign = name.unicodeScalars.first(where: { "<>:\"|?*".unicodeScalars.contains($0) }) {
      return "its name has a '\(sign)', which Windows doesn't allow"
    }
    return isDeviceName(name) ? "Windows has a device of its name" : nil
  }

  /// Whether Windows takes a name for a device's, in any case and whatever follows a dot.
  static func isDeviceName(_ name: some StringProtocol) -> Bool {
    var base = name.prefix { $0 != "." && $0 != ":" }.lowercased()[...]
    while base.hasSuffix(" ") { base.removeLast() }
    switch base {
    case "con", "prn", "aux", "nul", "conin$", "conout$": return true
    default:
      return base.count == 4 && (base.hasPrefix("com") || base.hasPrefix("lpt"))
        && "0123456789¹²³".contains(base.suffix(1))
    }
  }
}
