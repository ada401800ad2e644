import System

/// The user's own git, for what libgit2 doesn't do as git does: with all of its configuration, filters and hooks.
enum GitProgram {
  struct Answer {
    /// nil when it could not be run, or was given up.
    let code: Int32?
    let output: [UInt8]
    /// What it said on stderr, in English.
    let words: String

    var text: String { String(decoding: output, as: UTF8.self) }
    var succeeded: Bool { code == 0 }
  }

  /// Variables that would send git to another repository than the one that is asked about.
  private static let placeVariables: Set<String> = TransportPlan.localVariables.subtracting([
    "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_NO_REPLACE_OBJECTS",
  ])

  private static let mostOutput = 256 << 20

  /// Runs `git -C FOLDER ARGUMENTS`.
  ///
  /// - Parameters:
  ///   - input: what it reads.
  ///   - timeout: how many seconds it may be silent: a filter may fetch from elsewhere.
  static func run(
    _ arguments: [String], in folder: String, input: [UInt8] = [], timeout: Int = 3_600
  ) -> Answer {
    run(program: ["git", "-C", folder] + arguments, input: input, timeout: timeout)
  }

  /// Runs a hook or a helper of git's in the environment that git's own commands get.
  static func run(program: [String], input: [UInt8], timeout: Int) -> Answer {
    guard
      let process = try? TransportProcess(
        program, removing: placeVariables.union(["LANGUAGE"]), adding: ["LANGUAGE=en"], timeout: timeout)
    else { return Answer(code: nil, output: [], words: "\(program[0]) can't be run") }
    _ = input.withUnsafeBytes { bytes in
      bytes.assumingMemoryBound(to: CChar.self).baseAddress.map { process.write($0, bytes.count) }
    }
    process.closeInput()
    let output = process.readToEnd(keeping: mostOutput)
    process.end()
    return Answer(
      code: process.timeOut == nil ? process.exitCode : nil, output: output,
      words: process.timeOut ?? String(decoding: process.said, as: UTF8.self))
  }
}
