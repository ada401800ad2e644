import Foundation
import JSON

/// What docs/json.md says of the objects that commands print.
///
/// A section of the page is an object: its rows name the members and their types. A section's heading may name
/// several commands that print the same.
struct JSONPage {
  /// By heading: each member with its type, in the page's order.
  private(set) var objects: [String: [(name: String, type: String)]] = [:]
  /// Sections that have no table: their lines are objects of another section.
  private(set) var aliases: [String: String] = [:]
  /// Sections whose commands print exactly one object.
  private(set) var singles: Set<String> = []

  /// The page as it stands in docs.
  static func read() throws -> JSONPage {
    JSONPage(
      parsing: try String(contentsOf: projectFolder.appendingPathComponent("docs/json.md"), encoding: .utf8))
  }

  init(parsing text: String) {
    var names: [String] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("## ") {
        names = line.dropFirst(3).components(separatedBy: ", ")
      } else if line == "One object." {
        singles.formUnion(names)
      } else if line.contains("one `") || line.hasPrefix("One `"),
        let object = line.split(separator: "`").first(where: {
          !$0.contains(" ") && line.contains("e `\($0)`")
        })
      {
        for name in names { aliases[name] = String(object) }
      } else if line.hasPrefix("| "), !line.hasPrefix("| member "), !line.hasPrefix("| --- ") {
        let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        for name in names { objects[name, default: []].append((cells[0], cells[1])) }
      }
    }
  }

  var headings: Set<String> { Set(objects.keys).union(aliases.keys) }

  /// What is not as the page says in the lines that a command printed.
  func faults(in rows: [JSON], of command: String) -> [String] {
    guard headings.contains(command) else { return ["docs/json.md has no section '\(command)'"] }
    let count =
      singles.contains(command) && rows.count != 1 ? ["\(command) prints \(rows.count) objects"] : []
    return count + rows.flatMap { faults(in: $0, type: aliases[command] ?? command, at: command) }
  }

  private func faults(in value: JSON, type: String, at place: String) -> [String] {
    if type == "any" { return [] }
    if type.hasSuffix(" or null") {
      return value.isNull ? [] : faults(in: value, type: String(type.dropLast(8)), at: place)
    }
    if type.hasPrefix("list of ") {
      guard let items = value.arrayValue else { return ["\(place) is no list"] }
      return items.flatMap { faults(in: $0, type: String(type.dropFirst(8)), at: "\(place)[]") }
    }
    switch type {
    case "string": return value.stringValue == nil ? ["\(place) is no string"] : []
    case "integer": return value.intValue == nil ? ["\(place) is no integer"] : []
    case "number": return value.doubleValue == nil ? ["\(place) is no number"] : []
    case "boolean": return value.boolValue == nil ? ["\(place) is no boolean"] : []
    default: break
    }
    guard let members = objects[type] else { return ["docs/json.md doesn't say what '\(type)' is"] }
    guard let given = value.objectValue else { return ["\(place) is no object"] }
    let unknown = Set(given.map(\.key)).subtracting(members.map(\.name)).sorted()
    return unknown.map { "\(place).\($0) is not in docs/json.md" }
      + members.flatMap { member in
        value[member.name].map { faults(in: $0, type: member.type, at: "\(place).\(member.name)") }
          ?? ["\(place).\(member.name) is missing"]
      }
  }
}
