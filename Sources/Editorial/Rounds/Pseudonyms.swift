/// What a person is shown as in an anonymous round, and works under in a blind repository.
public struct Pseudonym: Sendable, Hashable {
  static let domain = "@blind.invalid"

  public let id: PersonID
  /// Such as `Reviewer 1`.
  public let name: String

  init?(_ name: String) {
    let local = name.lowercased().split(separator: " ").joined(separator: "-")
    guard let id = try? PersonID(email: local + Self.domain) else { return nil }
    self.id = id
    self.name = name
  }

  /// The one whose address somebody has; nil for a person's own e-mail.
  public init?(of person: PersonID) {
    guard person.isPseudonym else { return nil }
    let words = person.email.dropLast(Self.domain.count).split(separator: "-")
    id = person
    name = words.enumerated().map { $0 == 0 ? $1.prefix(1).uppercased() + $1.dropFirst() : String($1) }
      .joined(separator: " ")
  }
}

extension PersonID {
  /// Whether it stands for somebody who stays unnamed: nobody has mail at `blind.invalid`.
  public var isPseudonym: Bool { email.hasSuffix(Pseudonym.domain) }
}

extension Record {
  /// What the reviewers of anonymous rounds are shown as, numbered in the order in which they were asked: the same on
  /// every desk and in every round. Who was asked under a pseudonym keeps it.
  public var pseudonyms: [PersonID: Pseudonym] {
    var found: [PersonID: Pseudonym] = [:]
    var taken: Set<PersonID> = []
    var next = 1
    let calls = Dictionary(grouping: submissions, by: \.number).sorted { $0.key < $1.key }.map(\.value)
      .filter { calls in calls.contains { $0.method != .open } }
    for person in calls.flatMap({ $0.flatMap(\.reviewers) }) where found[person] == nil {
      var pseudonym = Pseudonym(of: person)
      while pseudonym == nil {
        pseudonym = Pseudonym("Reviewer \(next)").flatMap { taken.contains($0.id) ? nil : $0 }
        next += 1
      }
      guard let pseudonym else { continue }
      found[person] = pseudonym
      taken.insert(pseudonym.id)
    }
    return found
  }
}
