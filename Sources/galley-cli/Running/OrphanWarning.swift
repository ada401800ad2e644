import Editorial
import Galley
import Terminal

extension Context {
  /// Says which remarks a text would orphan before it is written; on a terminal asks whether to go on.
  func warnOfOrphans(_ orphaned: OrphanedRemarks) throws {
    let remarks = orphaned.threads.prefix(20).map { thread in
      "  \(orphaned.ids.tail(of: thread.root.id))  \(visible(thread.root.name, keepNewlines: false)): \(quoted(thread.root.annotation.anchor?.exact ?? ""))"
    }
    let count = orphaned.threads.count
    let more = count > 20 ? ["  … and \(count - 20) more"] : []
    let head =
      "galley: note: this text has no more the passage\(count == 1 ? "" : "s") of \(counted(count, "open remark")) on \(orphaned.slug):"
    for line in [head] + remarks + more { writeError("\(line)\n") }
    guard !canAsk() || askYesNo("Go on all the same?", default: true) == true else {
      throw Refusal(
        "nothing was written",
        "Answer the remarks first, or name their new places with 'galley reattach ID --quote Q'.")
    }
  }
}
