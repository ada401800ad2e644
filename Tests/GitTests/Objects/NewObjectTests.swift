import Foundation
import Git
import Testing

@Suite("New objects reach the disk before references change, and only then")
struct NewObjectTests {
  private func files(_ scratch: Scratch, ending: String = "") throws -> [String] {
    let objects = scratch.path(".git/objects")
    return try FileManager.default.subpathsOfDirectory(atPath: objects).filter {
      $0.hasSuffix(ending) && !FileManager.default.isFolder("\(objects)/\($0)")
    }.sorted()
  }

  @Test("until a reference changes only the repository that made them finds them")
  func inMemory() throws {
    let scratch = try Scratch("--quiet")
    let (repository, other) = try (scratch.repository, scratch.repository)
    let blob = try repository.writeBlob([7])
    #expect(try repository.blob(blob) == [7] && repository.has(blob))
    #expect(try files(scratch).isEmpty && !other.has(blob))
    try repository.storeObjects()
    #expect(try other.blob(blob) == [7] && repository.blob(blob) == [7])
    #expect(try scratch.git("cat-file", "-s", blob.description) == "1")
  }

  @Test("an update that is beaten has stored them, and a repository that ends without one leaves nothing")
  func abandoned() throws {
    let scratch = try Scratch("--quiet")
    do {
      let repository = try scratch.repository
      _ = try repository.writeTree([])
    }
    #expect(try files(scratch).isEmpty)
  }

  @Test("few become files of their own, none twice, read-only and under no temporary name")
  func files() throws {
    let scratch = try Scratch("--quiet")
    let known = try scratch.commit("known", to: "file")
    let before = try files(scratch)
    let repository = try scratch.repository
    let tree = try repository.commit(known).tree
    #expect(try repository.writeBlob(Array("known".utf8)) == scratch.id("HEAD:file"))
    let commit = try repository.writeCommit(tree: tree, parents: [known], author: ann, message: "x\n")
    try repository.update(
      [ReferenceUpdate("refs/heads/main", from: known, to: commit)], by: ann, because: "test")
    let hex = commit.description
    let file = "\(hex.prefix(2))/\(hex.dropFirst(2))"
    #expect(try files(scratch) == (before + [file]).sorted())
    let mode = try FileManager.default.attributesOfItem(atPath: scratch.path(".git/objects/\(file)"))
    #expect(((mode[.posixPermissions] as? Int) ?? 0) & 0o222 == 0)
    #expect(scratch.isSound)
  }

  @Test("a hundred become a pack, which git verifies and which is read at once")
  func pack() throws {
    let scratch = try Scratch("--quiet")
    let (repository, other) = try (scratch.repository, scratch.repository)
    let entries = try (0..<150).map {
      TreeEntry(name: "\($0)", id: try repository.writeBlob(Array("blob \($0)".utf8)), mode: .file)
    }
    let tree = try repository.writeTree(entries)
    let commit = try repository.writeCommit(tree: tree, parents: [], author: ann, message: "x\n")
    try repository.update(
      [ReferenceUpdate("refs/heads/main", from: nil, to: commit)], by: ann, because: "test")
    #expect(try files(scratch, ending: ".pack").count == 1)
    #expect(try files(scratch).count == 2)
    #expect(scratch.isSound)
    for reader in [repository, other] {
      #expect(try reader.entries(of: reader.commit(commit).tree).count == 150)
      #expect(try reader.blob(entries[77].id) == Array("blob 77".utf8))
    }
  }

  @Test("a folder that can't be written to is an error that names it, and leaves no reference and no rest")
  func readOnly() throws {
    // Root may write anywhere, so a file stands where the folder should be.
    let scratch = try Scratch("--quiet")
    let repository = try scratch.repository
    let blob = try repository.writeBlob(Array("in the way".utf8))
    try scratch.write("", to: ".git/objects/\(blob.description.prefix(2))")
    let error = try #require(gitError { try repository.storeObjects() })
    #expect(error.class == .operatingSystem && error.attempted.contains(".git/objects/"))
    #expect(try files(scratch) == [String(blob.description.prefix(2))])
  }
}

extension FileManager {
  fileprivate func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
