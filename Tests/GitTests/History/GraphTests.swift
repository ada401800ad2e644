import Git
import Testing

@Suite("The history is walked and compared as git does")
struct GraphTests {
  /// `base` ─ `a` ─ `merge`, with `b` from `base` merged into `a`; `alone` has a history of its own.
  private struct History {
    let scratch: Scratch
    let repository: Repository
    let base, a, b, merge, alone: ObjectID

    init() throws {
      scratch = try Scratch("--quiet")
      base = try scratch.commit("0", to: "base")
      a = try scratch.commit("1", to: "a")
      try scratch.git("checkout", "-q", "-b", "b", base.description)
      b = try scratch.commit("2", to: "b")
      try scratch.git("checkout", "-q", "main")
      try scratch.git("merge", "-q", "--no-edit", "b")
      merge = try scratch.id("HEAD")
      try scratch.git("checkout", "-q", "--orphan", "alone")
      alone = try scratch.commit("3", to: "alone")
      repository = try scratch.repository
    }

    func walked(
      _ tips: ObjectID..., hiding hidden: [ObjectID] = [], firstParentOnly: Bool = false, atMost: Int = .max
    ) throws -> [ObjectID] {
      var found: [ObjectID] = []
      try repository.walk(from: tips, hiding: hidden, firstParentOnly: firstParentOnly) { commit in
        found.append(commit.id)
        return found.count < atMost
      }
      return found
    }
  }

  @Test("common ancestors and reachability")
  func comparing() throws {
    let history = try History()
    #expect(try history.repository.mergeBase(history.a, history.b) == history.base)
    #expect(try history.repository.mergeBase(history.b, history.merge) == history.b)
    #expect(try history.repository.mergeBase(history.a, history.alone) == nil)
    #expect(try history.repository.isReachable(history.b, from: history.merge))
    #expect(try history.repository.isReachable(history.b, from: history.b))
    #expect(try !history.repository.isReachable(history.merge, from: history.b))
    #expect(try !history.repository.isReachable(history.alone, from: history.merge))
    #expect(gitError { _ = try history.repository.mergeBase(history.a, .zero) } != nil)
  }

  @Test("a walk gives children before parents, by all parents or the first, without what is hidden")
  func walking() throws {
    let history = try History()
    let all = try history.walked(history.merge, history.alone)
    #expect(Set(all) == [history.base, history.a, history.b, history.merge, history.alone])
    for (child, parent) in [
      (history.merge, history.a), (history.merge, history.b), (history.a, history.base),
    ] {
      #expect(try #require(all.firstIndex(of: child)) < #require(all.firstIndex(of: parent)))
    }
    #expect(
      try history.walked(history.merge, firstParentOnly: true) == [history.merge, history.a, history.base])
    #expect(try history.walked(history.merge, hiding: [history.a]).count == 2)
    #expect(
      try history.walked(history.merge, hiding: [history.base], firstParentOnly: true)
        == [history.merge, history.a])
    #expect(try history.walked(history.merge, atMost: 1) == [history.merge])
    #expect(
      try history.walked(history.merge, firstParentOnly: true, atMost: 2) == [history.merge, history.a])
    #expect(gitError { _ = try history.walked(.zero) } != nil)
  }
}
