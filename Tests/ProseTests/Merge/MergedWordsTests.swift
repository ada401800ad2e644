import Testing

@testable import Prose

@Suite("The second opinion on a merge")
struct MergedWordsTests {
  private func conflict(_ base: String, _ ours: String, _ theirs: String) -> Bool {
    let (one, other) = (
      merge(base: base, ours: ours, theirs: theirs), merge(base: base, ours: theirs, theirs: ours)
    )
    return !one.isClean && one.conflicts == other.conflicts
  }

  @Test("a sentence that one side took away doesn't come back because the other moved and changed it")
  func movedChangedAndTaken() {
    let base =
      "The river rises.\nNobody knows why.\n\nOld people repair dams slowly.\nThe council will meet.\n"
    #expect(
      conflict(
        base, base.replacing("Old people repair dams slowly.\n", with: ""),
        "The river rises.\nOld people mend dams slowly. Nobody knows why.\n\nThe council will meet.\n"))
  }

  @Test("a word stands in the merge or in its conflicts, not in both")
  func keptByOneMovedByBoth() {
    let base =
      "One is first here.\nTwo follows it with many other words.\n\nThree comes at last, as always.\n"
    let result = merge(
      base: base,
      ours: "Two follows it with quite other words.\nOne is first here.\n\nThree comes at last, as always.\n",
      theirs: "Two follows it with many other phrases.\n\nThree comes at last, as ever. One is first here.\n")
    var clean = ""
    var contested = ""
    for hunk in result.hunks {
      switch hunk {
      case .clean(let text): clean += text
      case .conflict(_, let ours, let theirs): contested += ours + theirs
      }
    }
    #expect(clean.contains("One is first") != contested.contains("One is first"))
  }

  @Test("what one side took out of a list doesn't stay where the other made front matter of the list")
  func bodyToFrontMatter() {
    let list = "* Reading about readmes\n* Writing them before the program\n"
    let rest = "\nThat is all there is to say.\n"
    let base = "---\ntitle: Help\n---\n\n\(list)\(rest)"
    let ours =
      "---\ntitle: Help\nlinks:\n- Reading about readmes\n- Writing them before the program\n---\n\(rest)"
    #expect(conflict(base, ours, base.replacing("* Reading about readmes\n", with: "")))
    let twice = ours.replacing("title: Help", with: "title: Help\nfirst: Reading about readmes")
    #expect(conflict(base, twice, base.replacing("* Reading about readmes\n", with: "")))
    #expect(merge(base: base, ours: ours, theirs: base.replacing("all there", with: "much there")).isClean)
  }

  @Test("Chinese and Korean: a moved sentence doesn't stand there twice, and not in spite of the other side")
  func otherScripts() {
    for (base, ours, theirs, words) in [
      (
        "河水上涨。大坝漏水。\n镇上无人知晓。\n\n议会将开会讨论。\n", "大坝漏水。\n镇上无人知晓。\n\n议会将开会讨论。河水上涨。\n",
        "大坝漏水。河水上涨。\n镇上无人知晓。\n\n议会将开会讨论。\n", "河水上涨"
      ),
      (
        "강물이 불어난다. 댐이 새고 있다.\n마을은 모른다.\n\n의회가 논의한다.\n", "댐이 새고 있다.\n마을은 모른다.\n\n의회가 논의한다. 강물이 불어난다.\n",
        "댐이 새고 있다. 강물이 불어난다.\n마을은 모른다.\n\n의회가 논의한다.\n", "강물이 불어난다"
      ),
    ] {
      let text = merge(base: base, ours: ours, theirs: theirs).hunks.map {
        if case .clean(let clean) = $0 { clean } else { "" }
      }.joined()
      #expect(text.components(of: words) <= 1)
      #expect(conflict(base, ours, base.replacing("\(words)", with: "")))
    }
  }

  @Test("a short word may be said again elsewhere")
  func saidAgain() {
    let base = "It will leak.\n\nNobody knows.\n\nThe end.\n"
    let result = merge(
      base: base, ours: base.replacing("It will leak.\n\n", with: ""),
      theirs: "Nobody knows.\n\nThe end will come.\n")
    #expect(result.text() == "Nobody knows.\n\nThe end will come.\n")
  }

  @Test("words aren't joined where one side took away a line end and the other the line")
  func joined() {
    let base = "One two.\n\nFour five six.\nSeven eight nine ten eleven twelve.\nThirteen.\n"
    let result = merge(
      base: base, ours: base.replacing("\n\nFour", with: "\nNew Four"),
      theirs: "One two.\n\nSeven eight nine ten eleven twelve.\nFour five six.\nThirteen.\n")
    #expect(!result.text().contains("NewSeven"))
    #expect(result.text().contains("New\nSeven"))
  }
}

extension String {
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
