import Editorial
import Git

extension Desk {
  /// The pseudonyms of those whom this person must not know, in the anonymous rounds of an article.
  ///
  /// Editors know everybody. At a desk whose galley.yaml names nobody, who submitted the round does. Everyone knows
  /// oneself; authors know authors.
  func masks(for record: Record) throws -> Masks {
    let rounds = record.rounds.filter { $0.method != .open }
    guard let last = rounds.last else { return .none }
    let configuration = try configuration()
    let me = try? person()
    let knowsAll = me.map { me in
      configuration.people.isEmpty
        ? rounds.contains { $0.submitters.contains(me.id) } : configuration.may(.decide, email: me.email)
    }
    if knowsAll == true { return .none }
    let numbers = Set(rounds.map(\.number))
    let tip = try revision(last.number, of: record.slug).tip
    let authors = try authors(of: record.slug, at: tip)
    let editors = Set(configuration.people(whoMay: .decide).map(\.id))
    let known = authors.union(editors).union(rounds.flatMap(\.submitters))
    let others = Set(record.entries.filter { numbers.contains($0.number) }.map(\.person)).subtracting(known)
    let hidesAuthors =
      rounds.contains { $0.method == .doubleAnonymous } && me.map { !authors.contains($0.id) } ?? true
    // A reviewer's number is the same for every viewer, so it is given before one is left out.
    let all = Masks(
      reviewers: record.pseudonyms, others: others.sorted(), authors: hidesAuthors ? authors.sorted() : [],
      rounds: numbers)
    return me.map { all.without($0.id) } ?? all
  }

  /// A revision's text as this person may see it: without its authors' names in a double-anonymous round.
  func textToShow(_ slug: Slug, _ revision: FoundRevision, _ record: Record) throws -> String {
    let text = try articleText(slug, in: revision.tip)
    guard record.rounds.contains(where: { $0.method == .doubleAnonymous }) else { return text }
    let masks = try masks(for: record)
    let authors = try authors(of: slug, at: revision.tip)
    guard authors.contains(where: { masks.mask(of: $0) != nil }) else { return text }
    return FrontMatter.hiding(FrontMatter.authorKeys, in: text)
  }
}
