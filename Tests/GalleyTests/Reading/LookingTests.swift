import Foundation
import JSON
import Testing

@testable import galley_cli

@Suite("What show, annotations and status print, as an editor reads it")
struct LookingTests {
  @Test("a text pasted without blank lines shows each remark below its own paragraph")
  func pasted() throws {
    let anna = try TestTeam().desk("anna")
    let credit = "photo: Agency\n"
    let first = "The first paragraph is " + String(repeating: "long ", count: 30) + "and ends here.\n"
    let second = "The second one is " + String(repeating: "long ", count: 30) + "as well.\n"
    _ = anna.start("a", credit + first + second)
    #expect(anna.galley("annotate", "a", "--quote", "first", "--comment", "To the first").code == 0)
    #expect(anna.galley("annotate", "a", "--quote", "Agency", "--comment", "To the credit").code == 0)
    let shown = anna.galley("show", "a").out
    let places = try ["photo", "To the credit", "ends here", "To the first", "The second one"].map {
      try #require(shown.range(of: $0)?.lowerBound)
    }
    #expect(places == places.sorted())
  }

  @Test("a suggestion is shown as what it changes, not twice")
  func suggestion() throws {
    let anna = try TestTeam().desk("anna")
    _ = anna.start("a", "The men who is at the gate waited.\n")
    #expect(anna.galley("annotate", "a", "--quote", "men who is at", "--suggest", "men who are at").code == 0)
    #expect(anna.galley("annotations", "a").out.contains("men who [-is-]{+are+} at\n"))
    #expect(Paint(isOn: false).change(from: "a\nb", to: "a\nc") == "a⏎[-b-]{+c+}")
    let long = String(repeating: "same ", count: 60)
    let cut = Paint(isOn: false).change(from: long + "old", to: long + "new")
    #expect(cut.count < 80 && cut.hasSuffix("[-old-]{+new+}"))
    #expect(Paint(isOn: true).change(from: "x \u{1B}[2J", to: "y \u{1B}[2J").contains("␛[2J"))
  }

  @Test("what is resolved takes one line in the text and is whole in the list")
  func resolved() throws {
    let anna = try TestTeam().desk("anna")
    _ = anna.start("a", "The dam was built in 1950.\n")
    #expect(anna.galley("annotate", "a", "--quote", "1950", "--query", "Which source?").code == 0)
    let id = try #require(anna.json("annotations", "a").first?["tail"]?.stringValue)
    #expect(anna.galley("show", "a").out.contains("Which source?"))
    #expect(anna.galley("reply", id, "The archive").code == 0)
    #expect(anna.galley("status").out.contains("1 remark, 1 open: 1 query"))
    #expect(anna.galley("status").out.contains("1 review to merge"))
    #expect(anna.galley("merge", "a").code == 0)
    #expect(anna.galley("status").out.contains("next: galley resolve \(id) answered"))
    #expect(anna.galley("resolve", id, "answered").code == 0)
    let shown = anna.galley("show", "a").out
    #expect(shown.contains("[1] \(id)  anna asks (answered") && !shown.contains("Which source?"))
    #expect(anna.galley("annotations", "a").out.contains("Which source?"))
  }

  @Test("on a screen no line is wider than it; in a pipe no line is broken")
  func width() throws {
    let anna = try TestTeam().desk("anna")
    let text = String(repeating: "many words that go on ", count: 20) + "to the end.\n"
    _ = anna.start("a", text)
    #expect(anna.galley("annotate", "a", "--quote", "to the end", "--comment", text).code == 0)
    for words in [["show", "a"], ["annotations", "a"], ["status"], ["log", "a"]] {
      let narrow = run(galleyProgram, words, in: anna.folder, environment: ["COLUMNS": "40"])
      #expect(narrow.out.split(separator: "\n").allSatisfy { $0.count <= 40 }, "\(words)")
    }
    #expect(anna.galley("show", "a").out.contains(text.dropLast(2)))
  }

  @Test("a heading gives the title where none is named")
  func title() throws {
    let anna = try TestTeam().desk("anna")
    let done = anna.galley("new", "a", "--from", "-", input: "\n# The  rivers: rise\n\nText.\n")
    #expect(done.out.contains("Started a r1 “The rivers: rise”."))
    #expect(anna.galley("new", "news/two-words", "--from", "-", input: "Text.\n").out.contains("“Two words”"))
  }
}
