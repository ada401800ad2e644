import Foundation
import Git
import Testing

@Suite("Many references change in one step, by packed-refs, as surely as a few")
struct ManyReferencesTests {
  /// More than a process may have open files.
  private static let names = (0..<1_200).map { "refs/heads/review/a-\($0 % 7)/r1/person-\($0)" }

  private func all(from old: ObjectID?, to new: ObjectID?) -> [ReferenceUpdate] {
    Self.names.map { ReferenceUpdate($0, from: old, to: new) }
  }

  @Test("all are made, moved and removed; git reads them, its log and its other packed references")
  func updating() throws {
    let scratch = try Scratch("--quiet")
    let one = try scratch.commit("1", to: "file")
    try scratch.git("tag", "-a", "-m", "A tag", "v1")
    try scratch.git("branch", "zebra")
    try scratch.git("pack-refs", "--all")
    try scratch.git("branch", "alone")
    let repository = try scratch.repository
    try repository.update(all(from: nil, to: one), by: ann, because: "made")
    #expect(try repository.references(matching: "refs/heads/review/*").count == Self.names.count)
    #expect(
      try scratch.git("rev-parse", "v1^{commit}", "zebra", "alone", "main")
        == "\(one)\n\(one)\n\(one)\n\(one)")

    let two = try scratch.commit("2", to: "file")
    // Some are loose by now, and others are not.
    for name in Self.names.prefix(3) { try scratch.git("update-ref", name, "\(two)", "\(one)") }
    let rest = Array(all(from: one, to: two).dropFirst(3))
    try repository.update(rest, by: ann, because: "moved")
    let branches = try scratch.git("for-each-ref", "--format=%(objectname)", "refs/heads/review")
    #expect(branches.split(separator: "\n") == Self.names.map { _ in Substring("\(two)") })
    let name = String(Self.names[9].dropFirst("refs/heads/".count))
    #expect(
      try scratch.git("reflog", "-1", "--format=%gs %gn %gd", "--date=raw", name)
        == "moved Ann \(name)@{1790000000 +0200}")

    try repository.update(all(from: two, to: nil), by: ann, because: "gone")
    #expect(try scratch.git("for-each-ref", "--format=%(refname:short)") == "alone\nmain\nzebra\nv1")
    #expect(!FileManager.default.fileExists(atPath: scratch.path(".git/refs/heads/review")))
    #expect(scratch.isSound)
  }

  @Test("HEAD's log follows a branch that is checked out")
  func headLog() throws {
    let scratch = try Scratch("--quiet")
    let one = try scratch.commit("1", to: "file")
    let two = try scratch.commit("2", to: "file")
    let repository = try scratch.repository
    try repository.update(
      all(from: nil, to: one) + [ReferenceUpdate("refs/heads/main", from: two, to: one)], by: ann,
      because: "back")
    #expect(try scratch.git("reflog", "-1", "--format=%gs", "HEAD") == "back")
    #expect(try scratch.git("rev-parse", "HEAD") == "\(one)")
  }

  enum Hindrance: CaseIterable { case otherValue, locked, packedLocked, below, above, packedAbove }

  @Test("when one can't change, none does, and no lock is left", arguments: Hindrance.allCases)
  func refusing(_ hindrance: Hindrance) throws {
    let scratch = try Scratch("--quiet")
    let one = try scratch.commit("1", to: "file")
    let two = try scratch.commit("2", to: "file")
    let (last, folder) = (Self.names[1_199], ".git/refs/heads/review/a-2/r1")
    switch hindrance {
    case .otherValue: try scratch.git("update-ref", last, "\(two)")
    case .locked: try scratch.write("", to: "\(folder)/person-1199.lock")
    case .packedLocked: try scratch.write("", to: ".git/packed-refs.lock")
    case .below: try scratch.git("update-ref", "\(last)/below", "\(two)")
    case .above: try scratch.git("update-ref", "refs/heads/review/a-2", "\(two)")
    case .packedAbove:
      try scratch.git("update-ref", "refs/heads/review/a-2", "\(two)")
      try scratch.git("pack-refs", "--all", "--prune")
    }
    let before = try scratch.git("for-each-ref")
    let repository = try scratch.repository
    let error = gitError { try repository.update(all(from: nil, to: one), by: ann, because: "made") }
    switch hindrance {
    case .otherValue: #expect(error?.code == .modified)
    case .locked, .packedLocked: #expect(error?.code == .locked)
    case .below, .above, .packedAbove:
      #expect(error?.message.contains("collides") == true, "\(String(describing: error))")
    }
    #expect(try scratch.git("for-each-ref") == before)
    let locks = try FileManager.default.subpathsOfDirectory(atPath: scratch.path(".git")).filter {
      $0.hasSuffix(".lock")
    }
    #expect(locks.count == (hindrance == .locked || hindrance == .packedLocked ? 1 : 0))
  }

  @Test("what a kill left half done is finished by whoever comes next", arguments: [false, true])
  func finishing(_ isPacked: Bool) throws {
    let scratch = try Scratch("--quiet")
    let one = try scratch.commit("1", to: "file")
    // As after a kill: the plan and all locks are there, and either packed-refs is in its place or it isn't.
    let plan = Self.names.map { "ref \($0) \(String(repeating: "0", count: 40)) \(one)\n" }.joined()
    try scratch.write(plan, to: ".git/galley/journal")
    for name in Self.names { try scratch.write("", to: ".git/\(name).lock") }
    if isPacked {
      let lines = Self.names.sorted().map { "\(one) \($0)\n" }.joined()
      try scratch.write("# pack-refs with: peeled fully-peeled sorted \n\(lines)", to: ".git/packed-refs")
    } else {
      try scratch.write("half", to: ".git/packed-refs.lock")
    }
    let repository = try scratch.repository
    try repository.finishInterruptedChange()
    #expect(
      try repository.references(matching: "refs/heads/review/*").count == (isPacked ? Self.names.count : 0))
    try repository.update(
      all(from: isPacked ? one : nil, to: isPacked ? nil : one), by: ann, because: "again")
    #expect(scratch.isSound)
  }
}
