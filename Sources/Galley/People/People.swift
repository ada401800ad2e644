import Editorial

extension Desk {
  /// Whom somebody means among those who reviewed an article or are named in galley.yaml: by an e-mail, an id, a
  /// name, or the part of an e-mail before the `@`.
  ///
  /// - Throws: ``Refusal`` when nobody fits, or several do.
  func reviewer(_ typed: String, of record: Record) throws -> PersonID {
    var names: [PersonID: Set<String>] = [:]
    for entry in record.entries {
      names[entry.person, default: []].formUnion(
        [entry.annotation.creator?.name?.lowercased()].compactMap(\.self))
    }
    for person in try configuration().people {
      names[person.id, default: []].insert(person.name.lowercased())
    }
    let word = typed.lowercased()
    let fits: [(PersonID) -> Bool] = [
      { $0.component == typed || $0.email.lowercased() == word },
      { names[$0]?.contains(word) == true },
      { $0.email.lowercased().hasPrefix("\(word)@") },
    ]
    let found = fits.lazy.map { fit in names.keys.filter(fit).sorted() }.first { !$0.isEmpty } ?? []
    if found.count == 1 { return found[0] }
    let all = (found.isEmpty ? names.keys.sorted() : found).map(\.email).joined(separator: ", ")
    throw Refusal(
      found.isEmpty
        ? "nobody called \(typed) has said anything of \(record.slug)"
        : "\(typed) fits \(found.count) people",
      all.isEmpty ? "Nobody has yet." : "Name one of: \(all).")
  }
}
