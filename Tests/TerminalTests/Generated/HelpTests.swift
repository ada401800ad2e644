import Terminal
import Testing

@Suite struct HelpTests {
  @Test("the overview has every command in its group, a line each, and no hidden one") func overview() {
    let text = sample.overview(width: 80).plain
    #expect(text.hasPrefix("galley: editorial review on git\n\nUsage: galley COMMAND [ARGUMENT]...\n"))
    #expect(text.contains("\nReview\n  annotate  remark on a passage\n  reply     answer an annotation\n"))
    #expect(text.contains("\nDesk\n  hooks     install git hooks\n"))
    #expect(text.contains("  --repo DIR  the desk to work on\n  -h, --help  Show help and stop\n"))
    #expect(!text.contains("__complete"))
  }

  @Test("a command's help has usage, arguments, options with their choices, and an example") func command() {
    let text = sample.help(path: ["verdict"], width: 80).plain
    #expect(text.contains("Usage: galley verdict SLUG accept|minor|major|reject [--message MSG]\n"))
    #expect(text.contains("  VERDICT  the judgement: accept, minor, major or reject\n"))
    #expect(text.contains("  -m, --message MSG  why\n"))
    #expect(
      text.contains(
        "Example\n  galley verdict rivers minor -m 'Dates first.'\n      asks for small changes\n"))
    #expect(sample.help(path: ["annotate"], width: 80).plain.contains("See also: galley reply\n"))
    #expect(
      sample.help(path: ["hooks"], width: 80).plain.contains("  install  put the hooks into this desk\n"))
    #expect(
      sample.help(path: ["hooks", "install"], width: 80).plain.contains(
        "Usage: galley hooks install [--force]"))
  }

  @Test("a long usage line breaks between its parts only") func longUsage() {
    let text = sample.help(path: ["annotate"], width: 60).plain
    #expect(
      text.contains(
        "Usage: galley annotate SLUG --quote Q [--occurrence K]\n"
          + "         [--rev rN] (--comment T | --query T | --suggest T)\n"
      ))
  }

  @Test("no line is wider than the screen, however narrow", arguments: [20, 21, 25, 33, 40, 60, 80, 200])
  func widths(width: Int) {
    let pages = [[], ["annotate"], ["verdict"], ["show"], ["hooks"], ["hooks", "install"]]
    for path in pages {
      let lines = sample.help(path: path, width: width).plain.split(separator: "\n")
      #expect(lines.allSatisfy { displayWidth(String($0)) <= width })
    }
  }
}

@Suite struct ManPageTests {
  @Test("the page has its sections, with hyphens and leading dots escaped") func page() {
    let page = sample.manPage(date: "2026-01-31")
    #expect(page.hasPrefix(".TH \"GALLEY\" \"1\" \"2026\\-01\\-31\" \"galley 1.2.3\" \"User Commands\"\n"))
    #expect(page.contains("galley \\- editorial review on git\n"))
    #expect(page.contains("\\fB\\-m\\fP, \\fB\\-\\-message\\fP \\fIMSG\\fP\n"))
    #expect(
      page.contains(
        "\n\\&.This paragraph begins with a dot, has a back\\(rsslash and an option \\-\\-quote.\n"))
    #expect(page.contains(".EX\ngalley verdict rivers minor \\-m \\(aqDates first.\\(aq\n.EE\n"))
    #expect(page.contains(".TP\n\\fB2\\fP\nwrong usage\n"))
    #expect(!page.contains("__complete"))
  }

  @Test("groff formats the page without a warning", .enabled(if: Shells.has("groff"))) func groff() throws {
    let result = try Shells.run("groff", ["-man", "-ww", "-z", "-Tutf8"], input: sample.manPage())
    #expect(result.status == 0 && result.output.isEmpty)
  }

  @Test("what is read back is what was declared", .enabled(if: Shells.has("groff"))) func readBack() throws {
    let program = Program(
      name: "p", version: "1", abstract: "tries signs",
      discussion: ["'quoted' \\fBnot bold\\fP ^~` \"x\" – 東京 it's\n.SH NO"], commands: [])
    let result = try Shells.run("groff", ["-man", "-Tutf8", "-P-cbou"], input: program.manPage())
    #expect(result.output.contains("'quoted' \\fBnot bold\\fP ^~` \"x\" – 東京 it's .SH NO"))
  }
}
