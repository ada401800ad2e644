import Editorial
import Git
import Prose

extension Desk {
  /// A text that both sides changed, merged by word; nil where a side has something else there. A side without the file
  /// counts as an empty text.
  func merged(_ conflict: PathConflict) throws -> MergeResult? {
    var sides: [String] = []
    for entry in [conflict.base, conflict.ours, conflict.theirs] {
      guard let entry else {
        sides.append("")
        continue
      }
      guard entry.mode == .file || entry.mode == .executable,
        let text = String(validating: try repository.blob(entry.id), as: UTF8.self)
      else { return nil }
      sides.append(text)
    }
    return Prose.merge(base: sides[0], ours: sides[1], theirs: sides[2])
  }

  /// What publishing makes of a text that was changed on `main` itself as well, by hand with plain git; nil where it can't
  /// be merged.
  func mergedOntoMain(_ conflict: PathConflict) throws -> TreeEntry? {
    guard let theirs = conflict.theirs, conflict.ours != nil, let result = try merged(conflict),
      result.isClean
    else { return nil }
    return TreeEntry(
      name: theirs.name, id: try repository.writeBlob(Array(result.text().utf8)), mode: theirs.mode)
  }
}
