import Foundation
import Terminal
import Testing

/// A folder with the sample's completions and a `galley` that answers `__complete` and notes how it was
/// asked.
private func playground() throws -> TemporaryFolder {
  let folder = try TemporaryFolder()
  for shell in Shell.allCases { try folder.write(shell.rawValue, sample.completions(for: shell)) }
  try folder.write(
    "galley",
    #"""
    #!/bin/sh
    printf '%s ' "$@" > "$(dirname "$0")/asked"
    printf 'rivers\tthe Rhine: a river\nriver/delta\nlakes\n$(touch hacked)\n'
    """#, executable: true)
  try folder.write("draft.md", "x")
  try FileManager.default.createDirectory(at: folder.url("desk"), withIntermediateDirectories: false)
  return folder
}

private func environment(_ folder: TemporaryFolder) -> [String: String] {
  ["PATH": "\(folder.path):\(ProcessInfo.processInfo.environment["PATH"] ?? "")", "HOME": folder.path]
}

@Suite struct BashCompletionTests {
  /// What bash offers for the words, the last being the one at the cursor.
  private func offers(_ words: [String], in folder: TemporaryFolder) throws -> [String] {
    let script = """
      cd "$1" && shift && source ./bash || exit
      set -u
      COMP_WORDS=(galley "$@"); COMP_CWORD=$#
      _galley 2>&1
      ((${#COMPREPLY[@]})) && printf '%s\\n' "${COMPREPLY[@]}"
      """
    return try Shells.run(
      "bash", ["-c", script, "bash", folder.path] + words, environment: environment(folder)
    ).lines
  }

  private func offers(_ words: String...) throws -> [String] { try offers(words, in: playground()) }

  @Test("bash accepts the script") func syntax() throws {
    let result = try Shells.run("bash", ["-n"], input: sample.completions(for: .bash))
    #expect(result.status == 0 && result.output.isEmpty)
  }

  @Test("commands are completed, hidden ones are not") func commands() throws {
    #expect(try offers("") == ["annotate", "reply", "verdict", "new", "show", "hooks", "help"])
    #expect(try offers("an") == ["annotate"])
    #expect(try offers("hooks", "") == ["install", "remove"])
    #expect(try offers("help", "an") == ["annotate"])
    #expect(try offers("--repo", "x", "--json", "re") == ["reply"])
  }

  @Test("options are completed with the global ones, until two hyphens") func options() throws {
    #expect(
      try offers("show", "rivers", "--") == ["--open", "--format", "--in", "--json", "--repo", "--help"])
    #expect(try offers("hooks", "install", "--f") == ["--force"])
    #expect(try offers("show", "--", "--").isEmpty)
  }

  @Test("choices are completed for arguments and options, however readline splits them") func choices() throws
  {
    #expect(try offers("verdict", "rivers", "m") == ["minor", "major"])
    #expect(try offers("show", "--format", "h") == ["html"])
    #expect(try offers("show", "--format", "=") == ["terminal", "html"])
    #expect(try offers("show", "--format", "=", "h") == ["html"])
    #expect(try offers("show", "--format=h") == ["--format=html"])
    #expect(try offers("verdict", "rivers", "-m", "").isEmpty)
    #expect(try offers("verdict", "-m", "text", "rivers", "a") == ["accept"])
  }

  @Test("slugs come from the program, asked about the desk on the line") func dynamic() throws {
    let folder = try playground()
    #expect(try offers(["--repo", "my desk", "show", "ri"], in: folder) == ["rivers", "river/delta"])
    #expect(folder.read("asked") == "__complete --repo my desk -- slug ri ")
    #expect(try offers(["reply", "rivers,la"], in: folder) == ["rivers,lakes"])
  }

  @Test("what the program answers is never run") func injection() throws {
    let folder = try playground()
    #expect(try offers(["show", ""], in: folder).contains("\\$\\(touch\\ hacked\\)"))
    #expect(folder.read("hacked") == nil)
  }

  @Test("files and directories are completed where they are wanted") func files() throws {
    #expect(try offers("new", "x", "--from", "dr") == ["draft.md"])
    #expect(try offers("show", "--in", "d") == ["desk"])
    #expect(try offers("show", "rivers", "one", "dr") == ["draft.md"])
  }
}

@Suite struct OtherCompletionTests {
  @Test("zsh accepts the script", .enabled(if: Shells.has("zsh"))) func zsh() throws {
    let folder = try playground()
    let result = try Shells.run("zsh", ["-n", folder.url("zsh").path])
    #expect(result.status == 0 && result.output.isEmpty)
  }

  @Test("fish completes commands, options, choices and slugs", .enabled(if: Shells.has("fish"))) func fish()
    throws
  {
    let folder = try playground()
    func offers(_ line: String) throws -> [String] {
      let script = "cd $argv[1]; and source ./fish; and complete -C $argv[2]"
      return try Shells.run(
        "fish", ["-N", "-c", script, folder.path, line], environment: environment(folder)
      ).lines
    }
    #expect(try Shells.run("fish", ["-n", folder.url("fish").path]).output.isEmpty)
    #expect(try offers("galley an") == ["annotate\tremark on a passage"])
    #expect(try offers("galley hooks ").map { $0.prefix(3) } == ["ins", "rem"])
    #expect(try offers("galley show --o") == ["--open\tonly open ones"])
    #expect(try offers("galley verdict rivers m").sorted() == ["major", "minor"])
    #expect(try offers("galley show --format=h") == ["--format=html"])
    #expect(try offers("galley --repo d show riv").sorted() == ["river/delta", "rivers\tthe Rhine: a river"])
    #expect(folder.read("asked") == "__complete --repo d -- slug riv ")
  }
}
