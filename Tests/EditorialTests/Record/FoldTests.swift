import JSON
import TestSupport
import Testing

@testable import Editorial

@Suite("Every desk folds the same files into the same state")
struct FoldTests {
  private struct Step: RecordEvent, Equatable {
    let id: AnnotationID
    var causes: [AnnotationID] = []
  }

  @Test("causes come before effects, whatever the clocks said; ids settle the rest")
  func causesFirst() {
    let early = Step(id: Self.id(9))
    let late = Step(id: Self.id(1), causes: [early.id])
    let beside = Step(id: Self.id(5))
    #expect(foldOrder([late, beside, early]) == [beside, early, late])
  }

  @Test("a loop is cut at its least id, and what follows it still follows")
  func loop() {
    let one = Step(id: Self.id(1), causes: [Self.id(2)])
    let two = Step(id: Self.id(2), causes: [Self.id(1)])
    let after = Step(id: Self.id(0), causes: [Self.id(2)])
    #expect(foldOrder([after, two, one]) == [one, two, after])
    #expect(foldOrder([Step(id: Self.id(3), causes: [Self.id(3)])]).count == 1)
  }

  @Test(
    "any shuffle of any set gives the same order, in which no cause follows its effect", arguments: 0..<60)
  func shuffles(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let ids = (0..<40).map { _ in Self.id(Int.random(in: 0..<1 << 30, using: &random)) }
    let events = Set(ids).enumerated().map { place, id in
      Step(
        id: id, causes: (0..<place % 4).map { _ in ids[..<max(1, place)].randomElement(using: &random) ?? id }
      )
    }
    let ordered = foldOrder(events)
    for _ in 0..<5 { #expect(foldOrder(events.shuffled(using: &random)) == ordered) }
    let acyclic = ordered.enumerated().map { place, event in
      Step(
        id: event.id, causes: event.causes.filter { cause in ordered[..<place].contains { $0.id == cause } })
    }
    let again = foldOrder(acyclic.shuffled(using: &random))
    let places = Dictionary(uniqueKeysWithValues: again.enumerated().map { ($1.id, $0) })
    for event in again {
      for cause in event.causes { #expect(places[cause] ?? .max < places[event.id] ?? .max) }
    }
  }

  @Test("a record is the same whatever order its files are read in", arguments: 0..<40)
  func records(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let entries = try Self.entries(using: &random)
    let slug = try Slug("rivers")
    let first = Record(slug: slug, entries: entries)
    for _ in 0..<4 {
      let again = Record(slug: slug, entries: entries.shuffled(using: &random))
      #expect(again.entries.map(\.annotation) == first.entries.map(\.annotation))
      #expect(again.threads.map(\.resolution) == first.threads.map(\.resolution))
      #expect(again.threads.map { $0.events.map(\.id) } == first.threads.map { $0.events.map(\.id) })
      #expect(again.unreadable == first.unreadable)
    }
    #expect(first.entries.count == Set(entries.map(\.id)).count)
  }

  @Test("a resolution that saw another comes after it, though its desk's clock was behind")
  func clockBehind() throws {
    let number = RevisionNumber.first
    let person = try PersonID(email: "ann@example.org")
    func entry(_ id: Int, _ kind: Annotation.Kind, on target: Annotation.Target, after: [Int] = [])
      -> RecordEntry
    {
      let annotation = Annotation(
        id: Self.id(id), kind, on: target, by: .init(name: "Ann", email: "ann@example.org"),
        at: Timestamp(seconds: Int64(id))
      ).coming(after: after.map(Self.id))
      return RecordEntry(annotation: annotation, number: number, person: person, isMerged: false)
    }
    let query = entry(100, .query("When?"), on: .passage(.init(source: "articles/a/index.md", commit: nil)))
    let answered = entry(90, .resolution(.answered), on: .annotation(query.id))
    let rejected = entry(10, .resolution(.rejected), on: .annotation(query.id), after: [90])
    let record = Record(slug: try Slug("a"), entries: [rejected, query, answered])
    #expect(record.threads.first?.resolution == .rejected)
    #expect(record.threads.first?.latest == [rejected.id])
  }

  private static func id(_ number: Int) -> AnnotationID { AnnotationID(bits: UInt128(number)) }

  /// Remarks, and replies and resolutions of them by several people, some naming what they saw, some ids twice.
  private static func entries(using random: inout SeededRandom) throws -> [RecordEntry] {
    let people = try ["ann", "ben", "cara"].map { try PersonID(email: "\($0)@example.org") }
    var entries: [RecordEntry] = []
    for _ in 0..<30 {
      let id = Self.id(Int.random(in: 0..<200, using: &random))
      let about = entries.randomElement(using: &random)?.id
      let kind: Annotation.Kind
      let target: Annotation.Target
      if let about, Bool.random(using: &random) {
        target = .annotation(about)
        kind =
          Bool.random(using: &random)
          ? .reply("\(id)") : .resolution(Resolution.allCases.randomElement(using: &random) ?? .answered)
      } else {
        target = .passage(.init(source: "articles/rivers/index.md", commit: nil))
        kind = .query("\(Int.random(in: 0..<9, using: &random))")
      }
      let seen = (0..<Int.random(in: 0..<3, using: &random)).compactMap { _ in
        entries.randomElement(using: &random)?.id
      }
      let annotation = Annotation(
        id: id, kind, on: target, by: .init(name: "A", email: nil), at: Timestamp(seconds: 0)
      ).coming(after: seen)
      entries.append(
        RecordEntry(
          annotation: annotation, number: try RevisionNumber(Int.random(in: 1...2, using: &random)),
          person: people.randomElement(using: &random) ?? people[0], isMerged: Bool.random(using: &random)))
    }
    return entries
  }
}
