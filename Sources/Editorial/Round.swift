/// Who knows whom in a round of reviews.
public enum RoundMethod: String, Sendable, Hashable, CaseIterable {
  case open
  /// The authors don't know the reviewers.
  case singleAnonymous = "single-anonymous"
  /// Nor do the reviewers know the authors.
  case doubleAnonymous = "double-anonymous"

  var strictness: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A revision that was submitted for review, with what came of it.
public struct Round: Sendable {
  public let number: RevisionNumber
  /// In the order in which they were asked. Empty when everybody is.
  public let reviewers: [PersonID]
  /// Who submitted it.
  public let submitters: [PersonID]
  public let brief: String?
  public let due: Day?
  public let isBlind: Bool
  /// The strictest that any submission named: what was promised stays so.
  public let method: RoundMethod
  /// Each reviewer's last.
  public let verdicts: [PersonID: RecordEntry]
}

extension Record {
  /// The rounds, by revision.
  public var rounds: [Round] {
    Set(submissions.map(\.number)).sorted().map { number in
      let calls = submissions(of: number)
      var reviewers: [PersonID] = []
      for person in calls.flatMap(\.reviewers) where !reviewers.contains(person) { reviewers.append(person) }
      return Round(
        number: number, reviewers: reviewers, submitters: calls.map(\.by),
        brief: calls.last { $0.brief != nil }?.brief, due: calls.last { $0.due != nil }?.due,
        isBlind: calls.contains(where: \.isBlind),
        method: calls.map(\.method).max { $0.strictness < $1.strictness } ?? .open,
        verdicts: verdicts(on: number))
    }
  }

  public func round(_ number: RevisionNumber) -> Round? { rounds.first { $0.number == number } }
}

/// The names that stand for people in anonymous rounds, for somebody who must not know them.
public struct Masks: Sendable {
  /// Nobody is hidden.
  public static let none = Masks(masks: [:], rounds: [])

  private let masks: [PersonID: Pseudonym]
  /// The revisions whose rounds are anonymous.
  private let rounds: Set<RevisionNumber>

  public var isEmpty: Bool { masks.isEmpty }

  init(masks: [PersonID: Pseudonym], rounds: Set<RevisionNumber>) {
    self.masks = masks
    self.rounds = rounds
  }

  /// - Parameters:
  ///   - reviewers: of anonymous rounds, as ``Record/pseudonyms`` has them.
  ///   - others: whose remarks are in such rounds unasked; each has a number made from its id.
  ///   - authors: empty when the viewer may know them.
  public init(
    reviewers: [PersonID: Pseudonym], others: [PersonID], authors: [PersonID], rounds: Set<RevisionNumber>
  ) {
    var masks = reviewers
    for person in others where masks[person] == nil {
      masks[person] = Pseudonym(of: person) ?? Pseudonym("Reviewer \(Self.digest(person))")
    }
    for (place, person) in authors.enumerated() {
      masks[person] = Pseudonym(authors.count == 1 ? "Author" : "Author \(place + 1)")
    }
    self.init(masks: masks, rounds: rounds)
  }

  /// FNV-1a, 16 bits of it: the same on every desk, and no secret.
  private static func digest(_ person: PersonID) -> String {
    let hash = person.component.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    let digits = String((hash >> 16) & 0xFFFF, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }

  /// The same for somebody who knows a person, such as oneself.
  public func without(_ person: PersonID) -> Masks {
    Masks(masks: masks.filter { $0.key != person }, rounds: rounds)
  }

  /// Whom to show for a person in a round; nil for an open one.
  public func mask(of person: PersonID, in number: RevisionNumber? = nil) -> Pseudonym? {
    if let number, !rounds.contains(number) { return nil }
    return masks[person]
  }

  public func id(of person: PersonID, in number: RevisionNumber) -> PersonID {
    mask(of: person, in: number)?.id ?? person
  }

  public func name(of entry: RecordEntry) -> String {
    mask(of: entry.person, in: entry.number)?.name ?? entry.name
  }

  public func masked(_ entry: RecordEntry) -> RecordEntry {
    guard let mask = mask(of: entry.person, in: entry.number) else { return entry }
    return RecordEntry(
      annotation: entry.annotation.anonymous(as: Annotation.Creator(name: mask.name, email: mask.id.email)),
      number: entry.number, person: mask.id, isMerged: entry.isMerged)
  }

  public func masked(_ record: Record) -> Record {
    guard !isEmpty else { return record }
    return Record(
      slug: record.slug, entries: record.entries.map(masked),
      submissions: record.submissions.map { call in
        Submission(
          id: call.id, number: call.number, by: id(of: call.by, in: call.number), at: call.at,
          reviewers: call.reviewers.map { id(of: $0, in: call.number) }, due: call.due,
          isBlind: call.isBlind, method: call.method, brief: call.brief, after: call.causes)
      },
      unreadable: record.unreadable)
  }
}
