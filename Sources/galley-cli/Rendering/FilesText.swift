import Galley
import JSON
import Terminal

extension [ChangedFile] {
  /// A line a file, under a heading; nothing for none.
  func text(_ paint: Paint) -> String {
    guard !isEmpty else { return "" }
    return "\n\(paint.bold("Files"))\n"
      + map { file in
        let path = visible(file.path, keepNewlines: false)
        let word =
          file.word == "new" ? paint.green(file.word) : file.word == "gone" ? paint.red(file.word) : file.word
        return "  \(word) \(path): \(visible(file.facts, keepNewlines: false))\n"
      }.joined()
  }

  var json: JSON {
    .array(
      map { file in
        [
          "path": .string(file.path), "change": .string(file.word), "old": file.old?.json ?? .null,
          "new": file.new?.json ?? .null,
        ]
      })
  }
}

extension [FileBeside] {
  func text(_ paint: Paint) -> String {
    guard !isEmpty else { return "" }
    return "\n\(paint.bold("Files"))\n"
      + map { "  \(visible($0.path, keepNewlines: false)): \($0.facts)\n" }.joined()
  }
}

extension FileBeside {
  var json: JSON {
    [
      "path": .string(path), "type": mediaType.map { .string($0) } ?? .null, "size": JSON(size),
      "lfs": .bool(isInLFS),
    ]
  }
}
