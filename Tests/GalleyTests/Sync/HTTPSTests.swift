import Foundation
import Testing

@Suite(
  "Remotes over https", .enabled(if: HTTPServer.isInstalled, "no nginx, fcgiwrap, openssl or htpasswd here"))
struct HTTPSTests {
  private static let text = "The rivers rise in the north.\n"

  @Test(
    "desks clone and sync through TLS and passwords of git's credential helpers, which keep what was right")
  func sync() throws {
    let team = try TestTeam()
    let server = try HTTPServer(root: team.folder, people: ["anna", "ben"])
    let (anna, ben) = try (
      team.desk("anna", url: server.url(), environment: server.configuration(of: "anna")),
      team.desk("ben", url: server.url(), environment: server.configuration(of: "ben"))
    )
    #expect(anna.start("rivers", Self.text).code == 0)
    #expect(anna.galley("sync").code == 0)
    #expect(ben.galley("sync").code == 0)
    #expect(ben.galley("annotate", "rivers", "--quote", "north", "--query", "Which?").code == 0)
    for desk in [ben, anna] {
      let done = desk.galley("sync")
      #expect(done.code == 0, "\(done.err)")
    }
    #expect(anna.branches == ben.branches && anna.isSound)
    #expect(server.told("anna").contains("store") && !server.told("anna").contains("erase"))
  }

  @Test("a wrong password is told, exit 4, and the helpers are told to forget it")
  func wrongPassword() throws {
    let team = try TestTeam()
    let server = try HTTPServer(root: team.folder, people: ["anna"])
    var anna = try team.desk("anna", url: server.url(), environment: server.configuration(of: "anna"))
    #expect(anna.start("rivers", Self.text).code == 0)
    anna.environment = try server.configuration(of: "anna", password: "wrong")
    let done = anna.galley("sync")
    #expect(done.code == 4)
    #expect(done.err.contains("doesn't let you in"))
    #expect(server.told("anna").last == "erase")
    anna.environment["GIT_CONFIG_GLOBAL"] = "/dev/null"
    anna.environment["GIT_SSL_CAINFO"] = server.authority
    let unknown = anna.galley("sync")
    #expect(unknown.code == 4)
    #expect(unknown.err.contains("'git credential' gives them"))
  }

  @Test("a certificate of an authority that isn't trusted is refused before anything is sent")
  func untrusted() throws {
    let team = try TestTeam()
    let server = try HTTPServer(root: team.folder, people: ["anna"])
    var anna = try team.desk("anna", url: server.url(), environment: server.configuration(of: "anna"))
    anna.environment["GIT_SSL_CAINFO"] = "/etc/ssl/certs/ca-certificates.crt"
    let before = server.told("anna").count
    let done = anna.galley("sync")
    #expect(done.code == 4)
    #expect(done.err.contains("can't be trusted"), "\(done.err)")
    #expect(server.told("anna").count == before)
    anna.environment["GIT_SSL_NO_VERIFY"] = "1"
    #expect(anna.galley("sync").code == 0)
  }

  @Test("http.proxy of git's configuration is used")
  func proxy() throws {
    let team = try TestTeam()
    let server = try HTTPServer(root: team.folder, people: ["anna"])
    let anna = try team.desk("anna", url: server.url(), environment: server.configuration(of: "anna"))
    let proxy = try LoopbackProxy(to: nil)
    anna.git("config", "http.proxy", "http://127.0.0.1:\(proxy.port)")
    #expect(anna.start("rivers", Self.text).code == 0)
    let done = anna.galley("sync")
    #expect(done.code == 0, "\(done.err)")
    #expect(proxy.count > 0)
  }

  @Test(
    "a connection that is cut half-way is an error, nothing is lost, and the next sync works",
    arguments: [0, 200, 3_000, 30_000])
  func cut(bytes: Int) throws {
    let team = try TestTeam()
    let server = try HTTPServer(root: team.folder, people: ["anna"])
    let anna = try team.desk("anna", url: server.url(), environment: server.configuration(of: "anna"))
    let ben = try team.desk("ben")
    #expect(ben.start("noise", BrokenRemoteTests.noise(bytes: 90_000)).code == 0)
    #expect(ben.galley("sync").code == 0)
    #expect(anna.start("rivers", Self.text).code == 0)
    let before = anna.branches
    let proxy = try LoopbackProxy(to: server.port, limit: bytes)
    anna.git("remote", "set-url", "origin", server.url(port: proxy.port))
    let done = anna.galley("sync")
    #expect(done.code == 4, "\(done.err)")
    #expect(proxy.count >= 3, "\(done.err)")
    #expect(anna.branches == before && anna.isSound)
    anna.git("remote", "set-url", "origin", server.url())
    #expect(anna.galley("sync").code == 0)
    #expect(ben.galley("sync").code == 0)
    #expect(anna.branches == ben.branches && anna.isSound)
  }

  @Test(
    "a server that falls silent is given up, while connecting and in the middle of a pack",
    arguments: [0, 3_000, 30_000])
  func silent(bytes: Int) throws {
    let team = try TestTeam()
    let server = try HTTPServer(root: team.folder, people: ["anna"])
    var anna = try team.desk("anna", url: server.url(), environment: server.configuration(of: "anna"))
    let ben = try team.desk("ben")
    #expect(ben.start("noise", BrokenRemoteTests.noise(bytes: 90_000)).code == 0)
    #expect(ben.galley("sync").code == 0)
    let proxy = try LoopbackProxy(to: server.port, limit: bytes, after: .silence)
    anna.git("remote", "set-url", "origin", server.url(port: proxy.port))
    anna.environment["GALLEY_TIMEOUT"] = "1"
    let done = anna.galley("sync")
    #expect(done.code == 4)
    #expect(done.err.contains("doesn't answer"), "\(done.err)")
  }

  @Test("a server that goes on at a few bytes a second is given up as well")
  func crawling() throws {
    let team = try TestTeam()
    let server = try HTTPServer(root: team.folder, people: ["anna"])
    var anna = try team.desk("anna", url: server.url(), environment: server.configuration(of: "anna"))
    let proxy = try LoopbackProxy(to: server.port, limit: 200, after: .crawl)
    anna.git("remote", "set-url", "origin", server.url(port: proxy.port))
    anna.environment["GALLEY_TIMEOUT"] = "1"
    let done = anna.galley("sync")
    #expect(done.code == 4)
    #expect(
      done.err.contains("doesn't answer: less than 100 bytes a second came for 5 seconds"), "\(done.err)")
  }

  /// A guarded remote behind the web server, and a desk of somebody who logs in there by e-mail.
  private func guarded(
    gated: Bool = false
  ) throws -> (TestTeam, HTTPServer, desk: (String) throws -> TestDesk) {
    let team = try TestTeam()
    try team.guardRemote()
    let people = ["anna", "ben", "cara", "edda"].map { "\($0)@example.org" }
    let server = try HTTPServer(root: team.folder, people: people, gated: gated)
    return (
      team, server,
      { name in
        let environment = try server.configuration(of: "\(name)@example.org")
        return try team.desk(name, url: server.url(), environment: environment)
      }
    )
  }

  @Test("our hooks know the pusher by REMOTE_USER, and what they refuse is told as plain git tells it")
  func guardedRemote() throws {
    let (team, server, desk) = try guarded()
    let (anna, ben) = try (desk("anna"), desk("ben"))
    #expect(anna.start("rivers", Self.text).code == 0)
    #expect(anna.galley("sync").code == 0)
    #expect(ben.galley("sync").code == 0)
    #expect(ben.galley("annotate", "rivers", "--quote", "north", "--query", "Which?").code == 0)
    let started = try ben.forge(
      on: nil, [ForgedFile("articles/by-ben/index.md", "Not mine to start.\n")], message: "Start")
    #expect(ben.git("branch", "revision/by-ben/r1", started).code == 0)
    // What one's own environment says is nothing to the server.
    let lie = ["GALLEY_USER": "edda@example.org", "REMOTE_USER": "edda@example.org"]
    let done = run(galleyProgram, ["sync"], in: ben.folder, environment: ben.environment.merging(lie) { $1 })
    #expect(done.code == 1)
    #expect(
      done.err.contains("the remote declined revision/by-ben/r1: pre-receive hook declined"), "\(done.err)")
    #expect(done.out.contains("sent      the review of rivers r1 by ben@example.org"), "\(done.out)")
    let plain = ben.plainGit(["push", "origin", "revision/by-ben/r1"])
    func words(_ text: String) -> [String] {
      text.split(separator: "\n").filter { $0.hasPrefix("remote: galley:") }.map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    }
    #expect(
      !words(plain.err).isEmpty && words(done.out).suffix(1) == words(plain.err).suffix(1), "\(plain.err)")
    #expect(
      !team.remoteReferences.contains("by-ben") && team.remoteReferences.contains("review/rivers/r1/ben"))
    #expect(anna.galley("sync").code == 0)
    #expect(
      try anna.json("annotations", "rivers").count == 1 && server.told("ben@example.org").last == "store")
  }

  @Test("galley gate before http-backend hides a blind review from everybody but its writer and editors")
  func blind() throws {
    let (_, server, desk) = try guarded(gated: true)
    let (anna, ben, cara, edda) = try (desk("anna"), desk("ben"), desk("cara"), desk("edda"))
    #expect(anna.start("rivers", Self.text).code == 0)
    #expect(anna.galley("submit", "rivers", "--reviewers", "Ben,Cara", "--blind").code == 0)
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }
    #expect(ben.galley("annotate", "rivers", "--quote", "north", "--comment", "Hm").code == 0)
    #expect(ben.galley("sync").code == 0)
    let branch = "refs/heads/review/rivers/r1/ben@example.org"
    let tip = try ben.id(["rev-parse", branch])
    func sees(_ desk: TestDesk) -> Bool { desk.plainGit(["ls-remote", "origin"]).out.contains(branch) }
    #expect(sees(ben) && sees(edda) && !sees(cara) && !sees(anna))
    for version in ["0", "2"] {
      for wanted in [branch, tip] {
        let done = cara.plainGit(["-c", "protocol.version=\(version)", "fetch", "-q", "origin", wanted])
        #expect(done.code != 0, "\(wanted) by version \(version)")
      }
    }
    // Nor as files, nor by a way out of the folder.
    let loose = "objects/\(tip.prefix(2))/\(tip.dropFirst(2))"
    for path in ["info/refs", "HEAD", loose, "objects/info/packs", "../remote.git/info/refs", "%2e%2e/x"] {
      let answer = run(
        "/usr/bin/curl",
        [
          "-s", "--path-as-is", "--cacert", server.authority, "-u", "cara@example.org:\(HTTPServer.password)",
          "\(server.url())/\(path)",
        ], in: "/")
      #expect(
        answer.code == 0 && !answer.out.contains(tip) && !answer.out.contains("blob"), "\(path): \(answer)")
    }
    #expect(edda.galley("sync").code == 0)
    #expect(edda.galley("merge", "rivers").code == 0)
    for desk in [edda, cara] { #expect(desk.galley("sync").code == 0) }
    #expect(sees(cara))
    #expect(cara.plainGit(["cat-file", "-e", tip]).code == 0)
  }
}
