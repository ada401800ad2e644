import Foundation
import JSON
import Testing

extension TestDesk {
  /// Everything that a refused command must leave as it was: references, HEAD and the index.
  var state: String {
    git("for-each-ref").out + git("symbolic-ref", "-q", "HEAD").out + git("ls-files", "-s").out
  }

  /// Runs a command that must be refused, and holds it against the contract: the exit code, one line
  /// `galley: WHAT. HOW TO MEND IT` on stderr, the same as JSON on stdout with `--json`, nothing written, and a
  /// repository that git finds sound.
  @discardableResult
  func refuses(
    _ words: String..., code: Int32 = 1, saying text: String = "", input: Data = Data(),
    environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Finished {
    let before = state
    let variables = self.environment.merging(environment) { $1 }
    let done = run(galleyProgram, words, in: folder, environment: variables, input: input)
    expectContract(done, code: code, saying: text, of: words, sourceLocation)
    let asJSON = run(galleyProgram, words + ["--json"], in: folder, environment: variables, input: input)
    if !words.contains("--") {
      let error = try JSON(parsing: asJSON.out)["error"]
      #expect(asJSON.code == code, sourceLocation: sourceLocation)
      #expect(error?["exit"]?.intValue == Int(code), sourceLocation: sourceLocation)
      let (what, remedy) = (error?["what"]?.stringValue ?? "", error?["remedy"]?.stringValue ?? "")
      #expect(!what.isEmpty && !remedy.isEmpty, sourceLocation: sourceLocation)
    }
    #expect(state == before, "\(words) changed something", sourceLocation: sourceLocation)
    #expect(git("fsck", "--strict").code == 0, sourceLocation: sourceLocation)
    return done
  }
}

/// Holds what a refused command printed against the contract.
func expectContract(
  _ done: Finished, code: Int32, saying words: String = "", of command: [String],
  _ sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(done.code == code, "\(command): \(done.err)", sourceLocation: sourceLocation)
  #expect(isOneError(done.err), "\(command): \(done.err)", sourceLocation: sourceLocation)
  #expect(words.isEmpty || done.err.contains(words), "\(done.err)", sourceLocation: sourceLocation)
}

/// `galley: WHAT. HOW TO MEND IT`, in one line without anything that a terminal would obey.
private func isOneError(_ text: String) -> Bool {
  guard text.hasPrefix("galley: "), text.hasSuffix("\n"), let last = text.dropLast().last else {
    return false
  }
  let line = text.dropLast()
  let parts = line.components(separatedBy: ". ")
  return parts.count > 1 && ".?!".contains(last)
    && line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
}
