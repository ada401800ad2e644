import Foundation
import Git
import Testing

@Suite("References change all at once, and only from the value they had")
struct ReferenceTests {
  @Test("loose, packed and symbolic references are read; a glob runs over slashes")
  func reading() throws {
    let scratch = try Scratch("--quiet")
    let one = try scratch.commit("1", to: "file")
    for name in ["review/a/r1/ann", "review/a/r10/ann", "review/b/r1/ann"] { try scratch.git("branch", name) }
    try scratch.git("pack-refs", "--all")
    let two = try scratch.commit("2", to: "file")
    try scratch.git("branch", "review/a/r2/bo")
    try scratch.git("symbolic-ref", "refs/heads/review/a/r3/sym", "refs/heads/main")
    let repository = try scratch.repository
    #expect(try repository.reference("refs/heads/main") == two)
    #expect(try repository.reference("refs/heads/review/a/r1/ann") == one)
    #expect(try repository.reference("refs/heads/review/a/r3/sym") == two)
    #expect(try repository.reference("refs/heads/nothing") == nil)
    let found = try repository.references(matching: "refs/heads/review/a/r*")
    #expect(
      found.map(\.name) == [
        "refs/heads/review/a/r1/ann", "refs/heads/review/a/r10/ann", "refs/heads/review/a/r2/bo",
      ])
    #expect(found.map(\.target) == [one, one, two])
    #expect(gitError { _ = try repository.reference("refs/heads/a..b") }?.code == .invalidName)
  }

  @Test("several are made, moved and removed in one step, also packed ones, with a reflog that git reads")
  func updating() throws {
    let scratch = try Scratch("--quiet")
    let one = try scratch.commit("1", to: "file")
    try scratch.git("branch", "gone")
    try scratch.git("branch", "moved")
    try scratch.git("pack-refs", "--all")
    let two = try scratch.commit("2", to: "file")
    let repository = try scratch.repository
    try repository.update(
      [
        ReferenceUpdate("refs/heads/made", from: nil, to: two),
        ReferenceUpdate("refs/heads/moved", from: one, to: two),
        ReferenceUpdate("refs/heads/gone", from: one, to: nil),
        ReferenceUpdate("refs/heads/same", from: one, to: one),
      ], by: ann, because: "a reason")
    #expect(
      try scratch.git("for-each-ref", "--format=%(refname:short) %(objectname)")
        == "made \(two)\nmain \(two)\nmoved \(two)")
    #expect(try scratch.git("reflog", "-1", "--format=%gs %gn", "moved") == "a reason Ann")
    #expect(scratch.isSound)
  }

  @Test(
    "when one has another value than expected, none changes",
    arguments: [("refs/heads/main", false), ("refs/heads/main", true), ("refs/heads/absent", false)])
  func comparing(_ name: String, isNew: Bool) throws {
    let scratch = try Scratch("--quiet")
    let one = try scratch.commit("1", to: "file")
    let two = try scratch.commit("2", to: "file")
    let repository = try scratch.repository
    let error = gitError {
      try repository.update(
        [
          ReferenceUpdate("refs/heads/first", from: nil, to: two),
          ReferenceUpdate(name, from: isNew ? nil : one, to: one),
        ].map { $0.name == "refs/heads/main" && !isNew ? ReferenceUpdate(name, from: one, to: nil) : $0 },
        by: ann, because: "test")
    }
    #expect(name == "refs/heads/absent" || error?.code == .modified)
    if name != "refs/heads/absent" {
      #expect(error?.attempted == "update \(name)")
      #expect(try scratch.git("for-each-ref", "--format=%(refname)") == "refs/heads/main")
      #expect(try repository.reference("refs/heads/main") == two)
    }
  }

  @Test("a reference that another process holds locked is told as locked, and none changes")
  func locked() throws {
    let scratch = try Scratch("--quiet")
    let one = try scratch.commit("1", to: "file")
    try scratch.write("", to: ".git/refs/heads/main.lock")
    let repository = try scratch.repository
    let error = gitError {
      try repository.update(
        [
          ReferenceUpdate("refs/heads/first", from: nil, to: one),
          ReferenceUpdate("refs/heads/main", from: one, to: nil),
        ], by: ann, because: "test")
    }
    #expect(error?.code == .locked && error?.attempted == "lock refs/heads/main")
    #expect(try repository.reference("refs/heads/first") == nil)
    #expect(!FileManager.default.fileExists(atPath: scratch.path(".git/refs/heads/first.lock")))
  }

  @Test(
    "names are those that git takes",
    arguments: [
      ("refs/heads/a/b", true), ("refs/heads/a..b", false), ("refs/heads/a.lock", false),
      ("refs/heads/", false),
      ("refs/heads/a b", false), ("refs/heads/Grüße", true), ("refs/heads/a@{b", false), ("-x", false),
    ])
  func names(_ name: String, isValid: Bool) { #expect(Repository.isValidReferenceName(name) == isValid) }

  @Test("many processes move one branch and no step is lost")
  func racing() async throws {
    let scratch = try Scratch("--quiet")
    let start = try scratch.commit("0", to: "file")
    let location = try scratch.repository.location
    let total = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          var steps = 0
          while steps < 10 {
            let repository = try Repository(location)
            let tip = try #require(try repository.reference("refs/heads/main"))
            let new = try repository.writeCommit(
              tree: repository.commit(tip).tree, parents: [tip], author: ann, message: "step\n")
            do {
              try repository.update(
                [ReferenceUpdate("refs/heads/main", from: tip, to: new)], by: ann, because: "race")
              steps += 1
            } catch let error as GitError where error.code == .modified || error.code == .locked {
              await Task.yield()
            }
          }
          return steps
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(try scratch.git("rev-list", "--count", "\(start)..main") == "\(total)")
    #expect(scratch.isSound)
  }
}
