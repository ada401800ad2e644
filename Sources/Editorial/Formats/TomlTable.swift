/// A table that is being read, its keys in the order they came. An object, so that a table deep inside grows in place.
final class TomlTable {
  private enum Value {
    case node(Yaml)
    case table(TomlTable)
    case tables(Array)
  }

  private final class Array {
    var tables = [TomlTable()]
  }

  private var keys: [(name: String, range: Range<Int>)] = []
  private var values: [String: Value] = [:]

  func put(
    _ value: Yaml, at path: [String], _ range: Range<Int>, _ reader: TomlReader
  ) throws(InvalidValue) {
    let (table, name) = try place(path, range, reader)
    guard table.values[name] == nil else {
      throw reader.invalid("'\(name)' is there twice", at: range.lowerBound)
    }
    table.add(name, range, .node(value))
  }

  func open(
    _ path: [String], isArray: Bool, _ range: Range<Int>, _ reader: TomlReader
  ) throws(InvalidValue) {
    let (table, name) = try place(path, range, reader)
    switch table.values[name] {
    case nil: table.add(name, range, isArray ? .tables(Array()) : .table(TomlTable()))
    case .tables(let array) where isArray: array.tables.append(TomlTable())
    case .table where !isArray: break
    default: throw reader.invalid("'\(name)' is there twice", at: range.lowerBound)
    }
  }

  private func add(_ name: String, _ range: Range<Int>, _ value: Value) {
    keys.append((name, range))
    values[name] = value
  }

  /// The table that a path leads to, of an array of tables the last, and the name in it; makes the tables on the way.
  private func place(
    _ path: [String], _ range: Range<Int>, _ reader: TomlReader
  ) throws(InvalidValue) -> (table: TomlTable, name: String) {
    var table = self
    for name in path.dropLast() {
      switch table.values[name] {
      case nil:
        let inner = TomlTable()
        table.add(name, range, .table(inner))
        table = inner
      case .table(let inner): table = inner
      case .tables(let array): table = array.tables[array.tables.count - 1]
      case .node: throw reader.invalid("'\(name)' is no table", at: range.lowerBound)
      }
    }
    return (table, path[path.count - 1])
  }

  func yaml(_ place: InvalidValue.Place) -> Yaml {
    let entries = keys.map { name, range in
      let value: Yaml =
        switch values[name] {
        case .node(let node): node
        case .table(let table): table.yaml(place)
        case .tables(let array):
          Yaml(
            content: .sequence(array.tables.map { $0.yaml(place) }), place: place,
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
