import Foundation
import System
import Testing

@Suite("A remote that hangs, breaks off or can't be read")
struct BrokenRemoteTests {
  /// An ssh that runs this shell text; in it `$there` is the command that the other machine would run.
  private func ssh(_ team: TestTeam, _ text: String, timeout: Int = 20) throws -> [String: String] {
    let script = team.path("ssh-\(UUID().uuidString)")
    try Data("#!/bin/sh\nfor there; do :; done\n\(text)\n".utf8).write(to: URL(fileURLWithPath: script))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    return ["GIT_SSH_COMMAND": script, "GALLEY_TIMEOUT": "\(timeout)"]
  }

  /// Whether the process whose id is in a file lives on. One that was killed may take its time to go.
  private func isRunning(_ file: String) throws -> Bool {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let pid = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    for _ in 0..<200 {
      let state = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
      guard let state, !state.contains(") Z ") else { return false }
      usleep(50_000)
    }
    return true
  }

  private func desk(_ team: TestTeam, _ environment: [String: String] = [:]) throws -> TestDesk {
    let anna = try team.desk("anna")
    anna.git("remote", "set-url", "origin", "ssh://news\(team.path("remote.git"))")
    return TestDesk(team: team, name: "anna", environment: environment)
  }

  @Test("an ssh that says nothing is given up, and all that it started is ended")
  func silentCommand() throws {
    let team = try TestTeam()
    let child = team.path("child")
    let anna = try desk(team, ssh(team, "sleep 300 & echo $! >\(child); wait", timeout: 1))
    let done = anna.galley("sync")
    #expect(done.code == 4)
    #expect(done.err.contains("doesn't answer: nothing came for 1 second"))
    #expect(try !isRunning(child))
  }

  @Test("a server that accepts and says nothing is given up")
  func silentServer() throws {
    let team = try TestTeam()
    let listener = try Listener()
    let anna = try desk(
      team, ["GIT_SSH_COMMAND": "ssh -p \(listener.port) -o HostName=127.0.0.1", "GALLEY_TIMEOUT": "1"])
    let done = anna.galley("sync")
    #expect(done.code == 4)
    #expect(done.err.contains("doesn't answer"))
  }

  @Test("a remote that says a byte now and then, or only talks beside the conversation, is given up")
  func crawling() throws {
    let team = try TestTeam()
    let crawl = "sh -c \"$there\" | while dd bs=1 count=1 2>/dev/null; do sleep 0.4; done"
    let slow = try desk(team, ssh(team, crawl, timeout: 1)).galley("sync")
    #expect(slow.code == 4)
    #expect(slow.err.contains("less than 100 bytes a second came for 5 seconds"), "\(slow.err)")
    let chatter = "while echo wait >&2; do sleep 0.1; done"
    let other = TestDesk(team: team, name: "anna", environment: try ssh(team, chatter, timeout: 1)).galley(
      "sync")
    #expect(other.code == 4)
    #expect(other.err.contains("nothing came for 1 second"), "\(other.err)")
  }

  @Test("a remote that tells of branches without end, or talks without end, is cut off")
  func endless() throws {
    let team = try TestTeam()
    let line = "0046" + String(repeating: "1", count: 40) + " refs/heads/revision/a/r1"
    let anna = try desk(team, ssh(team, "exec yes '\(line)'"))
    let branches = anna.galley("sync")
    #expect(branches.code == 4)
    #expect(branches.err.contains("it says more than 64 MiB of its branches"), "\(branches.err)")

    anna.git("remote", "set-url", "origin", team.path("remote.git"))
    let hook = team.path("remote.git/hooks/pre-receive")
    try Data("#!/bin/sh\nexec yes no\n".utf8).write(to: URL(fileURLWithPath: hook))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
    #expect(anna.start("rivers", "The rivers rise.\n").code == 0)
    let talk = anna.galley("sync")
    #expect(talk.code == 4)
    #expect(talk.err.contains("it talks without end"), "\(talk.err)")
    #expect(anna.isSound)
  }

  @Test(
    "a name server that doesn't answer is waited for no longer than a remote", .enabled(if: Namespace.works))
  func slowNames() throws {
    let team = try TestTeam()
    let anna = try desk(team)
    anna.git("remote", "set-url", "origin", "https://news.example.org/news.git")
    let silent = try SilentNameServer()
    let settings = team.path("resolv.conf")
    try Data("nameserver 127.0.0.153\noptions timeout:30 attempts:5\n".utf8).write(
      to: URL(fileURLWithPath: settings))
    let done = Namespace.run(
      [galleyProgram, "sync"], in: anna.folder, resolving: settings, environment: ["GALLEY_TIMEOUT": "1"])
    withExtendedLifetime(silent) {}
    #expect(done.code == 4)
    #expect(done.err.contains("doesn't answer: no name server said where news.example.org is"), "\(done.err)")
  }

  @Test("a server that stops reading in the middle of our pack is given up")
  func unreadPack() throws {
    let team = try TestTeam()
    let text = "case $there in *upload*) sh -c \"$there\";; *) sleep 300 | sh -c \"$there\";; esac"
    let anna = try desk(team, ssh(team, text, timeout: 1))
    #expect(anna.start("noise", Self.noise(bytes: 400_000)).code == 0)
    let done = anna.galley("sync")
    #expect(done.code == 4)
    #expect(done.err.contains("doesn't answer"))
    #expect(anna.isSound)
  }

  @Test("two programs that both write first don't wait for each other")
  func bothWrite() throws {
    let team = try TestTeam()
    // receive-pack's words go on while it is written to: more than a pipe holds.
    let anna = try desk(team, ssh(team, "head -c 300000 /dev/zero >&2 & sh -c \"$there\"; wait"))
    #expect(anna.start("noise", Self.noise(bytes: 400_000)).code == 0)
    let done = anna.galley("sync")
    #expect(done.code == 0, "\(done.err)")
  }

  @Test(
    "a connection that is cut while fetching is an error, nothing is lost, and the next sync works",
    arguments: [0, 3, 600, 1_500, 20_000])
  func cutFetch(bytes: Int) throws {
    let team = try TestTeam()
    let (anna, ben) = try (desk(team), team.desk("ben"))
    #expect(ben.start("noise", Self.noise(bytes: 60_000)).code == 0)
    #expect(ben.galley("sync").code == 0)
    let before = anna.branches
    // The shell lets go of its own output, so that the end of the pipe is seen.
    let text = "exec 3<&0; sh -c \"$there\" <&3 | dd bs=1 count=\(bytes) status=none & exec >&-; wait"
    let cut = TestDesk(team: team, name: "anna", environment: try ssh(team, text))
    let done = cut.galley("sync")
    #expect(done.code == 4)
    #expect(done.err.contains("broke off"), "\(done.err)")
    #expect(anna.branches == before && anna.isSound)
    let whole = TestDesk(team: team, name: "anna", environment: try ssh(team, "sh -c \"$there\""))
    #expect(whole.galley("sync").code == 0)
    #expect(anna.branches == ben.branches && anna.isSound)
  }

  @Test(
    "a connection that is cut while pushing is an error, nothing is lost, and the next sync works",
    arguments: [0, 50, 5_000, 40_000])
  func cutPush(bytes: Int) throws {
    let team = try TestTeam()
    let anna = try desk(team)
    #expect(anna.start("noise", Self.noise(bytes: 60_000)).code == 0)
    let text =
      "case $there in *upload*) sh -c \"$there\";; *) dd bs=1 count=\(bytes) status=none | sh -c \"$there\";; esac"
    let cut = TestDesk(team: team, name: "anna", environment: try ssh(team, text))
    let done = cut.galley("sync")
    #expect(done.code == 4, "\(done.out)\(done.err)")
    #expect(anna.isSound)
    let whole = TestDesk(team: team, name: "anna", environment: try ssh(team, "sh -c \"$there\""))
    #expect(whole.galley("sync").code == 0)
    #expect(run("/usr/bin/git", ["fsck", "--strict"], in: team.path("remote.git")).code == 0)
    let there = run(
      "/usr/bin/git", ["for-each-ref", "--format=%(refname) %(objectname)", "refs/heads"],
      in: team.path("remote.git"))
    #expect(there.out == anna.branches)
  }

  @Test("a connection that breaks off once is tried again")
  func brokenOnce() throws {
    let team = try TestTeam()
    let flag = team.path("flag")
    let anna = try desk(team, ssh(team, "[ -e \(flag) ] || { touch \(flag); exit 1; }; sh -c \"$there\""))
    #expect(anna.start("rivers", "The rivers rise.\n").code == 0)
    #expect(anna.galley("sync").code == 0)
  }

  @Test(
    "an address that could be taken for an option or that only git can use is refused, exit 4",
    arguments: [
      "ssh://-oProxyCommand=touch%20hurt/x", "-oProxyCommand=touch hurt:x", "ssh://user@-host/x", "host:-x",
      "ssh://host:22x/x", "ext::touch hurt", "ssh:///x",
    ])
  func refusedAddresses(url: String) throws {
    let team = try TestTeam()
    let anna = try desk(team, ssh(team, "touch hurt"))
    anna.git("config", "remote.origin.url", url)
    let done = anna.galley("sync")
    #expect(done.code == 4)
    #expect(!FileManager.default.fileExists(atPath: anna.folder + "/hurt"))
  }

  @Test(
    "an address is read as git reads it",
    arguments: [
      "ssh://anna@news:2222/srv/news.git", "ssh://[::1]:2222/srv/news.git", "ssh://news/~anna/news.git",
      "ssh://news/a%20b%27c.git", "anna@news:news.git", "news:~anna/news.git", "[::1]:news.git",
      "anna@[news:2222]:it's here.git", "ssh://anna@[::1]/srv/news.git", "git+ssh://news/srv/news.git",
    ])
  func addresses(url: String) throws {
    let team = try TestTeam()
    let (ours, theirs) = (team.path("ours"), team.path("theirs"))
    let anna = try team.desk("anna")
    anna.git("config", "remote.origin.url", url)
    // git's own way to say what it would run, without its protocol and variant options.
    func asked(by program: String, _ words: [String], _ file: String) throws -> [Substring] {
      let script = try ssh(team, "printf '%s\\n' \"$@\" >\(file); echo 'Permission denied' >&2; exit 255")
      _ = run(
        program, words, in: anna.folder,
        environment: script.merging(["GIT_SSH_VARIANT": "ssh", "GIT_PROTOCOL_FROM_USER": "1"]) { $1 })
      return try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        .filter { $0 != "-o" && $0 != "SendEnv=GIT_PROTOCOL" }
    }
    #expect(
      try asked(by: galleyProgram, ["sync"], ours) == asked(by: "/usr/bin/git", ["fetch"], theirs))
  }

  /// Text that a pack can't make much smaller.
  static func noise(bytes: Int) -> String {
    var state: UInt64 = 42
    var text = ""
    while text.utf8.count < bytes {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      text += String(state, radix: 36) + (state >> 40 & 7 == 0 ? "\n" : " ")
    }
    return text + "\n"
  }
}

/// A name server of loopback's that takes questions and never answers.
private final class SilentNameServer {
  private let socket: Int32

  init() throws {
    socket = System.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(53).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0099).bigEndian
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(status == 0)
  }

  deinit { close(socket) }
}

/// A mount namespace in which the resolver has settings of the test's.
private enum Namespace {
  static let works =
    getuid() == 0 && GalleyTests.run("/usr/bin/unshare", ["-m", "true"], in: "/").code == 0

  static func run(
    _ words: [String], in folder: String, resolving settings: String, environment: [String: String]
  ) -> Finished {
    let script = "mount --bind \"$0\" /etc/resolv.conf && exec \"$@\""
    return GalleyTests.run(
      "/usr/bin/unshare", ["-m", "sh", "-c", script, settings] + words, in: folder, environment: environment)
  }
}
