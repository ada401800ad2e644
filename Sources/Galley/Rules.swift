import Editorial
import Git

/// A rule of galley.yaml and whether it holds for an article.
public struct RuleResult: Sendable, Hashable {
  /// Its key in galley.yaml.
  public let rule: String
  public let holds: Bool
  /// What is the case, as a clause.
  public let why: String
  /// The next step, as a sentence, where it doesn't hold.
  public let remedy: String
  public let details: [String]
}

extension Desk {
  /// Every rule of galley.yaml, as `main` has it, for an article's open revision.
  public func checkRules(_ slug: Slug) throws -> [RuleResult] {
    let draft = try openDraft(of: slug)
    return try checkRules(
      slug, at: FoundRevision(number: draft.number, tip: draft.tip, isOpen: true), record: record(of: slug))
  }

  /// The same for a revision's commit and the record that belongs to it, such as a server's hook sees before
  /// any branch has moved.
  public func checkRules(
    _ slug: Slug, at revision: FoundRevision, record: Record
  ) throws -> [RuleResult] {
    let rules = try configuration().rules
    var results: [RuleResult] = []
    if rules.noOpenQuery { results.append(Self.openQueries(record, in: revision.number)) }
    if rules.acceptingVerdicts > 0 {
      results.append(
        try acceptingVerdicts(rules.acceptingVerdicts, own: rules.authorAcceptsOwn, record, slug, revision))
    }
    return results
  }

  private static func openQueries(_ record: Record, in number: RevisionNumber) -> RuleResult {
    let open = record.openQueries(in: number)
    let short = ShortIDs(record.entries.map(\.id))
    return RuleResult(
      rule: "no-open-query", holds: open.isEmpty,
      why: open.isEmpty
        ? "no query is open" : "\(open.count) \(open.count == 1 ? "query is" : "queries are") open",
      remedy: "Answer each with 'galley reply ID TEXT', then 'galley resolve ID answered'.",
      details: open.map { thread in
        "  \(short.tail(of: thread.root.id))  \(thread.root.person.email): \(thread.root.annotation.text ?? "")"
      })
  }

  private func acceptingVerdicts(
    _ needed: Int, own: Bool, _ record: Record, _ slug: Slug, _ revision: FoundRevision
  ) throws -> RuleResult {
    let authors = own ? [] : try authors(of: slug, at: revision.tip)
    let configuration = try configuration()
    let accepting = record.verdicts(on: revision.number).filter { person, entry in
      guard entry.annotation.verdict == .accept, !authors.contains(person) else { return false }
      guard !configuration.people.isEmpty else { return true }
      let roles = configuration.person(email: person.email)?.roles ?? []
      return roles.contains(.reviewer) || roles.contains(.editor) || roles.contains(.factChecker)
    }
    return RuleResult(
      rule: "accepting-verdicts", holds: accepting.count >= needed,
      why:
        "\(accepting.count) of \(needed) accepting verdicts on \(revision.number)\(own ? "" : " by others than its authors")",
      remedy:
        "Ask for reviews with 'galley submit \(slug)'; a reviewer accepts with 'galley verdict \(slug) accept'.",
      details: [])
  }

  /// Who wrote an article's text: the authors of the commits that changed it, but for `revise`, which applies
  /// what others suggested.
  public func authors(of slug: Slug, at tip: ObjectID) throws -> Set<PersonID> {
    var authors: Set<PersonID> = []
    try repository.walk(from: [tip]) { commit in
      if commit.parents.count < 2, CommitNote(message: commit.message)?.event != .revise {
        let now = try repository.entry(DeskPath.article(slug), in: commit.tree)
        let before = try commit.parents.first.flatMap {
          try repository.entry(DeskPath.article(slug), in: repository.commit($0).tree)
        }
        if now != before {
          let known = try configuration().person(email: commit.author.email)?.email ?? commit.author.email
          if let id = try? PersonID(email: known) { authors.insert(id) }
        }
      }
      return true
    }
    return authors
  }
}
