import Foundation
import Git
import Testing

@Suite("Trees are changed and merged by path, without a working tree")
struct TreeTests {
  private let scratch: Scratch
  private let repository: Repository

  init() throws {
    scratch = try Scratch("--quiet")
    repository = try scratch.repository
  }

  /// A tree of files by path, written at once.
  private func tree(_ files: [String: String], over base: ObjectID? = nil) throws -> ObjectID {
    var edit = TreeEdit()
    for (path, text) in files { edit.put(try repository.writeBlob(Array(text.utf8)), at: path) }
    return try edit.write(to: repository, over: base)
  }

  /// The files of a tree with their text, as git lists them.
  private func files(_ tree: ObjectID) throws -> [String: String] {
    try repository.storeObjects()
    let names = try scratch.git("ls-tree", "-r", "--name-only", tree.description).split(separator: "\n")
    return try Dictionary(
      uniqueKeysWithValues: names.map {
        (String($0), try scratch.git("cat-file", "blob", "\(tree):\($0)"))
      })
  }

  @Test("files are put, replaced and removed; what is beside them stays; empty folders go")
  func editing() throws {
    let base = try tree(["a/one": "1", "a/two": "2", "b/deep/only": "3", "top": "4"])
    var edit = TreeEdit()
    #expect(edit.isEmpty)
    edit.put(try repository.writeBlob(Array("new".utf8)), at: "a/two")
    edit.put(try repository.writeBlob(Array("x".utf8)), at: "c/d/e", mode: .executable)
    edit.remove("b/deep/only")
    edit.remove("not/there")
    #expect(!edit.isEmpty)
    let changed = try edit.write(to: repository, over: base)
    #expect(try files(changed) == ["a/one": "1", "a/two": "new", "c/d/e": "x", "top": "4"])
    #expect(try repository.entry("c/d/e", in: changed)?.mode == .executable)
    #expect(try repository.entry("b", in: changed) == nil)
    #expect(try files(base).count == 4)
  }

  @Test("a file takes a folder's place, a folder a file's, and all removed is git's empty tree")
  func replacing() throws {
    let base = try tree(["a/one": "1", "b": "2"])
    #expect(
      try files(tree(["a": "file", "b/inner": "folder"], over: base)) == ["a": "file", "b/inner": "folder"])
    var edit = TreeEdit()
    edit.remove("a")
    edit.remove("b")
    let empty = try edit.write(to: repository, over: base)
    #expect(empty.description == "4b825dc642cb6eb9a060e54bf8d69288fbee4904")
    #expect(try TreeEdit().write(to: repository, over: nil) == empty)
  }

  @Test("trees that differ in other paths merge; equal changes and removals are taken")
  func merging() throws {
    let base = try tree(["a/x": "1", "a/y": "1", "b": "1", "gone": "1", "same": "1"])
    let ours = try tree(["a/x": "ours", "a/y": "1", "b": "1", "same": "2", "new/o": "o"])
    let theirs = try tree(["a/x": "1", "a/y": "theirs", "b": "1", "gone": "1", "same": "2", "new/t": "t"])
    let merged = try repository.mergeTrees(base: base, ours: ours, theirs: theirs) { conflict in
      Issue.record("no conflict is there: \(conflict.path)")
      return nil
    }
    #expect(
      try files(merged) == [
        "a/x": "ours", "a/y": "theirs", "b": "1", "same": "2", "new/o": "o", "new/t": "t",
      ])
  }

  @Test("paths that both sides changed are asked for, with all three sides, and what is answered is taken")
  func conflicts() throws {
    let base = try tree(["d/both": "1", "edited": "1", "kind": "1"])
    let ours = try tree(["d/both": "ours", "kind/inner": "folder"])
    let theirs = try tree(["d/both": "theirs", "edited": "theirs", "kind": "2"])
    var asked: [String: PathConflict] = [:]
    let merged = try repository.mergeTrees(base: base, ours: ours, theirs: theirs) { conflict in
      asked[conflict.path] = conflict
      return conflict.path == "edited" ? nil : conflict.theirs
    }
    #expect(Set(asked.keys) == ["d/both", "edited", "kind"])
    #expect(asked["edited"]?.ours == nil && asked["edited"]?.theirs != nil)
    #expect(asked["kind"]?.ours?.mode == .folder)
    #expect(try files(merged) == ["d/both": "theirs", "kind": "2"])
  }

  @Test("histories without a common ancestor merge too, and what settling throws comes through")
  func unrelated() throws {
    let (ours, theirs) = try (tree(["a": "1", "c": "same"]), tree(["b": "2", "c": "same"]))
    let merged = try repository.mergeTrees(base: nil, ours: ours, theirs: theirs) { _ in nil }
    #expect(try files(merged) == ["a": "1", "b": "2", "c": "same"])
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try repository.mergeTrees(base: nil, ours: tree(["a": "1"]), theirs: tree(["a": "2"])) { _ in
        throw Stop()
      }
    }
  }
}
