import Editorial
import Git

/// A file of a branch that can't be read, and the last commit that has it whole.
struct DamagedText {
  let branch: DeskBranch
  let tip: ObjectID
  let path: String
  let trouble: InvalidValue
  /// The first commit that has it as it is now.
  let since: Commit
  let whole: (commit: ObjectID, entry: TreeEntry)?
}

extension Doctor {
  /// galley.yaml and every article's text, on `main` and the open revisions, that can't be read.
  func damagedTexts() -> [DamagedText] {
    var found: [DamagedText] = []
    for (branch, tip) in (try? desk.deskBranches())?.sorted(by: { $0.key.reference < $1.key.reference }) ?? []
    {
      switch branch {
      case .main:
        examine(DeskPath.configuration, branch, tip, into: &found)
        for path in (try? desk.places(in: repository.commit(tip).tree).map(\.text)) ?? [] {
          examine(path, branch, tip, into: &found)
        }
      case .revision(let slug, _):
        if let path = try? desk.textPath(of: slug, at: tip) { examine(path, branch, tip, into: &found) }
      case .review: continue
      }
    }
    return found
  }

  private func examine(_ path: String, _ branch: DeskBranch, _ tip: ObjectID, into found: inout [DamagedText])
  {
    guard let entry = try? repository.entry(path, in: repository.commit(tip).tree),
      let trouble = trouble(with: entry, at: path), var since = try? repository.commit(tip)
    else { return }
    var whole: (ObjectID, TreeEntry)?
    var last = entry
    // A damaged history ends the search: then there is nothing to go back to.
    try? repository.walk(from: [tip], firstParentOnly: true) { commit in
      guard let other = try repository.entry(path, in: commit.tree) else { return false }
      if other.id != last.id, self.trouble(with: other, at: path) == nil {
        whole = (commit.id, other)
        return false
      }
      (since, last) = (commit, other)
      return true
    }
    found.append(
      DamagedText(branch: branch, tip: tip, path: path, trouble: trouble, since: since, whole: whole))
  }

  /// Why a file can't be used; nil for a damaged object too, which is told where it is found.
  private func trouble(with entry: TreeEntry, at path: String) -> InvalidValue? {
    guard let bytes = try? repository.blob(entry.id, limit: ArticleText.maxBytes) else { return nil }
    do {
      if path == DeskPath.configuration {
        _ = try DeskConfiguration(parsing: bytes, name: path)
      } else {
        _ = try ArticleText(normalizing: bytes, name: path)
      }
      return nil
    } catch {
      return error
    }
  }

  func finding(_ damaged: DamagedText) -> Finding {
    let line = damaged.trouble.place.map { ", line \($0.line), column \($0.column)" } ?? ""
    let since = "since commit \(damaged.since.id.short) by \(damaged.since.author.name)"
    let way =
      damaged.whole.map { "'galley doctor --repair' brings it back as it was in commit \($0.commit.short)" }
      ?? "'git log -p \(damaged.branch.name) -- \(damaged.path)' shows who changed it"
    let isRules = damaged.path == DeskPath.configuration
    return Finding(
      kind: isRules ? .rules : .text,
      what:
        "\(damaged.path) on \(damaged.branch.name)\(line) can't be read, \(since): \(damaged.trouble.why)",
      hurts: isRules ? "every command" : damaged.branch.name,
      remedy: "Mend it and commit it there; \(way).")
  }

  /// Commits each as it was when it could be read.
  func mendTexts() throws {
    for branch in Set(damagedTexts().map(\.branch)).sorted(by: { $0.reference < $1.reference }) {
      // main's galley.yaml first: the rest reads it.
      for damaged in damagedTexts() where damaged.branch == branch {
        guard let whole = damaged.whole, let tip = try desk.tip(branch) else { continue }
        var edit = TreeEdit()
        edit.put(whole.entry.id, at: damaged.path)
        let commit = try repository.writeCommit(
          tree: edit.write(to: repository, over: repository.commit(tip).tree), parents: [tip],
          author: desk.signature(),
          message: "Bring back \(damaged.path) as it was in \(whole.commit.short)\n",
          signer: CommitSigner(repository))
        try desk.land(
          [ReferenceUpdate(branch.reference, from: tip, to: commit)], because: "galley doctor: brought back",
          as: .noAct)
      }
    }
  }
}
