import Editorial
import Git
import Prose

extension Desk {
  /// A revision's text merged with what was changed in it on `main` itself, by plain git, since the revision began; nil
  /// when nothing was.
  ///
  /// One look at two files where `main` has the article as the revision knew it, or hasn't it at all.
  ///
  /// - Parameter text: what the revision is about to say; its own text if not given.
  func correction(
    of slug: Slug, missingIn revision: ObjectID, text: String? = nil
  ) throws -> MergeResult? {
    guard let main = try tip(.main),
      let theirs = try textEntry(of: slug, in: repository.commit(main).tree),
      let own = try textEntry(of: slug, in: repository.commit(revision).tree),
      text != nil || theirs.id != own.id,
      let base = try mergeBase(main: main, revision: revision),
      let before = try textEntry(of: slug, in: repository.commit(base).tree), before.id != theirs.id
    else { return nil }
    let ours = try text ?? articleText(slug, in: revision)
    let merged = Prose.merge(
      base: try articleText(slug, in: base), ours: ours, theirs: try articleText(slug, in: main))
    return merged.isClean && merged.text() == ours ? nil : merged
  }

  /// The text with what was corrected on `main` meanwhile.
  ///
  /// - Throws: ``Refusal`` of kind `.conflict` where both changed the same words, unless `settling` settles them.
  func takingCorrection(
    _ slug: Slug, _ revision: ObjectID, into text: String, _ settling: Settling
  ) throws -> (text: String, isTaken: Bool) {
    guard let correction = try correction(of: slug, missingIn: revision, text: text) else {
      return (text, false)
    }
    let merge = SettledMerge(correction, settling, ours: slug.description, theirs: "main")
    if merge.open == 0 { return (merge.text, true) }
    if let edit = settling.edit {
      return (try edit(merge.openText(at: textPath(of: slug, at: revision))), true)
    }
    throw Refusal(
      .conflict,
      "the text of \(slug) was changed on main in the same words: \(counted(merge.open, "passage"))",
      "Nothing was written. Settle them with '--edit', or by number: '--ours 1,…' (the draft) and '--theirs 1,…' (main).",
      details: merge.lines)
  }
}
