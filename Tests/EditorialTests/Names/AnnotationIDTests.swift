import Foundation
import TestSupport
import Testing

@testable import Editorial

@Suite("Annotation ids")
struct AnnotationIDTests {
  @Test("a thousand made in one go are distinct and sort in the order made")
  func order() {
    let ids = (0..<1_000).map { _ in AnnotationID.new() }
    #expect(ids == ids.sorted())
    #expect(ids.map(\.description) == ids.map(\.description).sorted())
    #expect(Set(ids).count == 1_000)
  }

  @Test("ids made by several tasks at once are distinct")
  func concurrency() async {
    let ids = await withTaskGroup(of: [AnnotationID].self) { group in
      for _ in 0..<8 { group.addTask { (0..<500).map { _ in AnnotationID.new() } } }
      return await group.reduce(into: []) { $0 += $1 }
    }
    #expect(Set(ids).count == 4_000)
  }

  @Test("an id is a UUID of version 7 that carries the time")
  func version() throws {
    var random = SeededRandom(seed: 5)
    var maker = AnnotationIDMaker()
    for _ in 0..<100 {
      let text = maker.next(milliseconds: 0x0190_0000_1234, using: &random).description
      #expect(text.hasPrefix("01900000-1234-7"))
      #expect(["8", "9", "a", "b"].contains(text.dropFirst(19).first))
      #expect(UUID(uuidString: text)?.uuidString.lowercased() == text)
      #expect(try AnnotationID(text).milliseconds == 0x0190_0000_1234)
    }
    #expect(try AnnotationID("6ba7b810-9dad-11d1-80b4-00c04fd430c8").milliseconds == nil)
  }

  @Test("a clock that goes back or a counter that is full doesn't break the order")
  func monotonic() {
    struct Highest: RandomNumberGenerator {
      func next() -> UInt64 { .max }
    }
    var random = Highest()
    var maker = AnnotationIDMaker()
    var last = maker.next(milliseconds: 1_000, using: &random)
    for milliseconds in [1_000, 1_000, 999, 0, 1_001, 1_001, UInt64.max] as [UInt64] {
      let next = maker.next(milliseconds: milliseconds, using: &random)
      #expect(last < next)
      last = next
    }
  }

  @Test("the forms that other tools write are read")
  func forms() throws {
    let id = try AnnotationID("01900000-0000-7000-8000-0123456789ab")
    for text in [
      "urn:uuid:01900000-0000-7000-8000-0123456789ab", "uuid:01900000-0000-7000-8000-0123456789ab",
      "URN:UUID:01900000-0000-7000-8000-0123456789AB",
    ] {
      #expect(try AnnotationID(text) == id)
    }
    #expect(id.urn == "urn:uuid:01900000-0000-7000-8000-0123456789ab")
  }

  @Test(
    "what is no UUID is refused",
    arguments: [
      "", "urn:uuid:", "01900000000070008000" + "0123456789ab", "01900000-0000-7000-8000-0123456789a",
      "01900000-0000-7000-8000-0123456789abc", "0190000-00000-7000-8000-0123456789ab",
      "01900000-0000-7000-8000-0123456789ag", "{01900000-0000-7000-8000-0123456789ab}",
      "https://example.org/01900000-0000-7000-8000-0123456789ab", "01900000-0000-7000-8000-0123456789é",
    ])
  func refused(text: String) {
    #expect(throws: InvalidValue.self) { try AnnotationID(text) }
  }
}

@Suite("Short ids")
struct ShortIDsTests {
  private func id(_ tail: String) throws -> AnnotationID {
    let digits = String(repeating: "0", count: 32 - tail.count) + tail
    return AnnotationID(bits: try #require(UInt128(digits, radix: 16)))
  }

  @Test("a tail has four digits unless others share them")
  func tails() throws {
    let ids = try ["1aaaa", "2aaaa", "bbbb", "00cccc"].map(id)
    let short = ShortIDs(ids + ids)
    #expect(ids.map(short.tail(of:)) == ["1aaaa", "2aaaa", "bbbb", "cccc"])
    #expect(try short.tail(of: id("3aaaa")) == "3aaaa")
    #expect(try id("dddd").shortestTail(among: ids) == "dddd")
    #expect(ShortIDs([]).tail(of: ids[0]) == "aaaa")
  }

  @Test("what is typed finds one, none or many")
  func resolving() throws {
    let ids = try ["1aaaa", "2aaaa", "bbbb"].map(id)
    let short = ShortIDs(ids)
    #expect(short.resolve("bbbb") == .one(ids[2]))
    #expect(short.resolve("B") == .one(ids[2]))
    #expect(short.resolve("1AAAA") == .one(ids[0]))
    #expect(short.resolve("aaaa") == .many([ids[0], ids[1]]))
    #expect(short.resolve("0001-aaaa") == .one(ids[0]))
    #expect(short.resolve(ids[1].urn) == .one(ids[1]))
    for typed in ["", "cccc", "3aaaa", "xyz", "-", String(repeating: "0", count: 33), "00é"] {
      #expect(short.resolve(typed) == .none)
    }
    #expect(try short.resolve(id("4").urn) == .none)
    #expect(ShortIDs([]).resolve("aaaa") == .none)
  }

  @Test("every tail shown resolves to its id, and one digit less does not unless it has four")
  func shortest() throws {
    var random = SeededRandom(seed: 9)
    let ids = try (0..<3_000).map { _ in
      try id(String(UInt32.random(in: 0...0x7FFFF, using: &random), radix: 16))
    }
    let short = ShortIDs(ids)
    for each in ids {
      let tail = short.tail(of: each)
      #expect(short.resolve(tail) == .one(each))
      if tail.count > 4, case .one = short.resolve(String(tail.dropFirst())) {
        Testing.Issue.record("\(tail) could be shorter")
      }
    }
  }
}
