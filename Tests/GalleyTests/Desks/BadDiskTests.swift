import Foundation
import Testing

@Suite("A disk that can't be written to: one clear line, and the desk as it was")
struct BadDiskTests {
  private let team: TestTeam
  private let anna: TestDesk

  init() throws {
    team = try TestTeam()
    anna = try team.desk("anna")
    _ = anna.start("a", "The cat.\n")
  }

  private static let isRoot = geteuid() == 0
  private static let setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].first(
    where: FileManager.default.isExecutableFile)

  /// Root may write everywhere, so that a test needs somebody else then.
  @Test(
    "a desk that is read-only can be read, and every change is refused",
    .enabled("runs as root and there is no setpriv to become somebody else") { !isRoot || setpriv != nil })
  func readOnly() throws {
    let before = anna.state
    let copy = team.path("galley")
    try FileManager.default.copyItem(atPath: galleyProgram, toPath: copy)
    #expect(sh("chmod -R a-w,a+rX '\(team.folder.path)' && chmod a+x '\(copy)'") == 0)
    defer { _ = sh("chmod -R u+w '\(team.folder.path)'") }
    if Self.isRoot { #expect(sh("chown -R 65534:65534 '\(anna.folder)'") == 0) }
    for words in [
      ["annotate", "a", "--quote", "cat", "--comment", "x"], ["new", "b", "--title", "B"], ["publish", "a"],
      ["submit", "a"],
    ] {
      let done = asSomebody(copy, words)
      expectContract(done, code: 1, saying: "can't be written", of: words)
    }
    #expect(asSomebody(copy, ["show", "a"]).code == 0)
    if Self.isRoot { #expect(sh("chown -R 0:0 '\(anna.folder)'") == 0) }
    #expect(anna.state == before)
    #expect(anna.isSound)
  }

  @Test(
    "a desk of somebody else is opened only when its owner is trusted, as git does it",
    .enabled("needs root and setpriv to become somebody else") { isRoot && setpriv != nil })
  func owner() throws {
    let copy = team.path("galley")
    try FileManager.default.copyItem(atPath: galleyProgram, toPath: copy)
    #expect(sh("chmod -R a+rX '\(team.folder.path)' && chmod a+x '\(copy)'") == 0)
    expectContract(asSomebody(copy, ["status"]), code: 1, saying: "safe.directory", of: ["status"])
  }

  private func asSomebody(_ program: String, _ words: [String]) -> Finished {
    let identity = ["GIT_AUTHOR_NAME": "anna", "GIT_AUTHOR_EMAIL": "anna@example.org"]
    guard Self.isRoot, let setpriv = Self.setpriv else {
      return run(program, words, in: anna.folder, environment: identity)
    }
    let options = ["--reuid=65534", "--regid=65534", "--clear-groups", program]
    return run(setpriv, options + words, in: anna.folder, environment: identity)
  }

  /// Where it may not be mounted, the disk-full test tells so and is left out.
  private static let canMount: Bool = {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mount-\(UUID().uuidString)")
      .path
    return sh(
      "mkdir '\(folder)' && mount -t tmpfs -o size=64k tmpfs '\(folder)' && umount '\(folder)' && rmdir '\(folder)'"
    ) == 0
  }()

  @Test(
    "a full disk changes nothing, and the same command works when there is room",
    .enabled("no small file system may be mounted here") { canMount })
  func full() throws {
    let disk = team.path("disk")
    #expect(sh("mkdir '\(disk)' && mount -t tmpfs -o size=1m tmpfs '\(disk)'") == 0)
    defer { _ = sh("umount '\(disk)'") }
    #expect(sh("cp -r '\(anna.folder)/.' '\(disk)/desk'") == 0)
    let desk = TestDesk(team: team, name: "disk/desk")
    let before = desk.state
    _ = sh("dd if=/dev/zero of='\(disk)/filler' bs=1k 2>/dev/null")
    let words = ["annotate", "a", "--quote", "cat", "--comment", "x"]
    let done = run(galleyProgram, words, in: desk.folder)
    expectContract(done, code: 1, saying: "disk is full", of: words)
    #expect(desk.state == before)
    #expect(desk.isSound)
    #expect(sh("rm '\(disk)/filler'") == 0)
    #expect(run(galleyProgram, words, in: desk.folder).code == 0)
    #expect(desk.isSound)
  }

  @Test("output that can't be written is an error, not silence")
  func fullOutput() {
    let done = run("/bin/sh", ["-c", "exec \"$0\" show a > /dev/full", galleyProgram], in: anna.folder)
    expectContract(done, code: 1, saying: "the answer can't be written", of: ["show"])
  }

  private static func sh(_ script: String) -> Int32 { run("/bin/sh", ["-c", script], in: "/").code }
  private func sh(_ script: String) -> Int32 { Self.sh(script) }
}
