@preconcurrency import System
import Testing

@testable import Terminal

@Suite struct ScreenTests {
  private func screen(on descriptor: Int32, _ variables: [String: String]) -> Screen {
    Screen.current(descriptor: descriptor) { variables[$0] }
  }

  @Test("colour is for terminals, and not under NO_COLOR or on a dumb one") func colour() throws {
    let pseudo = try #require(PseudoTerminal())
    let terminal = pseudo.terminal
    defer { withExtendedLifetime(pseudo) {} }
    #expect(screen(on: terminal, ["TERM": "xterm"]).isColoured)
    #expect(screen(on: terminal, ["NO_COLOR": ""]).isColoured)
    #expect(!screen(on: terminal, ["NO_COLOR": "1"]).isColoured)
    #expect(!screen(on: terminal, ["TERM": "dumb"]).isColoured)
    let file = open("/dev/null", O_WRONLY)
    defer { close(file) }
    #expect(!screen(on: file, ["TERM": "xterm"]).isColoured)
  }

  @Test("the width comes from COLUMNS, then the terminal, then is 80") func width() throws {
    let pseudo = try #require(PseudoTerminal(columns: 57))
    defer { withExtendedLifetime(pseudo) {} }
    #expect(screen(on: pseudo.terminal, [:]).width == 57)
    #expect(screen(on: pseudo.terminal, ["COLUMNS": "33"]).width == 33)
    for nonsense in ["0", "-4", "x", "99999999999999999999"] {
      #expect(screen(on: pseudo.terminal, ["COLUMNS": nonsense]).width == 57)
    }
    let file = open("/dev/null", O_WRONLY)
    defer { close(file) }
    #expect(screen(on: file, [:]).width == 80)
    #expect(screen(on: file, [:]).fittingWidth == nil)
    #expect(screen(on: file, ["COLUMNS": "33"]).fittingWidth == 33)
  }
}

@Suite struct OutputTests {
  private let plain = Screen(isTerminal: false, isColoured: false, width: 80)
  private let terminal = Screen(isTerminal: true, isColoured: false, width: 80)

  @Test("text longer than the buffer arrives whole and in order") func long() throws {
    let folder = try TemporaryFolder()
    let file = open(folder.url("out").path, O_WRONLY | O_CREAT, 0o600)
    defer { close(file) }
    let output = Output(descriptor: file, screen: plain)
    for number in 0..<50_000 { output.writeLine("line \(number)") }
    try output.finish()
    let lines = (folder.read("out") ?? "").split(separator: "\n")
    #expect(lines.count == 50_000 && lines.last == "line 49999")
  }

  @Test("a reader who goes away is no error") func closedPipe() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    let output = Output(descriptor: ends[1], screen: plain)
    output.writeLine("nobody reads this")
    try output.finish()
    #expect(output.isClosed)
  }

  @Test("a full disk is told") func fullDisk() {
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    let output = Output(descriptor: full, screen: plain)
    output.writeLine("x")
    #expect(throws: OutputError.self) { try output.finish() }
  }

  @Test("a pager gets everything, on a terminal only") func pager() throws {
    let folder = try TemporaryFolder()
    let paged = Pager(command: "cat > '\(folder.path)/paged'")
    let file = open(folder.url("out").path, O_WRONLY | O_CREAT, 0o600)
    defer { close(file) }
    let toTerminal = Output(descriptor: file, screen: terminal, pager: paged)
    toTerminal.writeLine("one")
    toTerminal.writeLine("two")
    try toTerminal.finish()
    #expect(folder.read("paged") == "one\ntwo\n")
    #expect(folder.read("out") == "")
    let toFile = Output(descriptor: file, screen: plain, pager: paged)
    toFile.writeLine("three")
    try toFile.finish()
    #expect(folder.read("out") == "three\n")
  }

  @Test("a pager that is not there loses nothing, and one that is left early is no error") func badPager()
    throws
  {
    let folder = try TemporaryFolder()
    let file = open(folder.url("out").path, O_WRONLY | O_CREAT, 0o600)
    defer { close(file) }
    let missing = Output(
      descriptor: file, screen: terminal, pager: Pager(command: "/no/such/pager 2>/dev/null"))
    missing.writeLine("shown anyway")
    try missing.finish()
    #expect(folder.read("out") == "shown anyway\n")
    let left = Output(descriptor: file, screen: terminal, pager: Pager(command: "true"))
    for _ in 0..<100_000 { left.writeLine("more than a pipe holds") }
    try left.finish()
    #expect(folder.read("out") == "shown anyway\n")
  }

  @Test("the pager is the first variable that is set, and may be none") func chosenPager() {
    func chosen(_ variables: [String: String]) -> String? {
      Pager.chosen(variables: ["GALLEY_PAGER", "PAGER"]) { variables[$0] }?.command
    }
    #expect(chosen([:]) == "less -FRX")
    #expect(chosen(["PAGER": "more"]) == "more")
    #expect(chosen(["GALLEY_PAGER": "most -s", "PAGER": "more"]) == "most -s")
    #expect(chosen(["GALLEY_PAGER": "", "PAGER": "more"]) == nil)
    #expect(chosen(["PAGER": "cat"]) == nil)
  }
}

@Suite struct EditorTests {
  @Test("an editor with arguments gets the files as they are named, and its end is told") func editor() throws
  {
    let folder = try TemporaryFolder()
    try folder.write("editor", "#!/bin/sh\necho \"$1\" > \"$2\"\nexit 3\n", executable: true)
    let file = folder.url("a 'file' $(name)").path
    let status = try runEditor("'\(folder.path)/editor' --wait", files: [file])
    #expect(status == .exited(3))
    #expect(folder.read("a 'file' $(name)") == "--wait\n")
    #expect(try runEditor("/no/such/editor 2>/dev/null", files: []) == .exited(127))
    #expect(try runEditor("kill -9 $$; true", files: []) == .killed(signal: 9))
  }

  @Test("a program that is not there is an error with its name") func missing() {
    #expect(throws: SpawnError.self) { try spawn(["no-such-program-at-all"]) }
  }
}

@Suite struct PromptTests {
  private func answer(_ typed: String, default: Bool = false) throws -> Bool? {
    let pseudo = try #require(PseudoTerminal())
    pseudo.type(typed)
    defer { withExtendedLifetime(pseudo) {} }
    return askYesNo("Really?", default: `default`, input: pseudo.terminal, output: pseudo.terminal)
  }

  @Test("yes and no are understood, an empty line is the default, the rest is asked again") func answers()
    throws
  {
    #expect(try answer("y\n") == true)
    #expect(try answer("YES \n") == true)
    #expect(try answer("n\n") == false)
    #expect(try answer("\n", default: true) == true)
    #expect(try answer("what\nno\n", default: true) == false)
    #expect(try answer("what\nwhat\nwhat\n", default: true) == nil)
    #expect(try answer("\u{4}") == nil)
  }

  @Test("nothing is asked or read where standard input is no terminal") func notATerminal() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    _ = write(ends[1], "y\n", 2)
    #expect(askYesNo("Really?", default: true, input: ends[0], output: ends[1]) == nil)
    var left: [UInt8] = [0, 0, 0, 0]
    #expect(read(ends[0], &left, 4) == 2)
  }
}

@Suite struct ProgressTests {
  @Test("the line is replaced at most every 100 ms, cut to the screen, and erased at the end") func line()
    throws
  {
    let pseudo = try #require(PseudoTerminal())
    var time: Int = 1000
    let screen = Screen(isTerminal: true, isColoured: false, width: 12)
    let progress = Progress(descriptor: pseudo.terminal, screen: screen) { time }
    progress.update("1 of 9")
    time += 99
    progress.update("2 of 9")
    time += 1
    progress.update("receiving \("\u{1B}[2J")")
    progress.finish()
    progress.finish()
    #expect(pseudo.shown() == "\r\u{1B}[K1 of 9\r\u{1B}[Kreceiving …\r\u{1B}[K")
  }

  @Test("nothing is written where there is no terminal, and no text is made") func quiet() throws {
    let folder = try TemporaryFolder()
    let file = open(folder.url("out").path, O_WRONLY | O_CREAT, 0o600)
    defer { close(file) }
    let progress = Progress(
      descriptor: file, screen: Screen(isTerminal: false, isColoured: false, width: 80))
    var made = 0
    func text() -> Styled {
      made += 1
      return "x"
    }
    progress.update(text())
    progress.finish()
    #expect(made == 0)
    #expect(folder.read("out") == "")
  }
}
