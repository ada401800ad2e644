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
    #expect(unknown.err.contains("'git credential' gives none"))
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
}
