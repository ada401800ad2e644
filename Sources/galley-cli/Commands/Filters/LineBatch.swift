import Galley
import JSON
import System
import Terminal

/// What a line of a batch has wrong.
struct BadRow: Error {
  let what: String
}

extension Context {
  /// Answers each line of stdin with a line.
  func batch(answer: (JSON) throws -> JSON) throws -> Outcome {
    let bytes = try input("-", limit: 4 << 30)
    let output = Output(screen: .current())
    var number = 0
    for line in bytes.split(separator: 0x0A) {
      number += 1
      do {
        let row = try JSON(parsing: line, limits: JSON.Limits(maxBytes: 256 << 20, maxDepth: 64))
        output.writeVerbatim(try answer(row).serialized(pretty: false) + "\n")
      } catch let error as JSONError {
        throw parsed.usageError(
          "line \(number) of stdin isn't JSON: \(error)", remedy: "Give one object a line.")
      } catch let error as BadRow {
        throw parsed.usageError(
          "line \(number) of stdin: \(error.what)", remedy: "See 'galley help \(parsed.commandName)'."
        )
      }
    }
    try output.finish()
    return Outcome(json: { [] }, text: { _ in "" })
  }

  /// A file as text; what isn't UTF-8 is refused.
  func text(of path: String) throws -> String {
    guard let text = String(validating: try input(path), as: UTF8.self) else {
      throw parsed.usageError("\(path) isn't UTF-8 text", remedy: "Convert it, with 'iconv' say.")
    }
    return text
  }
}

/// - Throws: ``Refusal`` when the file can't be written.
func write(_ text: String, to path: String) throws {
  guard writeFile(path, Array(text.utf8)) else {
    throw EditedFile.trouble("\(path) can't be written", errno)
  }
}
