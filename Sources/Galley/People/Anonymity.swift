import Editorial
import Git

extension Desk {
  /// The pseudonyms of those whom this person must not know, in the anonymous rounds of an article.
  ///
  /// Editors know everybody. At a desk whose galley.yaml names nobody, who submitted the round does. Everyone knows
  /// oneself; authors know authors.
  func masks(for record: Record) throws -> Masks { try masks(for: record, seenBy: try? person()) }

  /// - Parameter me: nil for somebody from outside, who knows nobody.
  func masks(for record: Record, seenBy me: DeskPerson?) throws -> Masks {
    let rounds = record.rounds.filter { $0.method != .open }
    guard let last = rounds.last else { return .none }
    let configuration = try configuration()
    let knowsAll = me.map { me in
      configuration.people.isEmpty
        ? record.submissions.contains { $0.method != .open && $0.by == me.id }
        : configuration.may(.decide, email: me.email)
    }
    if knowsAll == true { return .none }
    let numbers = Set(rounds.map(\.number))
    let tip = try revision(last.number, of: record.slug).tip
    var names = try authorNames(of: record.slug, at: tip)
    let authors = Set(names.keys)
    let editors = Set(configuration.people(whoMay: .decide).map(\.id))
    let known = authors.union(editors).union(rounds.flatMap(\.submitters))
    let others = Set(record.entries.filter { numbers.contains($0.number) }.map(\.person)).subtracting(known)
    let hidesAuthors =
      rounds.contains { $0.method == .doubleAnonymous } && me.map { !authors.contains($0.id) } ?? true
    for author in try frontMatter(of: record.slug, in: tip).authors {
      let known = authors.first { $0.email.lowercased() == author.email?.lowercased() } ?? authors.min()
      if let known, let name = author.name { names[known, default: []].insert(name) }
    }
    for person in configuration.people { names[person.id, default: []].insert(person.name) }
    for entry in record.entries {
      if let name = entry.annotation.creator?.name { names[entry.person, default: []].insert(name) }
    }
    // A reviewer's number is the same for every viewer, so it is given before one is left out.
    let all = Masks(
      reviewers: record.pseudonyms, others: others.sorted(), authors: hidesAuthors ? authors.sorted() : [],
      rounds: numbers, names: names)
    return me.map { all.without($0.id) } ?? all
  }

  /// A revision's text as this person may read it; of the record only the submissions are read where that is enough.
  func readableText(_ slug: Slug, _ revision: FoundRevision) throws -> String {
    guard try submissions(of: slug).contains(where: { $0.method == .doubleAnonymous }) else {
      return try articleText(slug, in: revision.tip)
    }
    return try textToShow(slug, revision, record(of: slug))
  }

  /// What the reviewers of an article's anonymous rounds are called where anybody can read it.
  func pseudonyms(of slug: Slug) throws -> [PersonID: Pseudonym] {
    Record(slug: slug, entries: [], submissions: try submissions(of: slug)).pseudonyms
  }

  /// The pseudonyms for an article whose record isn't at hand.
  func masks(for slug: Slug) throws -> Masks {
    guard try submissions(of: slug).contains(where: { $0.method != .open }) else { return .none }
    return try masks(for: record(of: slug))
  }

  /// The pseudonyms of every article, one after another, for words that are of no one article.
  func allMasks() throws -> [Masks] {
    try Set(openArticles(withPublished: true).map(\.slug) + publishedSlugs()).sorted().map {
      try masks(for: $0)
    }
    .filter { !$0.isEmpty }
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
