import Foundation
import Testing

/// A page with commands and what they print, run on desks of its people and compared.
///
/// In a block of the language `console`, a line `anna$ COMMAND` runs COMMAND in a shell on Anna's desk, which is cloned when
/// she is first named (or made by her `git init`); lines `> …` after it continue the command. The lines that follow are all that it prints, stderr too, and
/// `(exit 1)` when it ends so. The clock stands still. Ids and commits differ from run to run: where the page has one, the
/// output must have one too, the same one wherever the page has the same; in commands the page's ids stand for those.
///
/// With GALLEY_TRANSCRIPT=write the page is written anew with what the commands print.
struct Transcript {
  private struct Step {
    let person: String
    var command: String
    var expected: [String] = []
    /// The page's lines of the command, and of the output.
    let first: Int
    var last: Int
    var outputStart: Int
  }

  let page: URL
  private var lines: [String]
  private var steps: [Step] = []

  init(page: URL) throws {
    self.page = page
    lines = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n")
    var isInside = false
    for (number, line) in lines.enumerated() {
      if line.hasPrefix("```") {
        isInside = line == "```console"
      } else if isInside {
        add(line, number)
      }
    }
  }

  var isEmpty: Bool { steps.isEmpty }

  private mutating func add(_ line: String, _ number: Int) {
    if let dollar = line.range(of: "$ "), !line[..<dollar.lowerBound].isEmpty,
      line[..<dollar.lowerBound].allSatisfy({ $0.isLowercase && $0.isASCII })
    {
      steps.append(
        Step(
          person: String(line[..<dollar.lowerBound]), command: String(line[dollar.upperBound...]),
          first: number, last: number, outputStart: number + 1))
    } else if let step = steps.indices.last {
      steps[step].last = number
      if line == ">" || line.hasPrefix("> "), steps[step].expected.isEmpty {
        steps[step].command += "\n" + line.dropFirst(2)
        steps[step].outputStart = number + 1
      } else {
        steps[step].expected.append(line)
      }
    }
  }

  /// Runs every command in order.
  func run() throws {
    let isWritten = ProcessInfo.processInfo.environment["GALLEY_TRANSCRIPT"] == "write"
    let team = try TestTeam()
    let bin = team.path("bin")
    try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: bin + "/galley", withDestinationPath: galleyProgram)
    let path = "\(bin):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
    var desks: [String: TestDesk] = [:]
    var names = Names()
    var outputs: [[String]] = []
    for step in steps {
      let desk = try desks[step.person] ?? Self.desk(of: step, in: team)
      if desks[step.person] == nil { desk.git("config", "user.name", step.person.capitalized) }
      desks[step.person] = desk
      let done = GalleyTests.run(
        "/bin/sh", ["-c", "exec 2>&1\n" + names.real(step.command)], in: desk.folder,
        environment: [
          "PATH": path, "GIT_COMMITTER_DATE": "1795514400 +0000", "GIT_AUTHOR_DATE": "1795514400 +0000",
          "LC_ALL": "C.UTF-8", "TZ": "UTC",
        ])
      var output = done.out.replacingOccurrences(of: team.folder.path, with: "…")
        .components(separatedBy: "\n")
      if output.last?.isEmpty == true { output.removeLast() }
      if done.code != 0 { output.append("(exit \(done.code))") }
      let isSame = names.agree(step.expected, output)
      outputs.append(output.map { names.shown($0) })
      if !isWritten {
        #expect(
          isSame,
          "\(page.lastPathComponent):\(step.first + 1): \(step.command)\nprints\n\(output.joined(separator: "\n"))\nand not\n\(step.expected.joined(separator: "\n"))"
        )
      }
    }
    if isWritten { try write(outputs) }
  }

  /// A clone of the remote: of `site.git` where a page made that. Who begins with `git init` has a folder of no desk.
  private static func desk(of step: Step, in team: TestTeam) throws -> TestDesk {
    let site = team.path("site.git")
    guard step.command.hasPrefix("git init") else {
      return try team.desk(step.person, url: FileManager.default.fileExists(atPath: site) ? site : nil)
    }
    let desk = TestDesk(team: team, name: step.person)
    _ = GalleyTests.run(
      "/usr/bin/env", ["git", "init", "-q", "-b", "main", desk.folder], in: team.folder.path)
    desk.git("config", "user.email", "\(step.person)@example.org")
    return desk
  }

  private func write(_ outputs: [[String]]) throws {
    var lines = lines
    for (step, output) in zip(steps, outputs).reversed() {
      lines.replaceSubrange(step.outputStart..<step.last + 1, with: output)
    }
    try lines.joined(separator: "\n").write(to: page, atomically: true, encoding: .utf8)
  }
}

/// The page's ids and those of this run that they stand for.
private struct Names {
  private var real: [String: String] = [:]

  /// Whether two outputs are the same but for ids; remembers which id stands for which.
  mutating func agree(_ page: [String], _ output: [String]) -> Bool {
    var isSame = page.count == output.count
    for (expected, found) in zip(page, output) where expected != found {
      let (one, two) = (Self.words(expected), Self.words(found))
      guard one.count == two.count else {
        isSame = false
        continue
      }
      for (expected, found) in zip(one, two) where expected != found {
        guard Self.isID(expected), Self.isID(found) else {
          isSame = false
          continue
        }
        if real[expected, default: found] != found { isSame = false }
        real[expected] = found
      }
    }
    return isSame
  }

  func real(_ command: String) -> String {
    Self.words(command).map { real[$0] ?? $0 }.joined()
  }

  func shown(_ line: String) -> String {
    let shown = Dictionary(real.map { ($1, $0) }, uniquingKeysWith: min)
    return Self.words(line).map { shown[$0] ?? $0 }.joined()
  }

  /// Four hex digits or more, not all of them decimal when few: a year is no id.
  private static func isID(_ word: String) -> Bool {
    word.count >= 4 && word.allSatisfy { $0.isHexDigit && !$0.isUppercase }
  }

  /// Runs of letters and digits, and what stands between them.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    for character in text {
      let isPart = character.isLetter || character.isNumber
      if isPart, let last = words.last?.last, last.isLetter || last.isNumber {
        words[words.count - 1].append(character)
      } else {
        words.append(String(character))
      }
    }
    return words
  }
}

@Suite("Pages that show commands show what they print")
struct TranscriptTests {
  @Test(
    "the pages under docs",
    arguments: ["docs/concepts.md", "docs/editors-day.md", "docs/reading.md", "docs/existing-site.md"])
  func pages(_ name: String) throws {
    let transcript = try Transcript(page: projectFolder.appendingPathComponent(name))
    #expect(!transcript.isEmpty)
    try transcript.run()
  }
}
