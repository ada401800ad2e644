import Foundation
import Testing

/// SwiftPM builds a target that imports another without declaring it, as long as something else builds that first.
@Suite("Imports run one way, and each C library has one layer that sees it")
struct LayeringTests {
  /// What each layer may import of ours and of C.
  private static let allowed: [String: Set<String>] = [
    "System": ["Glibc", "Musl", "Darwin"],
    "JSON": [], "Prose": [], "Terminal": [],
    "Git": ["CGit"], "Rendered": ["CMark", "Prose"],
    "Editorial": ["Git", "Prose", "JSON", "CYaml"],
    "Galley": ["Editorial", "Git", "Prose", "Rendered", "JSON"],
    "Pages": ["Galley", "Editorial", "Prose", "Terminal", "DiffAssets"],
    "galley-cli": ["Galley", "Pages", "Editorial", "Git", "Prose", "JSON", "Terminal"],
    "GalleyWeb": [
      "Galley", "Pages", "Editorial", "Git", "Prose", "Rendered", "JSON", "Terminal", "CMicrohttpd",
      "PageAssets",
    ],
  ]
  /// What every layer may import: Foundation costs every start of the program more than all that it would save.
  private static let common: Set<String> = ["System", "Synchronization"]

  /// Galley's rooms: the types of each are known to those below it here, and to no room above.
  private static let roomsOfGalley = [
    "People", "Hooks", "Desks", "Remarks", "Drafts", "Rounds", "Reviews", "Publishing", "Sync", "Reading",
    "Server",
  ]
  /// More files than this in one folder, and nobody sees where a thing is.
  private static let mostFilesInRoom = 18

  private static let sources = projectFolder.appendingPathComponent("Sources")

  private static func imports(of layer: String) throws -> [(file: String, module: String)] {
    let folder = sources.appendingPathComponent(layer)
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
      $0.hasSuffix(".swift")
    }
    return try files.flatMap { file in
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      return text.split(separator: "\n").compactMap { line -> (String, String)? in
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "import"), place < 3, words.count > place + 1,
          words[..<place].allSatisfy({ $0.first?.isLetter == true || $0.first == "@" })
        else { return nil }
        // `import struct Module.Name` names the module second.
        let kinds: Set<Substring> = [
          "struct", "class", "enum", "protocol", "func", "let", "var", "typealias",
        ]
        let name = kinds.contains(words[place + 1]) ? words[place + 2] : words[place + 1]
        return (file, String(name.prefix { $0 != "." }))
      }
    }
  }

  @Test("every layer is known here")
  func layers() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
    let systemLibraries: Set = ["CGit", "CYaml", "CMark", "CMicrohttpd"]
    #expect(Set(folders).subtracting(systemLibraries) == Set(Self.allowed.keys))
  }

  @Test("a layer imports what it may", arguments: allowed.keys.sorted())
  func imports(_ layer: String) throws {
    let found = try Self.imports(of: layer)
    let may = Self.allowed[layer, default: []].union(Self.common)
    for (file, module) in found {
      #expect(may.contains(module), "Sources/\(layer)/\(file) imports \(module)")
    }
    if layer == "Git" { #expect(found.contains { $0.module == "CGit" }) }
  }

  /// The Swift files of a folder and those below it, by path from Sources.
  private static func files(below folder: String) throws -> [(path: String, text: String)] {
    let place = sources.appendingPathComponent(folder)
    return try FileManager.default.subpathsOfDirectory(atPath: place.path).filter { $0.hasSuffix(".swift") }
      .map { ("\(folder)/\($0)", try String(contentsOf: place.appendingPathComponent($0), encoding: .utf8)) }
  }

  @Test("the rooms of Galley are known here, and a room names no type of a room that stands after it")
  func rooms() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Self.sources.appendingPathComponent("Galley").path)
    #expect(Set(folders) == Set(Self.roomsOfGalley))
    let declaration = /(?m)^(?:public |indirect |final |@\w+ )*(?:struct|class|enum|protocol|actor) (\w+)/
    var roomOf: [String: Int] = [:]
    for (place, room) in Self.roomsOfGalley.enumerated() {
      for (_, text) in try Self.files(below: "Galley/\(room)") {
        for match in text.matches(of: declaration) { roomOf[String(match.1)] = place }
      }
    }
    #expect(roomOf["PlacedThread"] == Self.roomsOfGalley.firstIndex(of: "Remarks"))
    for (place, room) in Self.roomsOfGalley.enumerated() {
      for (path, text) in try Self.files(below: "Galley/\(room)") {
        let code = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(
          separator: "\n")
        for word in Set(code.matches(of: /[^"\w]([A-Z]\w+)/).map { String($0.1) }) {
          guard let known = roomOf[word], known > place else { continue }
          Issue.record("\(path) names \(word) of \(Self.roomsOfGalley[known])")
        }
      }
    }
  }

  @Test("no folder has more files than a person sees at a glance")
  func sizes() throws {
    for layer in Self.allowed.keys {
      let counts = Dictionary(
        grouping: try Self.files(below: layer).map {
          $0.path.split(separator: "/").dropLast().joined(separator: "/")
        }, by: \.self)
      for (folder, files) in counts {
        #expect(files.count <= Self.mostFilesInRoom, "\(folder) has \(files.count) files")
      }
    }
  }

  @Test("the help's groups have a folder of commands each, and those of the desk's work a room of Galley")
  func groups() throws {
    let page = run(galleyProgram, ["help"], in: projectFolder.path).out
    let groups = page.split(separator: "\n").filter { $0.wholeMatch(of: /[A-Z]\w+/) != nil }.map(String.init)
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Self.sources.appendingPathComponent("galley-cli/Commands").path
    ).filter { !$0.hasSuffix(".swift") }
    #expect(Set(groups) == Set(folders))
    #expect(Set(groups).subtracting(Self.roomsOfGalley) == ["Filters", "Help"])
  }
}
