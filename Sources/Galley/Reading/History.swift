import Editorial
import Git

/// One step of an article's history.
public struct HistoryStep: Sendable {
  public let commit: ObjectID
  /// nil for a commit made by plain git.
  public let note: CommitNote?
  public let author: Signature
  public let subject: String
}

extension Desk {
  /// An article's history, newest first: revisions, reviews, merges and publications.
  public func history(of slug: Slug) throws -> [HistoryStep] {
    var tips: [ObjectID] = []
    if let open = try openArticle(slug, withPublished: true) {
      tips = open.revisions.map(\.tip) + open.reviews.map(\.tip)
    }
    var steps: [HistoryStep] = []
    if let publication = try lastPublication(of: slug, lookingBack: tips.isEmpty) {
      tips.append(publication.revision.tip)
      steps = try publications(of: slug)
    }
    guard !tips.isEmpty else { throw try noArticle(slug) }
    try repository.walk(from: tips) { commit in
      steps.append(HistoryStep(commit))
      return true
    }
    let masks = try masks(for: slug)
    if !masks.isEmpty { steps = steps.map { $0.masked(by: masks) } }
    return steps.enumerated().sorted { a, b in
      (b.element.author.seconds, a.offset) < (a.element.author.seconds, b.offset)
    }.map(\.element)
  }

  private func publications(of slug: Slug) throws -> [HistoryStep] {
    var steps: [HistoryStep] = []
    try walkMain { commit in
      guard let note = CommitNote(message: commit.message), note.slug == slug,
        [.publish, .retract].contains(note.event)
      else { return }
      steps.append(HistoryStep(commit))
    }
    return steps
  }
}

extension HistoryStep {
  /// For somebody who must not know who it was: no name, no time zone.
  fileprivate func masked(by masks: Masks) -> HistoryStep {
    HistoryStep(commit: commit, note: note, author: masks.masked(author), subject: masks.masked(subject))
  }

  init(_ commit: Commit) {
    self.init(
      commit: commit.id, note: CommitNote(message: commit.message), author: commit.author,
      subject: commit.subject)
  }
}

extension Masks {
  /// Who made a commit, without the time zone of somebody who is hidden.
  func masked(_ signature: Signature) -> Signature {
    guard let person = try? PersonID(email: signature.email), let mask = mask(of: person) else {
      return signature
    }
    return Signature(name: mask.name, email: mask.id.email, seconds: signature.seconds, offsetMinutes: 0)
  }
}
