extension JSON {
  /// Bounds on what is read, so that hostile text costs little.
  public struct Limits: Sendable, Hashable {
    public var maxBytes: Int
    /// Arrays and objects inside one another; never more than `deepest`.
    public var maxDepth: Int

    /// The parser and `Hashable` recurse: this deep is safe on the smallest thread's stack.
    public static let deepest = 512

    public init(maxBytes: Int = 64 << 20, maxDepth: Int = 64) {
      self.maxBytes = maxBytes
      self.maxDepth = min(maxDepth, Limits.deepest)
    }
  }

  /// Reads one JSON text, strictly by RFC 8259; a byte order mark before it is passed over.
  ///
  /// - Parameter firstLine: the number that errors give the first line, for a text out of a larger file.
  public init(
    parsing bytes: some Collection<UInt8>, limits: Limits = Limits(), firstLine: Int = 1
  ) throws(JSONError) {
    let result =
      bytes.withContiguousStorageIfAvailable { JSON.parse($0, limits, firstLine) }
      ?? Array(bytes).withUnsafeBufferPointer { JSON.parse($0, limits, firstLine) }
    self = try result.get()
  }

  /// Reads one JSON text, strictly by RFC 8259; a byte order mark before it is passed over.
  public init(parsing text: String, limits: Limits = Limits(), firstLine: Int = 1) throws(JSONError) {
    try self.init(parsing: text.utf8, limits: limits, firstLine: firstLine)
  }

  /// Reads JSON texts that stand one after the other, with nothing but white space between: JSON Lines, and what
  /// `cat` makes of several files.
  ///
  /// - Parameter maxCount: reading stops after so many.
  /// - Throws: the first error; also when there is none at all.
  public static func sequence(
    parsing bytes: some Collection<UInt8>, limits: Limits = Limits(), maxCount: Int = .max
  ) throws(JSONError) -> [JSON] {
    let bytes = Array(bytes)
    return try bytes.withUnsafeBufferPointer { bytes in
      parse(bytes, limits, 1) { (parser: inout JSONParser) throws(JSONError) in
        try parser.documents(maxCount)
      }
    }.get()
  }

  private static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, _ limits: Limits, _ firstLine: Int
  ) -> Result<JSON, JSONError> {
    parse(bytes, limits, firstLine) { (parser: inout JSONParser) throws(JSONError) in try parser.document() }
  }

  private static func parse<R>(
    _ bytes: UnsafeBufferPointer<UInt8>, _ limits: Limits, _ firstLine: Int,
    _ read: (inout JSONParser) throws(JSONError) -> R
  ) -> Result<R, JSONError> {
    guard bytes.count <= limits.maxBytes else {
      return .failure(JSONError(.tooLarge(maxBytes: limits.maxBytes), line: firstLine, column: 1))
    }
    return Result { () throws(JSONError) -> R in
      var parser = JSONParser(bytes, maxDepth: limits.maxDepth, firstLine: firstLine)
      return try read(&parser)
    }
  }
}

/// A recursive descent over UTF-8 bytes. Recursion is bounded by `maxDepth`; every read is checked against
/// `end`. Only strings can hold bytes past ASCII, so they are what is validated.
struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  let end: Int
  private let maxDepth: Int
  private let firstLine: Int
  private let start: Int
  var at: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, maxDepth: Int, firstLine: Int) {
    self.bytes = bytes
    self.end = bytes.count
    self.maxDepth = maxDepth
    self.firstLine = firstLine
    self.start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    self.at = start
  }

  mutating func document() throws(JSONError) -> JSON {
    skipSpace()
    guard at < end else { throw error(.empty) }
    let value = try value(depth: 0)
    skipSpace()
    guard at == end else { throw error(bytes[at] < 0x80 ? .trailingText : foreign(.trailingText)) }
    return value
  }

  mutating func documents(_ maxCount: Int) throws(JSONError) -> [JSON] {
    skipSpace()
    guard at < end else { throw error(.empty) }
    var found: [JSON] = []
    while at < end, found.count < maxCount {
      found.append(try value(depth: 0))
      skipSpace()
    }
    return found
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSON {
    guard at < end else { throw error(.cutOff) }
    switch bytes[at] {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return try object(depth: depth + 1)
    case UInt8(ascii: "["): return try array(depth: depth + 1)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "t"):
      try word("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try word("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try word("null")
      return .null
    default: throw error(foreign(.expected("a value")))
    }
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSON {
    guard depth <= maxDepth else { throw error(.tooDeep(maxDepth: maxDepth)) }
    at += 1
    skipSpace()
    if at < end, bytes[at] == UInt8(ascii: "]") {
      at += 1
      return .array([])
    }
    var items: [JSON] = []
    while true {
      skipSpace()
      items.append(try value(depth: depth))
      if try closes(UInt8(ascii: "]"), "a comma or the end of the array") { return .array(items) }
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSON {
    guard depth <= maxDepth else { throw error(.tooDeep(maxDepth: maxDepth)) }
    at += 1
    skipSpace()
    if at < end, bytes[at] == UInt8(ascii: "}") {
      at += 1
      return .object([])
    }
    var members: [JSON.Member] = []
    members.reserveCapacity(4)
    var keys = KeySet()
    while true {
      skipSpace()
      guard at < end else { throw error(.cutOff) }
      guard bytes[at] == UInt8(ascii: "\"") else { throw error(foreign(.expected("a key in double quotes"))) }
      let keyStart = at
      let key = try string()
      guard keys.insert(key, besides: members) else { throw error(.duplicateKey(key), at: keyStart) }
      skipSpace()
      guard at < end else { throw error(.cutOff) }
      guard bytes[at] == UInt8(ascii: ":") else { throw error(foreign(.expected("a colon after the key"))) }
      at += 1
      skipSpace()
      members.append(JSON.Member(key, try value(depth: depth)))
      if try closes(UInt8(ascii: "}"), "a comma or the end of the object") { return .object(members) }
    }
  }

  /// Passes over a comma (false) or the bracket (true).
  private mutating func closes(_ bracket: UInt8, _ expected: String) throws(JSONError) -> Bool {
    skipSpace()
    guard at < end else { throw error(.cutOff) }
    let byte = bytes[at]
    guard byte == bracket || byte == UInt8(ascii: ",") else { throw error(foreign(.expected(expected))) }
    at += 1
    return byte == bracket
  }

  private mutating func word(_ word: StaticString) throws(JSONError) {
    let length = word.utf8CodeUnitCount
    for offset in 0..<length {
      guard at + offset < end else { throw error(.cutOff, at: end) }
      guard bytes[at + offset] == word.utf8Start[offset] else { throw error(.expected("a value")) }
    }
    at += length
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = at
    if bytes[at] == UInt8(ascii: "-") { at += 1 }
    let whole = try digits(from: start)
    if bytes[whole] == UInt8(ascii: "0"), at > whole + 1 { throw error(.badNumber, at: start) }
    if at < end, bytes[at] == UInt8(ascii: ".") {
      at += 1
      _ = try digits(from: start)
    }
    if at < end, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < end, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
      _ = try digits(from: start)
    }
    return .number(String(decoding: bytes[start..<at], as: UTF8.self))
  }

  /// Passes over one or more digits and returns where they start.
  private mutating func digits(from number: Int) throws(JSONError) -> Int {
    let first = at
    while at < end, bytes[at] &- 0x30 < 10 { at += 1 }
    guard at > first else { throw at < end ? error(.badNumber, at: number) : error(.cutOff) }
    return first
  }

  private mutating func skipSpace() {
    while at < end {
      switch bytes[at] {
      case 0x20, 0x0A, 0x0D, 0x09: at += 1
      default: return
      }
    }
  }
}

extension JSONParser {
  func error(_ reason: JSONError.Reason) -> JSONError {
    error(reason, at: at)
  }

  /// The line and column are only counted when something is wrong.
  func error(_ reason: JSONError.Reason, at place: Int) -> JSONError {
    var line = firstLine
    var column = 1
    for byte in bytes[min(start, place)..<min(place, end)] {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return JSONError(reason, line: line, column: column)
  }

  /// `reason`, unless the byte here shows that the text is no UTF-8 at all.
  func foreign(_ reason: JSONError.Reason) -> JSONError.Reason {
    guard at < end, bytes[at] >= 0x80 else { return reason }
    let lead = bytes[at..<min(at + 4, end)]
    var decoder = Unicode.UTF8()
    var iterator = lead.makeIterator()
    if case .scalarValue = decoder.decode(&iterator) { return reason }
    return .notUTF8
  }
}
