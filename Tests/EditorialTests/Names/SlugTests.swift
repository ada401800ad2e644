import Editorial
import TestSupport
import Testing

@Suite("Slugs")
struct SlugTests {
  @Test(
    "plain names are taken",
    arguments: [
      "a", "rivers", "rivers/rising", "2026/11/rivers--rising-2", "index", "r", "r1a", "rx/1", "comet",
    ])
  func valid(text: String) throws {
    #expect(try Slug(text).text == text)
  }

  @Test(
    "what is no slug is refused with what is wrong, and a right one where there is one",
    arguments: [
      ("", "it is empty", "Use lower-case words such as 'rivers-rising'"),
      ("Rivers Rising", "it has a capital letter", "Try 'rivers-rising'"),
      ("rivers rising", "it has a space", "Try 'rivers-rising'"),
      ("a//b", "it has an empty part; parts are joined by a single '/'", "Try 'a/b'"),
      ("/a", "it has an empty part; parts are joined by a single '/'", "Try 'a'"),
      ("a/", "it has an empty part; parts are joined by a single '/'", "Try 'a'"),
      ("../a", "'..' leads out of the articles' folder", "Try 'a'"),
      ("a/../../b", "'..' leads out of the articles' folder", "Try 'a/b'"),
      (".git", "it has a dot", "Try 'git'"),
      ("a/.git/hooks", "it has a dot", "Try 'a/git/hooks'"),
      ("a.lock", "it has a dot", "Try 'a-lock'"),
      ("-rf", "the part '-rf' starts or ends with a dash", "Try 'rf'"),
      ("a/b-", "the part 'b-' starts or ends with a dash", "Try 'a/b'"),
      ("a/r1", "the part 'r1' looks like a revision", "Try 'a/r-1'"),
      ("r007/b", "the part 'r007' looks like a revision", "Try 'r-007/b'"),
      ("aux", "Windows doesn't allow files named 'aux'", "Try 'aux-1'"),
      ("com1/x", "Windows doesn't allow files named 'com1'", "Try 'com1-1/x'"),
      ("crème brûlée", "it has the character 'è'", "Try 'creme-brulee'"),
      ("größe", "it has the character 'ö'", "Try 'groesse'"),
      ("a\\b", "it has the character '\\'", "Try 'a/b'"),
      ("a\u{0}b", "it has the character '\\u{0}'", "Try 'a-b'"),
      ("a\u{301}", "it has the character '\u{301}'", "Try 'a'"),
      ("水", "it has the character '水'", "Use lower-case words such as 'rivers-rising'"),
      ("a\n", "it has the character '\\u{a}'", "Try 'a'"),
      ("a_b~1", "it has the character '_'", "Try 'a-b-1'"),
    ])
  func invalid(text: String, why: String, remedy: String) throws {
    let error = try #require(throws: InvalidValue.self) { try Slug(text) }
    #expect(error.why == why)
    #expect(error.remedy == remedy)
  }

  @Test("length is bounded, of a part and of the whole")
  func length() throws {
    let longest = String(repeating: "a", count: 100)
    _ = try Slug(longest)
    #expect(throws: InvalidValue.self) { try Slug(longest + "a") }
    let whole = longest + "/" + longest.dropFirst()
    _ = try Slug(whole)
    #expect(throws: InvalidValue.self) { try Slug(whole + "a") }
    #expect(throws: InvalidValue.self) { try Slug(String(repeating: "Ä ", count: 500_000)) }
  }

  @Test("every mended slug is a slug")
  func mended() throws {
    var random = SeededRandom(seed: 3)
    let alphabet = Array("abrR019-/. _ÄßéİK水\u{301}\u{202e}\n~^:?*[\\@{")
    for _ in 0..<2_000 {
      let text = String(
        (0..<Int.random(in: 0..<12, using: &random)).compactMap { _ in alphabet.randomElement(using: &random)
        })
      do {
        _ = try Slug(text)
      } catch {
        guard error.remedy.hasPrefix("Try '") else { continue }
        _ = try Slug(String(error.remedy.dropFirst(5).dropLast()))
      }
    }
  }

  @Test("an error's line has no control characters of the slug's in it")
  func quietError() throws {
    let error = try #require(throws: InvalidValue.self) { try Slug("a\u{1b}[2J\u{202e}b\n") }
    #expect(error.description.hasPrefix("'a\\u{1b}[2J\\u{202e}b\\u{a}' is not a slug: "))
  }
}

@Suite("Revision numbers")
struct RevisionNumberTests {
  @Test("people may write r3, R3 or 3", arguments: ["r3", "R3", "3"])
  func typed(text: String) throws {
    #expect(try RevisionNumber(text) == RevisionNumber(3))
    #expect(try RevisionNumber(text).description == "r3")
  }

  @Test(
    "what is no revision is refused",
    arguments: [
      "", "r", "r0", "0", "r03", "-1", "r-1", "r1000000", "r99999999999999999999", "r1x", " r1", "rr1", "r١",
    ])
  func refused(text: String) {
    #expect(throws: InvalidValue.self) { try RevisionNumber(text) }
  }

  @Test("a ref's component must be written the one right way")
  func component() throws {
    #expect(try RevisionNumber(component: "r999999").value == 999_999)
    for text in ["3", "R3", "r03", "r", ""] {
      #expect(throws: InvalidValue.self) { try RevisionNumber(component: text) }
    }
  }

  @Test("numbers are ordered as numbers and end at the last")
  func order() throws {
    #expect(try RevisionNumber(9) < RevisionNumber(10))
    #expect(try RevisionNumber.first.next == RevisionNumber(2))
    #expect(RevisionNumber.first.previous == nil)
    #expect(throws: InvalidValue.self) { try RevisionNumber(999_999).next }
  }
}
