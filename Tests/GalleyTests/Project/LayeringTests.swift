import Foundation
import Testing

/// SwiftPM builds a target that imports another without declaring it, as long as something else builds that first.
@Suite("Imports run one way, and each C library has one layer that sees it")
struct LayeringTests {
  /// What each layer may import of ours and of C.
  private static let allowed: [String: Set<String>] = [
    "JSON": [], "Prose": [], "Terminal": [],
    "Git": ["CGit"],
    "Editorial": ["Git", "Prose", "JSON", "CYaml"],
    "Rendered": ["CMark", "Prose"],
    "Galley": ["Editorial", "Git", "Prose", "Rendered", "JSON"],
    "Pages": ["Galley", "Editorial", "Prose", "Terminal"],
    "galley-cli": ["Galley", "Pages", "Editorial", "Git", "Prose", "JSON", "Terminal"],
    "GalleyWeb": [
      "Galley", "Pages", "Editorial", "Git", "Prose", "Rendered", "JSON", "Terminal", "CMicrohttpd",
    ],
  ]
  /// Foundation costs every start of the program more than all that it would save.
  private static let system: Set<String> = ["Glibc", "Synchronization"]

  private static let sources = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources")

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
    let may = Self.allowed[layer, default: []].union(Self.system)
    for (file, module) in found {
      #expect(may.contains(module), "Sources/\(layer)/\(file) imports \(module)")
    }
    if layer == "Git" { #expect(found.contains { $0.module == "CGit" }) }
  }
}
