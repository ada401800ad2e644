import Foundation
import Git
import Testing

@Suite("Objects are read as git wrote them, and git reads ours")
struct ObjectTests {
  @Test("an object's name is 40 hex digits, nothing else")
  func names() throws {
    let hex = "0123456789abcdef0123456789abcdef01234567"
    let id = try #require(ObjectID(hex: hex))
    #expect(id.description == hex && id.short == "0123456789")
    #expect(ObjectID(hex: hex.uppercased()) == id)
    for wrong in ["", String(hex.dropLast()), hex + "0", "g" + hex.dropFirst(), " " + hex.dropFirst()] {
      #expect(ObjectID(hex: wrong) == nil, "\(wrong)")
    }
    #expect(ObjectID.zero < id && ObjectID.zero.description == String(repeating: "0", count: 40))
  }

  @Test("what the real git wrote is read: modes, names past ASCII, empty files, and the commit")
  func readingGit() throws {
    let scratch = try Scratch("--quiet")
    try scratch.write("", to: "empty")
    try scratch.write("#!/bin/sh\n", to: "run")
    try scratch.git("add", ".")
    try scratch.git("update-index", "--chmod=+x", "run")
    try FileManager.default.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: "empty")
    try scratch.git("add", "link")
    let other = try scratch.commit("zwei\0drei", to: "Ordner/Grüße.md", "First\n\nBody: mehr")
    try scratch.git("update-index", "--add", "--cacheinfo", "160000,\(other),module")
    try scratch.git("commit", "-q", "-m", "Second")
    let repository = try scratch.repository
    let commit = try repository.commit(scratch.id("HEAD"))
    #expect(commit.parents == [other] && commit.subject == "Second" && commit.message == "Second\n")
    #expect(
      commit.author
        == Signature(
          name: "Gita", email: "gita@example.org", seconds: 1_790_000_000, offsetMinutes: 120))
    let entries = try repository.entries(of: commit.tree)
    #expect(entries.map(\.name) == ["Ordner", "empty", "link", "module", "run"])
    #expect(entries.map(\.mode) == [.folder, .file, .link, .submodule, .executable])
    #expect(try repository.blob(entries[1].id) == [])
    let deep = try #require(try repository.entry("Ordner/Grüße.md", in: commit.tree))
    #expect(try repository.blob(deep.id) == Array("zwei\0drei".utf8))
    #expect(try repository.entry("Ordner/nothing", in: commit.tree) == nil)
    #expect(try repository.entry("empty/below", in: commit.tree) == nil)
    #expect(try repository.has(deep.id) && !repository.has(.zero))
  }

  @Test("packed, alternate and shallow objects are found")
  func packed() throws {
    let scratch = try Scratch("--quiet")
    var ids: [ObjectID] = []
    for number in 0..<5 { ids.append(try scratch.commit("\(number)", to: "file")) }
    try scratch.git("gc", "-q")
    let repository = try scratch.repository
    for id in ids { #expect(try repository.commit(id).id == id) }
    let borrower = try Scratch()
    try borrower.git("clone", "-q", "--shared", scratch.folder, borrower.path("it"))
    let borrowed = try Repository(openingAt: borrower.path("it"))
    #expect(try borrowed.commit(ids[0]).message == "Change\n")
    try borrower.git("clone", "-q", "--depth=1", "file://" + scratch.folder, borrower.path("shallow"))
    let shallow = try Repository(openingAt: borrower.path("shallow"))
    #expect(try shallow.has(ids[4]) && !shallow.has(ids[0]))
  }

  @Test("what we write git reads, and finds in order")
  func writing() throws {
    let scratch = try Scratch("--quiet")
    let repository = try scratch.repository
    let blob = try repository.writeBlob(Array("Grüße\n".utf8))
    let folder = try repository.writeTree([TreeEntry(name: "b.txt", id: blob, mode: .file)])
    let tree = try repository.writeTree([
      TreeEntry(name: "b", id: folder, mode: .folder), TreeEntry(name: "b.md", id: blob, mode: .executable),
      TreeEntry(name: "a", id: blob, mode: .link),
    ])
    let first = try repository.writeCommit(tree: tree, parents: [], author: ann, message: "Eins\n")
    let second = try repository.writeCommit(
      tree: folder, parents: [first], author: ann,
      committer: Signature(name: "Bo", email: "bo@example.org", seconds: 1, offsetMinutes: -90),
      message: "Zwei\n\nMehr\n")
    try repository.update(
      [ReferenceUpdate("refs/heads/main", from: nil, to: second)], by: ann, because: "test")
    #expect(scratch.isSound)
    #expect(try scratch.git("ls-tree", "--name-only", "main~1") == "a\nb.md\nb")
    #expect(try scratch.git("show", "main:b.txt") == "Grüße")
    #expect(
      try scratch.git("log", "-1", "--format=%an|%ae|%ad|%cn|%cd|%B", "--date=raw")
        == "Ann|ann@example.org|1790000000 +0200|Bo|1 -0130|Zwei\n\nMehr\n")
  }

  @Test("a name that git doesn't allow in a tree is refused")
  func badNames() throws {
    let scratch = try Scratch("--quiet")
    let repository = try scratch.repository
    let blob = try repository.writeBlob([1])
    for name in ["", ".", "..", ".git", "a/b"] {
      #expect(
        gitError { _ = try repository.writeTree([TreeEntry(name: name, id: blob, mode: .file)]) } != nil,
        "\(name)")
    }
    #expect(scratch.isSound)
  }

  @Test("a blob past the limit, and what is no blob, are errors that name it")
  func badBlobs() throws {
    let scratch = try Scratch("--quiet")
    let commit = try scratch.commit("twelve bytes", to: "file")
    let repository = try scratch.repository
    let blob = try scratch.id("HEAD:file")
    #expect(try repository.blob(blob, limit: 12).count == 12)
    let large = try #require(gitError { _ = try repository.blob(blob, limit: 11) })
    #expect(large.message.contains("12 bytes") && large.attempted.contains(blob.short))
    #expect(gitError { _ = try repository.blob(commit) }?.message == "it isn't a blob")
    let missing = try #require(gitError { _ = try repository.blob(.zero) })
    #expect(missing.class == .odb && missing.code == .notFound && missing.isDamage)
  }

  @Test("a signature that git can't write down is refused")
  func badSignature() throws {
    let scratch = try Scratch("--quiet")
    let repository = try scratch.repository
    let tree = try repository.writeTree([])
    let nobody = Signature(name: "", email: "x@example.org", seconds: 0, offsetMinutes: 0)
    #expect(
      gitError { _ = try repository.writeCommit(tree: tree, parents: [], author: nobody, message: "x") }
        != nil)
    #expect(scratch.isSound)
  }
}
