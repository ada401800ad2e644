/// A value from outside that Editorial refuses, said so that a person can mend it.
public struct InvalidValue: Error, Sendable, Hashable {
  /// Where in a text, both counted from 1.
  public struct Place: Sendable, Hashable {
    public let line: Int
    /// In Unicode scalars.
    public let column: Int

    public init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }

    /// Where a byte of a UTF-8 text stands.
    init(byte offset: Int, of text: some RandomAccessCollection<UInt8>) {
      let before = text.prefix(offset)
      let line = before.suffix(
        from: before.lastIndex(of: 0x0A).map(before.index(after:)) ?? before.startIndex)
      self.line = 1 + before.count { $0 == 0x0A }
      column = 1 + line.count { $0 & 0xC0 != 0x80 }
    }
  }

  /// The thing and that it is wrong: `'Rivers Rising' is not a slug`.
  public let what: String
  /// What is wrong with it: `it has a capital letter`.
  public let why: String
  /// The next step, a sentence without its full stop: `Try 'rivers-rising'`.
  public let remedy: String
  public let place: Place?

  public init(_ what: String, why: String, remedy: String, place: Place? = nil) {
    self.what = what
    self.why = why
    self.remedy = remedy
    self.place = place
  }
}

extension InvalidValue: CustomStringConvertible {
  /// One line: `WHAT, line 3, column 5: WHY. REMEDY.`
  public var description: String {
    let place = place.map { ", line \($0.line), column \($0.column)" } ?? ""
    return "\(what)\(place): \(why). \(remedy)."
  }
}

/// Text from outside for a message: in single quotes, on one line, at most 60 scalars, with control and
/// format characters (the bidirectional ones too) shown as their code points.
func quoted(_ text: some StringProtocol) -> String {
  var shown = "'"
  for scalar in text.unicodeScalars.prefix(60) {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
      shown += "\\u{\(String(scalar.value, radix: 16))}"
    default:
      shown.unicodeScalars.append(scalar)
    }
  }
  return shown + (text.unicodeScalars.dropFirst(60).isEmpty ? "'" : "…'")
}

/// The first byte that belongs to no character; nil when all is UTF-8.
func firstByteOutsideUTF8(_ bytes: [UInt8]) -> Int? {
  do {
    _ = try UTF8Span(validating: bytes.span)
    return nil
  } catch {
    return error.byteOffsets.lowerBound
  }
}
