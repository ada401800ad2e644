import Foundation
import Git
import Testing

@Suite("A repository is opened, made and configured as git does")
struct RepositoryTests {
  @Test("it is found from a folder inside it, and opened again by its location")
  func opening() throws {
    let scratch = try Scratch("--quiet")
    try scratch.commit("x", to: "a/b/file")
    let inside = try Repository(holding: scratch.path("a/b"))
    #expect(inside.workTree == scratch.folder + "/" && !inside.isBare)
    #expect(try Repository(inside.location).location == inside.location)
    #expect(inside.location.path == scratch.folder + "/.git/")
    #expect(inside.commonFolder == scratch.folder + "/.git/")
    #expect(gitError { _ = try Repository(openingAt: scratch.path("a/b")) }?.code == .notFound)
  }

  @Test("what isn't there is an error that says what was tried, in libgit2's words")
  func notFound() throws {
    let scratch = try Scratch()
    let error = try #require(gitError { _ = try Repository(openingAt: scratch.path("nowhere")) })
    #expect(error.code == .notFound)
    #expect(error.attempted == "open \(scratch.path("nowhere"))")
    #expect(error.message.contains("nowhere") && !error.isDamage)
  }

  @Test("a new repository's HEAD names the branch, unborn; making it again changes nothing")
  func creating() throws {
    let scratch = try Scratch()
    let made = try Repository(creatingAt: scratch.path("new/deep"), bare: false, branch: "refs/heads/main")
    #expect(try made.head() == .branch("refs/heads/main"))
    #expect(try made.reference("refs/heads/main") == nil)
    let bare = try Repository(creatingAt: scratch.path("bare.git"), bare: true, branch: "refs/heads/main")
    #expect(bare.isBare && bare.workTree == nil)
    try made.setConfiguration("galley.test", to: "kept")
    let again = try Repository(creatingAt: scratch.path("new/deep"), bare: false, branch: "refs/heads/main")
    #expect(again.configuration("galley.test") == "kept")
  }

  @Test("a setting is read as git wrote it, and git reads what is set")
  func configuration() throws {
    let scratch = try Scratch("--quiet")
    try scratch.git("config", "galley.remote", "shared \"one\"")
    let repository = try scratch.repository
    #expect(repository.configuration("galley.remote") == "shared \"one\"")
    #expect(repository.configuration("galley.missing") == nil)
    #expect(repository.configuration("no such key") == nil)
    try repository.setConfiguration("galley.remote", to: "Grüße; # all")
    #expect(repository.configuration("galley.remote") == "Grüße; # all")
    #expect(try scratch.git("config", "galley.remote") == "Grüße; # all")
    #expect(gitError { try repository.setConfiguration("noDot", to: "x") }?.class == .config)
  }

  @Test("HEAD on a branch, unborn or born, and detached")
  func head() throws {
    let scratch = try Scratch("--quiet")
    let repository = try scratch.repository
    #expect(try repository.head() == .branch("refs/heads/main"))
    let commit = try scratch.commit("x", to: "file")
    #expect(try repository.head() == .branch("refs/heads/main"))
    try scratch.git("checkout", "-q", "--detach")
    #expect(try repository.head() == .detached(commit))
  }

  @Test("the names of remotes and where they are")
  func remotes() throws {
    let scratch = try Scratch("--quiet")
    let repository = try scratch.repository
    #expect(try repository.remotes().isEmpty)
    try repository.addRemote("shared", url: "/srv/desk.git")
    #expect(try scratch.git("remote", "get-url", "shared") == "/srv/desk.git")
    #expect(try repository.remotes() == ["shared"])
    #expect(repository.remoteURL("shared") == "/srv/desk.git")
    #expect(gitError { try repository.addRemote("shared", url: "/elsewhere") }?.code == .exists)
  }
}
