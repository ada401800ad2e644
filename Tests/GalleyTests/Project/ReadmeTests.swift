import Foundation
import Testing

@testable import galley_cli

@Suite("The README tells what is")
struct ReadmeTests {
  private let text: String

  init() throws {
    text = try String(contentsOf: projectFolder.appendingPathComponent("README.md"), encoding: .utf8)
  }

  @Test("the example is what the commands print")
  func example() throws {
    let page = try Transcript(page: projectFolder.appendingPathComponent("README.md"))
    #expect(!page.isEmpty)
    try page.run()
  }

  @Test("the first minute works as it stands there, and ends with the annotated article")
  func start() throws {
    let team = try TestTeam()
    let block = try #require(
      text.components(separatedBy: "```sh\n").dropFirst().first?.components(separatedBy: "```").first)
    let identity = [
      "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
      "PATH": "\(team.path("bin")):/usr/bin:/bin",
    ]
    try FileManager.default.createDirectory(atPath: team.path("bin"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: team.path("bin/galley"), withDestinationPath: galleyProgram)
    let done = run("/bin/sh", ["-ec", block], in: team.folder.path, environment: identity)
    #expect(done.code == 0, "\(done.err)")
    #expect(done.out.contains("1950[1]") && done.out.contains("Which source?"))
  }

  @Test("the table names no command that isn't there")
  func commands() {
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") && !$0.hasPrefix("| `galley …`") }
    let named = rows.flatMap { row in
      row.split(separator: "|").first.map(String.init)?.components(separatedBy: " · ").map {
        String($0.trimmingCharacters(in: CharacterSet(charactersIn: " `")).prefix { $0 != " " && $0 != "`" })
      } ?? []
    }
    let commands = Application.program.commands.filter { !$0.isHidden }.map(\.name) + ["help"]
    #expect(named.count > 20)
    #expect(Set(named).subtracting(commands) == [])
  }

  @Test("every link leads to a file")
  func links() {
    for part in text.components(separatedBy: "](").dropFirst() {
      let target = String(part.prefix { $0 != ")" })
      guard !target.hasPrefix("https://") else { continue }
      let file = projectFolder.appendingPathComponent(target).path
      #expect(FileManager.default.fileExists(atPath: file), "\(target)")
    }
  }
}
