import Editorial
import Git
import Prose

/// A named check that somebody has given, and whether it still holds.
public struct ApprovalStatus: Sendable {
  public let check: DeskConfiguration.Check
  public let entry: RecordEntry
  /// Why it doesn't hold for the revision at hand; nil when it does.
  public let outdated: String?
}

extension Desk {
  /// Gives a named check for the current revision, or takes it back.
  ///
  /// - Parameter quote: the passage that it is about, for a check that is outdated by a change of its passage.
  public func approve(
    _ slug: Slug, _ name: String, message: String?, quote: String?, occurrence: Int?, undo: Bool
  ) throws -> Annotated {
    let check = try check(named: name)
    let message = try message.map { try Self.checked($0) }
    guard (quote != nil) == (check.outdatedBy == .passage) || undo else {
      throw Refusal(
        .usage,
        quote == nil
          ? "the check \(name) is about a passage"
          : "the check \(name) is about the whole text, not a passage",
        quote == nil ? "Name it with --quote Q." : "Leave --quote out.")
    }
    return try whileOthersWrite {
      let draft = try openDraft(of: slug)
      let revision = FoundRevision(number: draft.number, tip: draft.tip, isOpen: true)
      let record = try record(of: slug)
      let me = try person().id
      // Who took it back on another machine may say so again.
      let disputed = try disagreement(on: check, record, at: revision)?.entries ?? []
      let given = record.approvals(of: name) + disputed.filter { $0.annotation.isGiven(check: name) == true }
      if undo, !given.contains(where: { $0.person == me }) {
        throw Refusal("you haven't given the check \(name) of \(slug)", "There is nothing to take back.")
      }
      let text = try readableText(slug, revision)
      var read: Annotation.Passage?
      if let quote {
        let range = try place(of: quote, occurrence, in: text, slug: slug, draft.number)
        read = try passage(range, of: text, slug, draft.tip)
      }
      let claims = record.threads.filter(\.root.annotation.isClaim).map(\.root.id)
      return try judge(
        .approval(check: name, isGiven: !undo, message: message), slug, revision, record, on: read,
        with: { check.outdatedBy == .claims ? $0.seeing(claims: claims) : $0 },
        after: { $0.annotation.isGiven(check: name) != nil })
    }
  }

  /// - Throws: ``Refusal`` when galley.yaml has no such check, or this person may not give it.
  private func check(named name: String) throws -> DeskConfiguration.Check {
    let configuration = try configuration()
    guard let check = configuration.rules.checks.first(where: { $0.name == name }) else {
      let known = configuration.rules.checks.map(\.name).joined(separator: ", ")
      throw Refusal(
        "galley.yaml has no check \(name)",
        known.isEmpty ? "Name it there, under rules: checks:, on main." : "It has: \(known).")
    }
    let person = try person()
    guard configuration.mayApprove(name, email: person.email) else {
      throw Refusal(
        "\(person.name) may not give the check \(name): that takes the role \(check.by.sorted().joined(separator: " or "))",
        "Ask somebody who has it, or an editor to give it to you in \(DeskPath.configuration) on main.")
    }
    return check
  }

  /// What was given of a check by those who may give it, and whether it holds for a revision.
  func approvals(
    of check: DeskConfiguration.Check, _ record: Record, at revision: FoundRevision
  ) throws -> [ApprovalStatus] {
    let configuration = try configuration()
    return try record.approvals(of: check.name)
      .filter { $0.number <= revision.number && configuration.mayApprove(check.name, email: $0.person.email) }
      .map { entry in
        ApprovalStatus(
          check: check, entry: entry, outdated: try outdated(entry, check.outdatedBy, record, at: revision))
      }
  }

  /// Why an approval doesn't hold for a revision.
  private func outdated(
    _ entry: RecordEntry, _ rule: DeskConfiguration.Check.OutdatedBy, _ record: Record,
    at revision: FoundRevision
  ) throws -> String? {
    guard let passage = entry.annotation.passage, let commit = try commit(of: passage, record.slug) else {
      return "what was read isn't at hand"
    }
    if commit == revision.tip { return nil }
    switch rule {
    case .anyChange:
      let folders = try [commit, revision.tip].map {
        try articleState(record.slug, in: repository.commit($0).tree)
      }
      return folders[0] == folders[1] ? nil : "the article has changed since"
    case .words:
      return try isEqualButForTypography(
        articleText(record.slug, in: commit), articleText(record.slug, in: revision.tip))
        ? nil : "its words have changed since"
    case .passage:
      guard let anchor = passage.anchor else { return "it names no passage" }
      let placement = Reanchoring(
        old: try articleText(record.slug, in: commit), new: try articleText(record.slug, in: revision.tip)
      ).place(anchor)
      return placement.status == .kept ? nil : "its passage has changed since"
    case .claims:
      return try claimsChanged(since: entry, at: commit, record, revision)
    }
  }

  private func claimsChanged(
    since entry: RecordEntry, at commit: ObjectID, _ record: Record, _ revision: FoundRevision
  ) throws -> String? {
    let seen = entry.annotation.claimsSeen
    let now = try claims(of: record, in: revision)
    if now.contains(where: { !seen.contains($0.thread.root.id) && $0.thread.resolution == nil }) {
      return "a claim was marked since"
    }
    let old = FoundRevision(number: entry.number, tip: commit, isOpen: false)
    let before = Dictionary(
      try claims(of: record, in: old).map { ($0.thread.root.id, $0.passage) },
      uniquingKeysWith: { first, _ in first })
    let changed = now.contains { claim in
      guard claim.thread.resolution == nil, let words = before[claim.thread.root.id] else { return false }
      return !isEqualButForTypography(claim.passage ?? "", words ?? "")
    }
    return changed ? "a claim has changed since" : nil
  }
}
