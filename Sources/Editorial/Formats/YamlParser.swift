internal import CYaml

extension Yaml {
  public static let maxBytes = 1 << 20
  public static let maxDepth = 32

  /// Reads one YAML document with libyaml. Nothing at all is null.
  ///
  /// - Parameters:
  ///   - name: the file, for errors.
  ///   - firstLine: the number that errors give the first line.
  /// - Throws: `InvalidValue` with the place, for what is no YAML and for what Galley doesn't take: aliases
  ///   (with which a few lines stand for gigabytes), a key twice, keys that are not scalars, several
  ///   documents, and too large or too deep ones.
  public init(
    parsing bytes: some Collection<UInt8>, name: String, firstLine: Int = 1
  ) throws(InvalidValue) {
    let bytes = Array(bytes)
    let reading = YamlReading(name: name, firstLine: firstLine)
    guard bytes.count <= Self.maxBytes else {
      throw reading.invalid("it is larger than \(Self.maxBytes >> 20) MiB", reading.place(byte: 0, of: bytes))
    }
    if let offset = firstByteOutsideUTF8(bytes) {
      throw reading.invalid("it is not UTF-8", reading.place(byte: offset, of: bytes))
    }
    // An empty array has no address to give to libyaml.
    self = try (bytes.isEmpty ? [0x0A] : bytes).withUnsafeBufferPointer { bytes throws(InvalidValue) in
      let parser = try YamlParser(bytes, reading)
      return try parser.document()
    }
  }
}

private struct YamlReading {
  let name: String
  let firstLine: Int

  /// libyaml counts from 0.
  func place(_ mark: yaml_mark_t) -> InvalidValue.Place {
    InvalidValue.Place(line: Int(mark.line) + firstLine, column: Int(mark.column) + 1)
  }

  func place(byte offset: Int, of bytes: some RandomAccessCollection<UInt8>) -> InvalidValue.Place {
    let place = InvalidValue.Place(byte: offset, of: bytes)
    return InvalidValue.Place(line: place.line - 1 + firstLine, column: place.column)
  }

  func invalid(_ why: String, _ place: InvalidValue.Place) -> InvalidValue {
    InvalidValue(
      "\(quoted(name)) can't be read as YAML", why: why, remedy: "Mend that line", place: place)
  }
}

/// Owns one of libyaml's parsers, whose address must not change, over bytes that outlive it.
private struct YamlParser: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeBufferPointer<UInt8>
  private let reading: YamlReading

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ reading: YamlReading) throws(InvalidValue) {
    self.bytes = bytes
    self.reading = reading
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      throw reading.invalid("there is not enough memory", reading.place(byte: 0, of: bytes))
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  func document() throws(InvalidValue) -> Yaml {
    _ = try next()
    let start = try next()
    guard start.kind != .streamEnd else { return Yaml(null: start.place) }
    let root = try node(try next(), depth: 1)
    _ = try next()
    let end = try next()
    guard end.kind == .streamEnd else { throw reading.invalid("it has more than one document", end.place) }
    return root
  }

  private func node(_ event: Event, depth: Int) throws(InvalidValue) -> Yaml {
    switch event.kind {
    case .scalar(let text, let isPlain):
      return Yaml(content: .scalar(text, isPlain: isPlain), event.place, event.range, isFlow: false)
    case .alias:
      throw reading.invalid("it has an alias ('*…'), which Galley doesn't read; write it out", event.place)
    case .sequenceStart(let isFlow):
      guard depth <= Yaml.maxDepth else { throw tooDeep(event) }
      return try sequence(event, isFlow, depth)
    case .mappingStart(let isFlow):
      guard depth <= Yaml.maxDepth else { throw tooDeep(event) }
      return try mapping(event, isFlow, depth)
    case .streamEnd, .end, .other:
      throw reading.invalid("it ends too early", event.place)
    }
  }

  private func sequence(_ start: Event, _ isFlow: Bool, _ depth: Int) throws(InvalidValue) -> Yaml {
    var items: [Yaml] = []
    while true {
      let event = try next()
      if event.kind == .end {
        let end = isFlow ? event.range.upperBound : items.last?.range.upperBound
        return Yaml(content: .sequence(items), start.place, start.range(to: end), isFlow: isFlow)
      }
      items.append(try node(event, depth: depth + 1))
    }
  }

  private func mapping(_ start: Event, _ isFlow: Bool, _ depth: Int) throws(InvalidValue) -> Yaml {
    var entries: [Yaml.Entry] = []
    var keys: Set<String> = []
    while true {
      let event = try next()
      if event.kind == .end {
        let end = isFlow ? event.range.upperBound : entries.last?.value.range.upperBound
        return Yaml(content: .mapping(entries), start.place, start.range(to: end), isFlow: isFlow)
      }
      guard case .scalar(let key, _) = event.kind else {
        throw reading.invalid("it has a key that is not a plain word", event.place)
      }
      guard keys.insert(key).inserted else {
        throw reading.invalid("the key \(quoted(key)) stands twice", event.place)
      }
      let value = try node(try next(), depth: depth + 1)
      entries.append(Yaml.Entry(key: key, value: value, place: event.place, keyRange: event.range))
    }
  }

  private func tooDeep(_ event: Event) -> InvalidValue {
    reading.invalid("it is nested more than \(Yaml.maxDepth) deep", event.place)
  }

  private func next() throws(InvalidValue) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw problem }
    defer { yaml_event_delete(&event) }
    return Event(event, reading.place(event.start_mark))
  }

  private var problem: InvalidValue {
    let why = parser.pointee.problem.map { String(cString: $0) } ?? "it is not YAML"
    guard parser.pointee.error != YAML_READER_ERROR else {
      return reading.invalid(why, reading.place(byte: parser.pointee.problem_offset, of: bytes))
    }
    return reading.invalid(why, reading.place(parser.pointee.problem_mark))
  }
}

/// What of libyaml's events is of use.
private struct Event {
  enum Kind: Hashable {
    case scalar(String, isPlain: Bool)
    case sequenceStart(isFlow: Bool)
    case mappingStart(isFlow: Bool)
    case alias, end, streamEnd, other
  }

  let kind: Kind
  let place: InvalidValue.Place
  let range: Range<Int>

  init(_ event: yaml_event_t, _ place: InvalidValue.Place) {
    self.place = place
    range = Int(event.start_mark.index)..<Int(max(event.start_mark.index, event.end_mark.index))
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      kind = .scalar(
        String(decoding: bytes, as: UTF8.self),
        isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE && scalar.plain_implicit == 1)
    case YAML_SEQUENCE_START_EVENT:
      kind = .sequenceStart(isFlow: event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE)
    case YAML_MAPPING_START_EVENT:
      kind = .mappingStart(isFlow: event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: kind = .end
    case YAML_ALIAS_EVENT: kind = .alias
    case YAML_STREAM_END_EVENT: kind = .streamEnd
    default: kind = .other
    }
  }

  func range(to end: Int?) -> Range<Int> {
    range.lowerBound..<max(range.lowerBound, end ?? range.upperBound)
  }
}

extension Yaml {
  fileprivate init(content: Content, _ place: InvalidValue.Place, _ range: Range<Int>, isFlow: Bool) {
    self.content = content
    self.place = place
    self.range = range
    self.isFlow = isFlow
  }

  fileprivate init(null place: InvalidValue.Place) {
    self.init(content: .scalar("", isPlain: true), place, 0..<0, isFlow: false)
  }
}
