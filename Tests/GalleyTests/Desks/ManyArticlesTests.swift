import Testing

@Suite("A desk with many open articles")
struct ManyArticlesTests {
  @Test("status of all, read on all processors, is what status says of each, in the order of their slugs")
  func status() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    let slugs = (10..<34).map { "article-\($0)" }
    for slug in slugs { #expect(anna.start(slug, "One cat, two dogs.\n").code == 0) }
    for slug in slugs[3...5] {
      #expect(anna.galley("annotate", slug, "--quote", "cat", "--query", "Which?").code == 0)
    }
    let all = try anna.json("status")
    #expect(all.compactMap { $0["slug"]?.stringValue } == slugs)
    #expect(all.filter { $0["openQueries"]?.intValue == 1 }.count == 3)
    for (slug, row) in zip(slugs, all).prefix(6) { #expect(try anna.json("status", slug) == [row]) }
    // An article that can't be read is an error, wherever a thread comes upon it.
    let blob = anna.git("rev-parse", "revision/article-30/r1").out.prefix(40)
    let path = "\(anna.folder)/.git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"
    #expect(run("/bin/rm", ["-f", path], in: anna.folder).code == 0)
    #expect(anna.galley("status").code == 5)
  }
}
