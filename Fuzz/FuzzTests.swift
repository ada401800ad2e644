import Foundation
import Testing

@Suite("What the fuzzers began with, and what they found")
struct FuzzTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  private static func files(_ kind: String, _ body: FuzzBody) -> [URL] {
    let folder = folder.appendingPathComponent("\(kind)/\(body.rawValue)")
    return (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
  }

  @Test("every target has seeds, and no seed or finding traps", arguments: FuzzBody.allCases)
  func regressions(_ body: FuzzBody) throws {
    let seeds = Self.files("seeds", body)
    #expect(!seeds.isEmpty)
    for file in seeds + Self.files("findings", body) { body.run(try Array(Data(contentsOf: file))) }
  }
}
