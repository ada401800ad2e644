import Editorial
import Foundation
import JSON
import Testing

@Suite("The sample desk is as the storage contract says, and the demo plays it")
struct SampleDeskTests {
  /// The files below a folder of the project whose names end so, as paths from the project's folder.
  private static func files(below folder: String, ending: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: projectFolder.appendingPathComponent(folder).path)
    return (names?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(ending) }.sorted().map {
      "\(folder)/\($0)"
    }
  }

  private static let annotations = files(below: "reviews", ending: ".json")

  private func text(_ path: String) throws -> String {
    try String(contentsOf: projectFolder.appendingPathComponent(path), encoding: .utf8)
  }

  @Test("three reviewers have read the articles")
  func size() {
    #expect(Self.files(below: "articles", ending: "/index.md").count == 3)
    let reviewers = Set(
      Self.annotations.filter { $0.hasPrefix("reviews/night-ferry/r1/") }.map { $0.split(separator: "/")[3] })
    #expect(reviewers.count == 3)
    #expect(Self.annotations.count >= 20)
  }

  @Test(
    "each annotation is a Web Annotation in its maker's folder whose quote and offsets hold",
    arguments: annotations)
  func annotation(_ path: String) throws {
    let parts = path.split(separator: "/")
    let slug = parts[1..<(parts.count - 3)].joined(separator: "/")
    #expect(parts[parts.count - 3] == "r1")
    let json = try JSON(parsing: text(path))
    let id = try AnnotationID(String(parts[parts.count - 1].dropLast(5)))
    #expect(json["id"]?.stringValue == id.urn)
    #expect(id.description.split(separator: "-")[2].hasPrefix("7"))
    #expect(json["type"]?.stringValue == "Annotation")
    let email = try #require(json["creator"]?["email"]?.stringValue)
    #expect(try PersonID(email: String(email.dropFirst("mailto:".count))).component == parts[parts.count - 2])
    if let parent = json["target"]?.stringValue {
      let known = Self.annotations.filter { $0.hasPrefix("reviews/\(slug)/") }
      #expect(known.contains { $0.hasSuffix("/\(parent.dropFirst("urn:uuid:".count)).json") })
      return
    }
    let target = try #require(json["target"])
    let source = "articles/\(slug)/index.md"
    #expect(target["source"]?.stringValue == source)
    #expect(target["commit"]?.stringValue?.count == 40)
    guard let selectors = target["selector"]?.arrayValue else {
      #expect(json["motivation"]?.stringValue == "assessing")
      return
    }
    let scalars = Array(try text(source).unicodeScalars)
    func joined(_ range: Range<Int>) -> String { scalars[range].map(String.init).joined() }
    let quote = try #require(selectors.first { $0["type"]?.stringValue == "TextQuoteSelector" })
    let position = try #require(selectors.first { $0["type"]?.stringValue == "TextPositionSelector" })
    let (start, end) = try (#require(position["start"]?.intValue), #require(position["end"]?.intValue))
    let (prefix, suffix) = try (
      #require(quote["prefix"]?.stringValue), #require(quote["suffix"]?.stringValue)
    )
    #expect(quote["exact"]?.stringValue?.unicodeScalars.elementsEqual(scalars[start..<end]) == true)
    #expect(joined(0..<start).hasSuffix(prefix))
    #expect(joined(end..<scalars.count).hasPrefix(suffix))
    try expectSameText(of: source, in: #require(target["commit"]?.stringValue))
  }

  /// The commit that an annotation names holds the text that it was made on, where this is a clone that has it.
  private func expectSameText(of source: String, in commit: String) throws {
    let shown = run("/usr/bin/env", ["git", "show", "\(commit):\(source)"], in: projectFolder.path)
    if shown.code == 0 { #expect(try shown.out == text(source)) }
  }

  @Test("the demo plays to its end, and prints nothing that isn't meant for a reader")
  func demo() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("demo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let done = run(
      projectFolder.appendingPathComponent("scripts/demo").path,
      ["--program", galleyProgram, "--in", folder.path],
      in: projectFolder.path)
    #expect(done.code == 0, "\(done.out.suffix(2_000))\(done.err)")
    #expect(done.err.isEmpty)
    #expect(done.out.contains("have to stay in the city") || done.out.contains("had to stay in the city"))
    #expect(done.out.contains("Done: the three desks and the remote have the same branches"))
  }
}
