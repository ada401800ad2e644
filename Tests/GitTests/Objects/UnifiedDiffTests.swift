import Git
import Testing

@Suite("A patch of two texts")
struct UnifiedDiffTests {
  @Test("holds the texts' own lines, however long they are")
  func lines() throws {
    func line(_ number: Int, _ word: String) -> String { "\(number): the \(word) has many words to change\n" }
    let old = (0..<3000).map { line($0, "river") }
    let new = (0..<3000).map { line($0, $0 % 10 == 0 ? "lake" : "river") }
    let patch = try unifiedDiff(old: old.joined(), new: new.joined(), path: "articles/a/index.md")
    var places = (old: 0, new: 0)
    for row in patch.split(separator: "\n").dropFirst(4) {
      if row.hasPrefix("@@") {
        let numbers = row.split { !$0.isNumber }.compactMap { Int($0) }
        places = (numbers[0] - 1, numbers[2] - 1)
        continue
      }
      if !row.hasPrefix("+") {
        #expect(row.dropFirst() + "\n" == old[places.old])
        places.old += 1
      }
      if !row.hasPrefix("-") {
        #expect(row.dropFirst() + "\n" == new[places.new])
        places.new += 1
      }
    }
    #expect(places == (2994, 2994))
  }

  @Test("of a text and nothing puts in or takes away every line")
  func empty() throws {
    #expect(try unifiedDiff(old: "a\n", new: "a\n", path: "a.md") == "")
    #expect(try unifiedDiff(old: "", new: "a\nb\n", path: "a.md").hasSuffix("+a\n+b\n"))
    #expect(try unifiedDiff(old: "a\nb\n", new: "", path: "a.md").hasSuffix("-a\n-b\n"))
  }
}
