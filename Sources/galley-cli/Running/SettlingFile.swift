import Editorial
import Galley
import Prose

extension Context {
  /// What `--ours`, `--theirs` and `--edit` say.
  func settling() throws -> Settling {
    var settling = Settling()
    settling.ours = try passages("--ours")
    settling.theirs = try passages("--theirs")
    if case .these(let ours) = settling.ours, case .these(let theirs) = settling.theirs,
      let both = ours.intersection(theirs).min()
    {
      throw parsed.usageError(
        "passage \(both) can't get both sides", remedy: "Name it with --ours or with --theirs.")
    }
    if settling.ours == .all, settling.theirs == .all {
      throw parsed.usageError("all passages can't get both sides", remedy: "Give --ours all or --theirs all.")
    }
    let (kept, opensEditor) = (parsed.value("--settled"), parsed.flag("--edit"))
    if kept != nil || opensEditor {
      settling.edit = { [settling] in try Self.settle($0, kept, opensEditor: opensEditor, settling) }
    }
    return settling
  }

  /// Settles a text in the file that was kept, if it is of this merge, or in a new one. The file stays while passages
  /// are open.
  private static func settle(
    _ open: OpenText, _ kept: String?, opensEditor: Bool, _ settling: Settling
  ) throws -> String {
    let file: EditedFile
    if let kept, kept.contains(open.merge) {
      file = try EditedFile(keptAt: kept)
    } else if opensEditor {
      file = try EditedFile(text: open.marked, name: fileName(of: open))
    } else {
      throw Refusal(
        .conflict, "\(kept ?? "the file") was kept from another merge than that of \(open.path)",
        "One side has changed since, or it is another article's. Begin again with '--edit'; the file stays.")
    }
    if opensEditor, try file.edit() == nil, !file.isGiven {
      throw Refusal(.conflict, "nothing was settled in the editor", "Nothing was written.")
    }
    let text = settlingMarks(in: try file.text(), side: settling.side)
    let numbers = Set(markedPassages(in: open.marked).compactMap(\.number))
    let left = markedPassages(in: text).filter { passage in
      !passage.isInCode || passage.number.map(numbers.contains) == true
    }
    guard left.isEmpty else { throw stillOpen(left, in: file.path) }
    file.remove()
    return text
  }

  /// The merge is in the name, so that the file is taken back for no other.
  private static func fileName(of open: OpenText) -> String {
    let name = open.path.split(separator: "/").joined(separator: "-")
    guard let dot = name.lastIndex(of: ".") else { return "\(name)-\(open.merge)" }
    return "\(name[..<dot])-\(open.merge)\(name[dot...])"
  }

  private static func stillOpen(_ passages: [MarkedPassage], in path: String) -> Refusal {
    let list = passages.map { passage in
      (passage.number.map { "passage \($0)" } ?? "a passage") + " in line \(passage.line)"
    }
    return Refusal(
      .conflict, "the text still has the marks of a conflict: \(list.joined(separator: ", "))",
      "What you typed is kept in \(path); nothing was written. Give it back with '--settled \(path)', and '--edit', "
        + "'--ours 1,…' or '--theirs 1,…' for what is open.")
  }

  private func passages(_ option: String) throws -> Settling.Passages {
    guard let text = parsed.value(option) else { return .these([]) }
    if text == "all" { return .all }
    let numbers = text.split(separator: ",").map { Int($0) }
    guard !numbers.contains(where: { $0 == nil || $0 ?? 0 < 1 }) else {
      throw parsed.usageError(
        "\(option) takes 'all' or numbers, not '\(text)'", remedy: "For example: \(option) 1,3.")
    }
    return .these(Set(numbers.compactMap { $0 }))
  }
}
