import Foundation
import Terminal
import Testing

@testable import galley_cli

@Suite("Help that teaches: what galley says of itself and of the next step")
struct HelpfulTests {
  private static let commands = Application.program.commands.filter { !$0.isHidden }

  private func has(_ program: String) -> Bool { sh("command -v \(program)").code == 0 }

  private func sh(_ script: String, in folder: String = "/", environment: [String: String] = [:]) -> Finished
  {
    run("/bin/bash", ["-c", script], in: folder, environment: environment)
  }

  @Test("the declarations have no fault") func faults() {
    #expect(Application.program.faults == [])
  }

  @Test("every example is a command line that galley takes")
  func examples() throws {
    let examples = Self.commands.flatMap { command in
      (command.subcommands.isEmpty ? [command] : command.subcommands).flatMap(\.examples)
    }
    #expect(examples.count >= Self.commands.count)
    for example in examples
    where example.command.hasPrefix("galley ") && !example.command.contains(where: { "<|".contains($0) }) {
      let words = sh("galley() { printf '%s\\0' \"$@\"; }; \(example.command)").out.split(separator: "\0")
        .map(String.init)
      #expect(!words.isEmpty, "\(example.command)")
      #expect(throws: Never.self, "\(example.command)") { try Application.program.parse(words) }
    }
  }

  @Test("the help on every command has its usage and an example, and no line is too wide")
  func help() throws {
    let paths = Self.commands.flatMap { command in
      [[command.name]] + command.subcommands.filter { !$0.isHidden }.map { [command.name, $0.name] }
    }
    let narrow = ["COLUMNS": "60"]
    for path in paths {
      let name = path.joined(separator: " ")
      let isGroup = Application.program.command(at: path)?.subcommands.isEmpty == false
      let done = run(galleyProgram, ["help"] + path, in: "/", environment: narrow)
      #expect(done.code == 0)
      #expect(done.out.contains("Usage: galley \(name)"), "\(name)")
      #expect(isGroup || done.out.contains("Example"), "\(name)")
      #expect(done.out.split(separator: "\n").allSatisfy { displayWidth(String($0)) <= 60 }, "\(name)")
      #expect(run(galleyProgram, path + ["-h"], in: "/", environment: narrow).out == done.out, "\(name)")
    }
  }

  @Test(
    "a mistyped command or option gets a suggestion",
    arguments: [
      ("anotate", "galley annotate"), ("staus", "galley status"), ("publsh", "galley publish"),
      ("sycn", "galley sync"),
      ("hlep", "galley help"),
    ])
  func mistyped(_ word: String, _ meant: String) {
    let done = run(galleyProgram, [word], in: "/")
    expectContract(done, code: 2, saying: "Did you mean '\(meant)'?", of: [word])
    expectContract(
      run(galleyProgram, ["annotate", "a", "--qoute", "x"], in: "/"), code: 2, saying: "'--quote'",
      of: ["--qoute"])
    expectContract(run(galleyProgram, ["help", word], in: "/"), code: 2, saying: meant, of: ["help", word])
  }

  @Test("galley alone says how to get a desk, how to start an article, and what is next")
  func alone() throws {
    let team = try TestTeam()
    let nowhere = run(galleyProgram, [], in: "/")
    #expect(nowhere.code == 0)
    #expect(nowhere.out.contains("galley init DIR") && nowhere.out.contains("galley clone URL"))
    let anna = try team.desk("anna")
    #expect(anna.galley().out.contains("galley new SLUG"))
    _ = anna.start("a", "The cat.\n")
    #expect(anna.galley().out.contains("next: galley submit a"))
    #expect(anna.galley().out.contains("galley help"))
  }

  @Test("the completions are scripts that the shells take", arguments: ["bash", "zsh", "fish"])
  func completions(_ shell: String) throws {
    let team = try TestTeam()
    let script = run(galleyProgram, ["completions", shell], in: "/").out
    #expect(Self.commands.allSatisfy { script.contains($0.name) })
    let file = team.path("completions")
    try Data(script.utf8).write(to: URL(fileURLWithPath: file))
    guard has(shell) else { return }
    let done = sh("\(shell) -n '\(file)'")
    #expect(done.code == 0 && done.err.isEmpty, "\(done.err)")
  }

  @Test("bash completes commands, slugs and ids of the desk at hand")
  func bash() throws {
    let anna = try TestTeam().desk("anna")
    _ = anna.start("news/rivers", "The cat.\n")
    #expect(anna.galley("annotate", "news/rivers", "--quote", "cat", "--comment", "x").code == 0)
    let id = try #require(anna.json("annotations", "news/rivers").first?["tail"]?.stringValue)
    func complete(_ line: String) -> String {
      let words = line.components(separatedBy: " ")
      let quoted = words.map { "'\($0)'" }.joined(separator: " ")
      return sh(
        """
        mkdir -p bin && ln -sf \(galleyProgram) bin/galley
        PATH=$PWD/bin:$PATH
        source <(galley completions bash)
        COMP_WORDS=(\(quoted)) COMP_CWORD=\(words.count - 1) COMP_LINE='\(line)' COMP_POINT=\(line.count)
        $(complete -p galley | sed 's/.*-F \\([^ ]*\\).*/\\1/') galley
        printf '%s\\n' "${COMPREPLY[@]}"
        """, in: anna.folder
      ).out
    }
    #expect(complete("galley annot").contains("annotate"))
    #expect(complete("galley show n").contains("news/rivers"))
    #expect(complete("galley reply ").contains(id))
    #expect(complete("galley verdict news/rivers mi").contains("minor"))
  }

  @Test("the man page is one that groff takes without a warning")
  func man() {
    guard has("groff") else { return }
    let done = sh("\(galleyProgram) man | groff -man -ww -z -Tutf8")
    #expect(done.code == 0 && done.err.isEmpty, "\(done.err)")
  }

  @Test("edit: a failing editor, no editor, an unchanged and a changed text")
  func edit() throws {
    let anna = try TestTeam().desk("anna")
    _ = anna.start("a", "The cat.\n")
    try anna.refuses("edit", "a", saying: "editor 'false' failed", environment: ["VISUAL": "false"])
    try anna.refuses("edit", "a", saying: "EDITOR", environment: ["VISUAL": "", "EDITOR": ""])
    func edit(_ editor: String) -> Finished {
      run(
        galleyProgram, ["edit", "a"], in: anna.folder, environment: ["VISUAL": editor, "TMPDIR": anna.folder])
    }
    let before = anna.state
    let same = edit("true")
    #expect(same.code == 0 && same.out.contains("already"))
    #expect(anna.state == before)
    #expect(edit("sed -i s/cat/dog/").code == 0)
    #expect(anna.git("show", "revision/a/r1:articles/a/index.md").out.contains("The dog."))
    #expect(anna.git("status", "--short").out.isEmpty, "the temporary file is gone")
    let typed = edit("sh -c 'printf \"what I typed\" > \"$0\"; exit 1'")
    #expect(typed.code == 1 && typed.err.contains("What you typed is kept in"))
  }

  @Test("publish says so while galley.yaml names nobody, and no longer when it does")
  func open() throws {
    let anna = try TestTeam().desk("anna")
    _ = anna.start("a", "The cat.\n")
    #expect(anna.galley("publish", "a").err.contains("names no people"))
    try anna.write("people:\n  - {name: Anna, email: anna@example.org, roles: [editor]}\n", to: "galley.yaml")
    anna.git("commit", "-qam", "Name one")
    _ = anna.start("b", "The dog.\n")
    let done = anna.galley("publish", "b")
    #expect(done.code == 0 && done.err.isEmpty)
  }

  @Test("a clone of an empty repository offers on a terminal to make it a desk, and asks nobody else")
  func emptyClone() throws {
    let team = try TestTeam()
    let place = team.folder.path
    #expect(sh("git init -q --bare empty.git", in: place).code == 0)
    let quiet = run(galleyProgram, ["clone", "empty.git", "quiet"], in: place)
    #expect(quiet.code == 0 && quiet.err.contains("galley init quiet"))
    guard has("script") else { return }
    func answered(_ answer: String, _ folder: String) -> Finished {
      sh(
        "printf '\(answer)\\n' | script -qec \"\(galleyProgram) clone empty.git \(folder)\" /dev/null",
        in: place)
    }
    #expect(answered("n", "no").out.contains("Make it a desk?"))
    #expect(run(galleyProgram, ["status", "--repo", "no"], in: place).code == 1)
    #expect(answered("y", "yes").out.contains("made it a desk"))
    #expect(run(galleyProgram, ["status", "--repo", "yes"], in: place).code == 0)
    #expect(sh("git -C empty.git show main:galley.yaml", in: place).code == 0)
  }
}
