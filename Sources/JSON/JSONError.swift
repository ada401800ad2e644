/// Why a text is not the JSON that was asked for, and where.
public struct JSONError: Error, Sendable, Hashable {
  public enum Reason: Sendable, Hashable {
    /// The text ends inside a value.
    case cutOff
    /// There is nothing but white space.
    case empty
    /// More bytes than the limit.
    case tooLarge(maxBytes: Int)
    /// More arrays and objects inside one another than the limit.
    case tooDeep(maxDepth: Int)
    case notUTF8
    /// A `\u` escape that is half of a surrogate pair.
    case loneSurrogate
    case badEscape
    /// A control character inside a string, which must be written as an escape.
    case controlCharacter
    case badNumber
    case duplicateKey(String)
    /// More text after the value.
    case trailingText
    /// Something else than what the grammar allows here.
    case expected(String)
  }

  public let reason: Reason
  /// Counted from 1.
  public let line: Int
  /// Counted from 1, in Unicode scalars.
  public let column: Int

  public init(_ reason: Reason, line: Int, column: Int) {
    self.reason = reason
    self.line = line
    self.column = column
  }
}

extension JSONError: CustomStringConvertible {
  public var description: String {
    "line \(line), column \(column): \(message)"
  }

  /// The reason in words, without the place.
  public var message: String {
    switch reason {
    case .cutOff: "the JSON is cut off"
    case .empty: "there is no JSON here"
    case .tooLarge(let maxBytes): "the JSON is larger than \(maxBytes) bytes"
    case .tooDeep(let maxDepth): "the JSON is nested more than \(maxDepth) deep"
    case .notUTF8: "the JSON is not UTF-8"
    case .loneSurrogate: "half of a surrogate pair, which is no character"
    case .badEscape: "a backslash escape that JSON doesn't have"
    case .controlCharacter: "a control character in a string; write it as an escape such as \\n or \\u0000"
    case .badNumber: "a number that JSON doesn't allow"
    case .duplicateKey(let key):
      "the key \(JSON.string(String(key.unicodeScalars.prefix(60))).serialized()) stands twice in one object"
    case .trailingText: "more text after the JSON value"
    case .expected(let what): "expected \(what)"
    }
  }
}
