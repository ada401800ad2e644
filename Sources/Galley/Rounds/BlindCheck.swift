import Editorial
import Git

/// A place that gives away who somebody is, to people who must not know.
public struct IdentityLeak: Sendable, Hashable {
  public enum Kind: String, Sendable {
    case branch, folder, annotation, commit, message, frontMatter = "front matter", text, file, submission
    case timeZone = "time zone", configuration
  }

  public let kind: Kind
  /// Who is given away.
  public fileprivate(set) var person: PersonID
  /// "authors" or "reviewers": those who could find out.
  public let to: String
  /// An example.
  public fileprivate(set) var place: String
  public fileprivate(set) var count = 1
  /// Whether git itself shows it to everybody who fetches, so that only another repository can hide it.
  public let isInGit: Bool
}

/// What whoever takes part in an anonymous round could find out from what can be fetched.
public struct BlindReport: Sendable {
  public let slug: Slug
  public let number: RevisionNumber
  public let method: RoundMethod
  /// One for each kind of place and person.
  public let leaks: [IdentityLeak]
}

extension Desk {
  /// Tries to find out who is who in the last anonymous round of an article.
  ///
  /// - Parameter other: another repository, such as 'blind export' makes, to look at instead of this one.
  public func checkBlindness(of slug: Slug, in other: Desk? = nil) throws -> BlindReport {
    let record = try record(of: slug)
    guard let round = record.rounds.last(where: { $0.method != .open }) else {
      throw Refusal(
        "\(slug) has no anonymous round",
        "Ask for one with 'galley submit \(slug) --method single-anonymous' or 'double-anonymous'.")
    }
    var finder = try LeakFinder(desk: other ?? self, slug: slug, people: secretPeople(record, round))
    try finder.search()
    let masks = try masks(for: record)
    return BlindReport(
      slug: slug, number: round.number, method: round.method,
      leaks: finder.found.map { leak in
        var shown = leak
        shown.person = masks.mask(of: leak.person)?.id ?? leak.person
        shown.place = masks.masked(leak.place)
        return shown
      })
  }

  private func secretPeople(_ record: Record, _ round: Round) throws -> [SecretPerson] {
    let authors = try authors(of: record.slug, at: revision(round.number, of: record.slug).tip)
    let configuration = try configuration()
    let editors = Set(configuration.people(whoMay: .decide).map(\.id))
    let judged = record.entries.filter { $0.number == round.number }.map(\.person)
    let reviewers = Set(round.reviewers + judged).subtracting(authors).subtracting(editors)
      .subtracting(round.submitters)
    func secret(_ person: PersonID, to: String) -> SecretPerson {
      var names = [configuration.person(id: person)?.name].compactMap(\.self)
      names += record.entries.filter { $0.person == person }.compactMap { $0.annotation.creator?.name }
      return SecretPerson(id: person, names: Set(names), to: to)
    }
    let hidden = reviewers.filter { !$0.isPseudonym }.sorted().map { secret($0, to: "authors") }
    return round.method == .open || round.method == .singleAnonymous
      ? hidden : hidden + authors.sorted().map { secret($0, to: "reviewers") }
  }
}

/// Somebody whose identity is to stay hidden.
private struct SecretPerson {
  let id: PersonID
  var names: Set<String>
  let to: String

  /// Whether a text names the person: by e-mail, by name, or by a longer part of the name.
  func isNamed(in text: String) -> Bool {
    let text = text.lowercased()
    if text.contains(id.email.lowercased()) || text.contains(id.component) { return true }
    return names.contains { text.contains($0.lowercased()) && $0.count >= 3 }
  }

  /// Whether a file's name has a part of the e-mail or of the name in it.
  func isNamed(inFile name: String) -> Bool {
    let words = Set(name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    let own = ([String(id.email.prefix { $0 != "@" })] + names).flatMap {
      $0.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
    return own.contains { $0.count >= 3 && words.contains($0) }
  }
}

private struct LeakFinder {
  let desk: Desk
  let slug: Slug
  private let layout: DeskLayout
  var people: [SecretPerson]
  private(set) var found: [IdentityLeak] = []

  init(desk: Desk, slug: Slug, people: [SecretPerson]) throws {
    self.desk = desk
    layout = try desk.layout()
    self.slug = slug
    self.people = people
  }

  private mutating func note(_ kind: IdentityLeak.Kind, _ person: SecretPerson, _ place: String, inGit: Bool)
  {
    if let known = found.firstIndex(where: { $0.kind == kind && $0.person == person.id && $0.to == person.to }
    ) {
      found[known].count += 1
    } else {
      found.append(
        IdentityLeak(kind: kind, person: person.id, to: person.to, place: place, isInGit: inGit))
    }
  }

  mutating func search() throws {
    var tips: [ObjectID] = []
    // What else is fetched: tags, notes, and branches that aren't Galley's.
    for reference in try desk.repository.references(matching: "refs/*")
    where DeskBranch(reference: reference.name) == nil && !reference.name.hasPrefix("refs/remotes/") {
      for person in people where person.isNamed(inFile: reference.name) {
        note(.branch, person, reference.name, inGit: true)
      }
    }
    for (branch, tip) in try desk.deskBranches().sorted(by: { $0.key.reference < $1.key.reference }) {
      switch branch {
      case .main: tips.append(tip)
      case .revision(slug, _):
        tips.append(tip)
        try search(tree: tip, branch.name)
      case .review(slug, _, let reviewer):
        tips.append(tip)
        for person in people where person.id == reviewer { note(.branch, person, branch.name, inGit: true) }
        try search(tree: tip, branch.name)
      default: continue
      }
    }
    try searchCommits(tips)
    let yaml = try desk.tip(.main).flatMap { try desk.text(at: DeskPath.configuration, in: $0) } ?? ""
    for person in people where person.isNamed(in: yaml) {
      note(.configuration, person, DeskPath.configuration, inGit: false)
    }
    found.sort { ($0.to, $0.person, $0.kind.rawValue) < ($1.to, $1.person, $1.kind.rawValue) }
  }

  private mutating func searchCommits(_ tips: [ObjectID]) throws {
    var zones: [Int32: Set<String>] = [:]
    var commits: [Commit] = []
    try desk.repository.walk(from: tips) { commit in
      let note = CommitNote(message: commit.message)
      if note == nil || note?.slug == slug { commits.append(commit) }
      return true
    }
    for commit in commits {
      zones[commit.author.offsetMinutes, default: []].insert(commit.author.email.lowercased())
    }
    for commit in commits {
      for person in people {
        let who = [commit.author, commit.committer].map { "\($0.name) <\($0.email)>" }.joined(separator: " ")
        if person.isNamed(in: who) { note(.commit, person, commit.id.short, inGit: true) }
        if person.isNamed(in: commit.message) || person.isNamed(inFile: commit.subject) {
          note(.message, person, commit.id.short, inGit: true)
        }
        if commit.author.email.lowercased() == person.id.email.lowercased(), commit.author.offsetMinutes != 0,
          zones[commit.author.offsetMinutes]?.count == 1
        {
          note(.timeZone, person, commit.id.short, inGit: true)
        }
      }
    }
  }

  private mutating func search(tree commit: ObjectID, _ branch: String) throws {
    let root = try desk.repository.commit(commit).tree
    try search(root, path: "", depth: 0)
  }

  private var isSeen: Set<String> = []

  private mutating func search(_ tree: ObjectID, path: String, depth: Int) throws {
    guard depth < 32 else { return }
    for entry in try desk.repository.entries(of: tree) {
      let inner = path.isEmpty ? entry.name : "\(path)/\(entry.name)"
      guard isSeen.insert("\(inner) \(entry.id)").inserted else { continue }
      if entry.mode == .folder {
        for person in people where person.id.component == entry.name {
          note(.folder, person, inner, inGit: true)
        }
        try search(entry.id, path: inner, depth: depth + 1)
      } else {
        try search(file: entry, path: inner)
      }
    }
  }

  private mutating func search(file: TreeEntry, path: String) throws {
    let bytes = (try? desk.repository.blob(file.id, limit: 16 << 20)) ?? []
    let text = String(decoding: bytes, as: UTF8.self)
    let isText = layout.slug(ofText: path) == slug
    if isText { learnNames(from: FrontMatter(of: text)) }
    for person in people {
      if layout.kind(of: path) == .article, person.isNamed(inFile: file.name) {
        note(.file, person, path, inGit: false)
      }
      if isText {
        let frontMatter = FrontMatter(of: text)
        let head = String(text.unicodeScalars.prefix(frontMatter.bodyOffset))
        if person.isNamed(in: head) { note(.frontMatter, person, path, inGit: false) }
        if person.isNamed(in: frontMatter.body) { note(.text, person, path, inGit: false) }
      } else if path.hasSuffix(".json"), person.isNamed(in: text) {
        note(
          path.contains("/\(DeskPath.submissionsFolder)/") ? .submission : .annotation, person, path,
          inGit: false)
      }
    }
  }

  /// The front matter tells an author's name that nothing else may.
  private mutating func learnNames(from frontMatter: FrontMatter) {
    for author in frontMatter.authors {
      for place in people.indices
      where author.email.map({ $0.lowercased() == people[place].id.email.lowercased() }) ?? false {
        if let name = author.name { people[place].names.insert(name) }
      }
    }
    let authors = people.indices.filter { people[$0].to == "reviewers" }
    if authors.count == 1, frontMatter.authors.count == 1, let name = frontMatter.authors[0].name,
      !name.contains("\u{2588}")
    {
      people[authors[0]].names.insert(name)
    }
  }
}
