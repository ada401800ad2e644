import Foundation
import Git
import Testing

@Suite("A checkout follows its branch only where nothing of the user's is lost")
struct CheckoutTests {
  /// A repository with two commits; `main` stands at the first, and its checkout too.
  private func twoCommits() throws -> (Scratch, old: ObjectID, new: ObjectID) {
    let scratch = try Scratch("--quiet")
    try scratch.write("stays", to: "kept")
    try scratch.git("add", ".")
    let old = try scratch.commit("old", to: "a/file")
    try scratch.git("rm", "-q", "kept")
    try scratch.write("new", to: "fresh")
    try scratch.git("add", ".")
    let new = try scratch.commit("new", to: "a/file")
    try scratch.git("reset", "-q", "--hard", old.description)
    return (scratch, old, new)
  }

  @Test("clean, changed, staged and untracked are told apart")
  func cleanliness() throws {
    let (scratch, _, _) = try twoCommits()
    func isClean() throws -> Bool? {
      try scratch.repository.checkouts(of: ["refs/heads/main"])["refs/heads/main"]?.first?.isClean
    }
    #expect(try isClean() == true)
    try scratch.write("mine", to: "untracked")
    #expect(try isClean() == true)
    try scratch.git("add", "untracked")
    #expect(try isClean() == false)
    try scratch.git("reset", "-q")
    try scratch.write("mine", to: "a/file")
    #expect(try isClean() == false)
    #expect(try scratch.repository.checkouts(of: ["refs/heads/other"]).isEmpty)
    try scratch.git("checkout", "-q", "--detach", "--force")
    #expect(try isClean() == nil)
  }

  @Test("a clean one is brought up to date: files changed, added and removed, the index with them")
  func following() throws {
    let (scratch, old, new) = try twoCommits()
    try scratch.repository.update(
      [ReferenceUpdate("refs/heads/main", from: old, to: new)], by: ann, because: "test")
    try Repository.bringUpToDate(scratch.folder, from: old, to: new)
    #expect(try scratch.git("status", "--porcelain") == "")
    #expect(try scratch.text(of: "a/file") == "new" && scratch.text(of: "fresh") == "new")
    #expect(!FileManager.default.fileExists(atPath: scratch.path("kept")))
  }

  @Test("an untracked file in the way stays, and so does everything else")
  func untracked() throws {
    let (scratch, old, new) = try twoCommits()
    try scratch.write("mine", to: "fresh")
    let error = gitError { try Repository.bringUpToDate(scratch.folder, from: old, to: new) }
    #expect(error?.code == .conflict && error?.attempted == "bring \(scratch.folder) up to date")
    #expect(try scratch.text(of: "fresh") == "mine" && scratch.text(of: "a/file") == "old")
    #expect(try scratch.git("status", "--porcelain") == "?? fresh")
  }

  @Test("an empty folder is filled from nothing")
  func filling() throws {
    let (scratch, _, new) = try twoCommits()
    let copy = try Scratch()
    try copy.git("clone", "-q", "--no-checkout", scratch.folder, copy.path("it"))
    let repository = try Repository(openingAt: copy.path("it"))
    let main = try #require(try repository.reference("refs/heads/main"))
    try Repository.bringUpToDate(copy.path("it"), from: nil, to: main)
    #expect(try copy.text(of: "it/a/file") == "old")
    #expect(try copy.git("-C", "it", "status", "--porcelain") == "")
    #expect(gitError { try Repository.bringUpToDate(copy.path("it"), from: main, to: .zero) } != nil)
    #expect(new != main)
  }

  @Test("working trees that git added are found, from each of them; a lost one is passed over")
  func workTrees() throws {
    let (scratch, _, _) = try twoCommits()
    let beside = try Scratch()
    try scratch.git("worktree", "add", "-q", "-b", "side", beside.path("side"))
    try scratch.git("worktree", "add", "-q", "-b", "lost", beside.path("lost"))
    try FileManager.default.removeItem(atPath: beside.path("lost"))
    let branches: Set = ["refs/heads/main", "refs/heads/side", "refs/heads/lost"]
    for place in [scratch.folder, beside.path("side")] {
      let found = try Repository(openingAt: place).checkouts(of: branches)
      #expect(found["refs/heads/main"]?.map(\.folder) == [scratch.folder + "/"])
      #expect(found["refs/heads/side"]?.map(\.folder) == [beside.path("side") + "/"])
      #expect(found["refs/heads/lost"] == nil)
    }
    let linked = try Repository(openingAt: beside.path("side"))
    #expect(linked.commonFolder == scratch.path(".git/"))
    let blob = try linked.writeBlob([1, 2])
    try linked.storeObjects()
    #expect(try scratch.repository.blob(blob) == [1, 2])
  }

  @Test("a bare repository has no checkout")
  func bare() throws {
    let scratch = try Scratch("--bare")
    #expect(try scratch.repository.checkouts(of: ["refs/heads/main"]).isEmpty)
  }
}
