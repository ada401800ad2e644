import Editorial
import Git
import Prose

/// A statement of fact, and whether it is known to be true as it stands.
public struct ClaimStatus: Sendable {
  public let placed: PlacedThread
  /// What the passage says in the revision; nil when it is gone.
  public let passage: String?

  public var thread: Thread { placed.thread }

  /// `unchecked` again when the passage says something else than what was checked.
  public var state: ClaimState {
    placed.isReopened ? .unchecked : thread.claimState ?? .unchecked
  }

  /// Whether nothing is left to do: it is supported as it stands, or an editor has resolved it.
  public var isSettled: Bool { thread.resolution != nil || state == .supported }

  /// The last source that anybody named.
  public var source: String? { thread.check?.annotation.source ?? thread.root.annotation.source }
}

/// The fact-checker's list.
public struct ClaimList: Sendable {
  public let slug: Slug
  public let number: RevisionNumber
  /// In the order of the text.
  public let claims: [ClaimStatus]
  public let ids: ShortIDs
  public let hidden: Int
}

extension Desk {
  /// Every claim of an article as it stands in a revision.
  public func claims(_ slug: Slug, revision number: RevisionNumber?) throws -> ClaimList {
    let revision = try revisionToReview(slug, number)
    let whole = try record(of: slug)
    let (record, hidden) = try recordToShow(whole)
    let masks = try masks(for: whole)
    return ClaimList(
      slug: slug, number: revision.number,
      claims: try claims(of: record, in: revision).map {
        ClaimStatus(placed: $0.placed, passage: $0.passage.map(masks.masked))
      },
      ids: ShortIDs(record.entries.map(\.id)), hidden: hidden)
  }

  func claims(of record: Record, in revision: FoundRevision) throws -> [ClaimStatus] {
    var reanchoring = RemarkReanchoring(desk: self, slug: record.slug, revision: revision)
    let claims = record.threads.filter { $0.root.annotation.isClaim && $0.root.number <= revision.number }
    return try Self.inTextOrder(reanchoring.place(claims)).map { placed in
      ClaimStatus(placed: placed, passage: try placed.placement.flatMap { try reanchoring.passage($0) })
    }
  }

  /// Writes down what was found of a claim, as its passage stands now.
  public func checkClaim(
    _ typed: String, _ state: ClaimState, source: String?, message: String?
  ) throws -> Annotated {
    try mayDo(.checkClaims)
    let (source, message) = try (source.map { try Self.checked($0) }, message.map { try Self.checked($0) })
    return try whileOthersWrite {
      let found = try findAnnotation(typed)
      let thread = try thread(of: found, typed)
      guard thread.root.annotation.isClaim else {
        throw Refusal(
          "\(typed) isn't a claim", "Mark one with 'galley annotate \(found.slug) --quote Q --claim'.")
      }
      let revision = try currentRevision(of: found.slug)
      var reanchoring = RemarkReanchoring(desk: self, slug: found.slug, revision: revision)
      guard let range = try reanchoring.place(thread)?.range else {
        throw Refusal(
          "the passage of claim \(typed) is gone from \(found.slug) \(revision.number)",
          "Name its new place with 'galley reattach \(typed) --quote Q', or close it with 'galley resolve \(typed) answered'."
        )
      }
      let passage = try passage(
        range, of: try articleText(found.slug, in: revision.tip), found.slug, revision.tip)
      return try respond(to: found, .check(state, source: source, message: message)) {
        $0.citing(passage).decided(in: revision.number)
      }
    }
  }
}
