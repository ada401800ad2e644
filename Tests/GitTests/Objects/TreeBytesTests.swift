import TestSupport
import Testing

@testable import Git

@Suite("A tree that is like another is read from where the two differ")
struct TreeBytesTests {
  private static let folder: UInt32 = 0o040000

  private struct Entry: Hashable {
    var name: String
    var mode: UInt32
    var id: UInt8
  }

  /// A tree's bytes, in git's order unless told otherwise.
  private func bytes(_ entries: [Entry], sorted: Bool = true) -> [UInt8] {
    func key(_ entry: Entry) -> [UInt8] { Array(entry.name.utf8) + (entry.mode == Self.folder ? [0x2F] : []) }
    let entries = sorted ? entries.sorted { key($0).lexicographicallyPrecedes(key($1)) } : entries
    var bytes: [UInt8] = []
    for entry in entries {
      bytes += Array("\(String(entry.mode, radix: 8)) \(entry.name)\0".utf8)
      bytes += [UInt8](repeating: entry.id, count: 20)
    }
    return bytes
  }

  private func entries(_ tree: TreeBytes) -> [RawTreeEntry] { (0..<tree.count).map { tree[$0] } }

  /// Names and ids that make neighbours look alike: ids of NULs, digits and blanks, names that begin others.
  private func randomEntry(_ random: inout some RandomNumberGenerator) -> Entry {
    let name = (0..<Int.random(in: 1...3, using: &random)).compactMap { _ in
      "ab.-0".randomElement(using: &random)
    }
    return Entry(
      name: String(name), mode: Bool.random(using: &random) ? Self.folder : 0o100644,
      id: [0, 0x20, 0x30, 0x31, 0x61].randomElement(using: &random) ?? 0)
  }

  private func tree(of bytes: [UInt8]) -> Result<TreeBytes, TreeFault> {
    do { return .success(try TreeBytes(parsing: bytes)) } catch { return .failure(error) }
  }

  @Test("whatever the two trees are, it is what reading all of it gives, and so is what differs")
  func sameAsWhole() throws {
    var random = SeededRandom(seed: 5)
    var (good, bad) = (0, 0)
    for _ in 0..<4_000 {
      var list = (0..<Int.random(in: 0...12, using: &random)).map { _ in randomEntry(&random) }
      guard case .success(let old) = tree(of: bytes(list)) else { continue }
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        if Bool.random(using: &random), !list.isEmpty {
          list.remove(at: Int.random(in: 0..<list.count, using: &random))
        } else {
          list.append(randomEntry(&random))
        }
      }
      var next = bytes(list, sorted: Int.random(in: 0..<8, using: &random) > 0)
      if Int.random(in: 0..<8, using: &random) == 0, !next.isEmpty {
        next[Int.random(in: 0..<next.count, using: &random)] =
          [0, 0x20, 0x31].randomElement(using: &random) ?? 0
      }
      switch tree(of: next) {
      case .success(let whole):
        good += 1
        let (read, gone, new) = try TreeBytes.like(old, parsing: next)
        #expect(entries(read) == entries(whole))
        #expect(entries(old)[..<gone.lowerBound] == entries(read)[..<new.lowerBound])
        #expect(entries(old)[gone.upperBound...] == entries(read)[new.upperBound...])
        for entry in entries(whole) { #expect(read.entry(named: entry.name) == entry) }
        #expect(read.entry(named: "zz".utf8) == nil)
      case .failure:
        bad += 1
        #expect(throws: TreeFault.self, "\(next)") { try TreeBytes.like(old, parsing: next) }
      }
    }
    #expect(good > 1_000 && bad > 200)
  }

  @Test("of a thousand entries only the new one and a neighbour are read")
  func differs() throws {
    let many = (0..<1_000).map { Entry(name: "a\($0 + 1_000)", mode: Self.folder, id: UInt8($0 % 251)) }
    let old = try TreeBytes(parsing: bytes(many))
    let added = Entry(name: "a1500-b", mode: Self.folder, id: 9)
    let (tree, gone, new) = try TreeBytes.like(old, parsing: bytes(many + [added]))
    #expect(tree.count == 1_001 && gone.count < 2 && new.count == gone.count + 1)
    #expect(tree[new].contains { $0.name.elementsEqual("a1500-b".utf8) })
    let (back, goneBack, newBack) = try TreeBytes.like(tree, parsing: bytes(many))
    #expect(back.bytes == old.bytes && goneBack == new && newBack.count == gone.count)
  }
}
