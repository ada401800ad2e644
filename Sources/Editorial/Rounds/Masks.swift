/// The names that stand for people in anonymous rounds, for somebody who must not know them.
public struct Masks: Sendable {
  /// Nobody is hidden.
  public static let none = Masks(masks: [:], rounds: [], names: [:])

  private let masks: [PersonID: Pseudonym]
  /// The revisions whose rounds are anonymous.
  private let rounds: Set<RevisionNumber>
  /// What the people are called, wherever it stands.
  private let names: [PersonID: Set<String>]
  private let words: HiddenWords

  public var isEmpty: Bool { masks.isEmpty }

  init(masks: [PersonID: Pseudonym], rounds: Set<RevisionNumber>, names: [PersonID: Set<String>]) {
    self.masks = masks
    self.rounds = rounds
    self.names = names
    words = HiddenWords(
      masks.filter { $0.key != $0.value.id }.map { ($0, names[$0] ?? [], $1) })
  }

  /// - Parameters:
  ///   - reviewers: of anonymous rounds, as ``Record/pseudonyms`` has them.
  ///   - others: whose remarks are in such rounds unasked; each has a number made from its id.
  ///   - authors: empty when the viewer may know them.
  ///   - names: what the people are called.
  public init(
    reviewers: [PersonID: Pseudonym], others: [PersonID], authors: [PersonID], rounds: Set<RevisionNumber>,
    names: [PersonID: Set<String>]
  ) {
    var masks = reviewers
    for person in others where masks[person] == nil {
      masks[person] = Pseudonym(of: person) ?? Pseudonym("Reviewer \(Self.digest(person))")
    }
    for (place, person) in authors.enumerated() {
      masks[person] = Pseudonym(authors.count == 1 ? "Author" : "Author \(place + 1)")
    }
    self.init(masks: masks, rounds: rounds, names: names)
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
    Masks(masks: masks.filter { $0.key != person }, rounds: rounds, names: names)
  }

  /// Whom to show for a person in a round; nil for an open one.
  public func mask(of person: PersonID, in number: RevisionNumber? = nil) -> Pseudonym? {
    if let number, !rounds.contains(number) { return nil }
    return masks[person]
  }

  /// Whether somebody who is hidden is called so.
  public func hides(_ name: String) -> Bool { masks.keys.contains { names[$0]?.contains(name) ?? false } }

  public func id(of person: PersonID, in number: RevisionNumber) -> PersonID {
    mask(of: person, in: number)?.id ?? person
  }

  public func name(of entry: RecordEntry) -> String {
    mask(of: entry.person, in: entry.number)?.name ?? entry.name
  }

  /// A text with the e-mails and full names of those people replaced.
  public func masked(_ text: String) -> String { words.isEmpty ? text : words.replaced(in: text) }

  /// An annotation's own words, but for a suggested text.
  public func masked(_ annotation: Annotation) -> Annotation {
    isEmpty ? annotation : annotation.reworded(masked)
  }

  public func masked(_ entry: RecordEntry) -> RecordEntry {
    guard !isEmpty else { return entry }
    var annotation = entry.annotation.reworded(masked)
    let mask = mask(of: entry.person, in: entry.number)
    if let mask {
      annotation = annotation.anonymous(as: Annotation.Creator(name: mask.name, email: mask.id.email))
    }
    return RecordEntry(
      annotation: annotation, number: entry.number, person: mask?.id ?? entry.person,
      isMerged: entry.isMerged, anchor: entry.anchor
    ).having(seen: entry.seen).amended(as: entry)
  }

  public func masked(_ record: Record) -> Record {
    guard !isEmpty else { return record }
    return Record(
      slug: record.slug, entries: record.entries.map(masked),
      submissions: record.submissions.map { call in
        Submission(
          id: call.id, number: call.number, by: id(of: call.by, in: call.number), at: call.at,
          reviewers: call.reviewers.map { id(of: $0, in: call.number) }, due: call.due,
          isBlind: call.isBlind, method: call.method, brief: call.brief.map(masked),
          without: call.without.map { id(of: $0, in: call.number) },
          isWithdrawn: call.isWithdrawn, after: call.causes)
      },
      unreadable: record.unreadable.map { UnreadableFile(path: masked($0.path), why: masked($0.why)) })
  }
}
