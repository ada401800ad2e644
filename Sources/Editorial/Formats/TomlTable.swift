/// A table that is being read, its keys in the order they came.
struct TomlTable {
  private indirect enum Value {
    case node(Yaml)
    case table(TomlTable)
    case tables([TomlTable])
  }

  private var keys: [(name: String, range: Range<Int>)] = []
  private var values: [String: Value] = [:]

  mutating func put(
    _ value: Yaml, at path: [String], _ range: Range<Int>, _ reader: TomlReader
  ) throws(InvalidValue) {
    try change(path[...], range, reader) { (table, name) throws(InvalidValue) in
      guard table.values[name] == nil else {
        throw reader.invalid("'\(name)' is there twice", at: range.lowerBound)
      }
      table.add(name, range, .node(value))
    }
  }

  mutating func open(
    _ path: [String], isArray: Bool, _ range: Range<Int>, _ reader: TomlReader
  ) throws(InvalidValue) {
    try change(path[...], range, reader) { (table, name) throws(InvalidValue) in
      switch table.values[name] {
      case nil: table.add(name, range, isArray ? .tables([TomlTable()]) : .table(TomlTable()))
      case .tables(let tables) where isArray: table.values[name] = .tables(tables + [TomlTable()])
      case .table where !isArray: break
      default: throw reader.invalid("'\(name)' is there twice", at: range.lowerBound)
      }
    }
  }

  private mutating func add(_ name: String, _ range: Range<Int>, _ value: Value) {
    keys.append((name, range))
    values[name] = value
  }

  /// Finds the table that a path leads to, the last of an array of tables, and changes it.
  private mutating func change(
    _ path: ArraySlice<String>, _ range: Range<Int>, _ reader: TomlReader,
    _ work: (inout TomlTable, String) throws(InvalidValue) -> Void
  ) throws(InvalidValue) {
    guard let name = path.first else { return }
    guard path.count > 1 else { return try work(&self, name) }
    switch values[name] {
    case nil:
      var table = TomlTable()
      try table.change(path.dropFirst(), range, reader, work)
      add(name, range, .table(table))
    case .table(var table):
      try table.change(path.dropFirst(), range, reader, work)
      values[name] = .table(table)
    case .tables(var tables):
      var last = tables.removeLast()
      try last.change(path.dropFirst(), range, reader, work)
      values[name] = .tables(tables + [last])
    case .node: throw reader.invalid("'\(name)' is no table", at: range.lowerBound)
    }
  }

  func yaml(_ place: InvalidValue.Place) -> Yaml {
    let entries = keys.map { name, range in
      let value: Yaml =
        switch values[name] {
        case .node(let node): node
        case .table(let table): table.yaml(place)
        case .tables(let tables):
          Yaml(
            content: .sequence(tables.map { $0.yaml(place) }), place: place,
            range: range.upperBound..<range.upperBound,
            isFlow: false)
        case nil: Yaml(content: .scalar("", isPlain: true), place: place, range: range, isFlow: false)
        }
      return Yaml.Entry(key: name, value: value, place: value.place, keyRange: range)
    }
    let start = entries.first?.keyRange.lowerBound ?? 0
    let end = entries.map { max($0.keyRange.upperBound, $0.value.range.upperBound) }.max() ?? start
    return Yaml(content: .mapping(entries), place: place, range: start..<max(start, end), isFlow: false)
  }
}

/// The text as a TOML string on one line.
func tomlQuoted(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\n": quoted += "\\n"
    case "\t": quoted += "\\t"
    default:
      if scalar.value < 0x20 || scalar.value == 0x7F {
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      } else {
        quoted.unicodeScalars.append(scalar)
      }
    }
  }
  return quoted + "\""
}
