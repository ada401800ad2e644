import Foundation
import Testing

extension TestTeam {
  /// People and rules for the remote, which its hooks hold everybody to from now on.
  func guardRemote(rules: String = "no-open-query: true") throws {
    let setup = try desk("setup")
    try setup.write(
      """
      people:
        - {name: Anna, email: anna@example.org, roles: [author]}
        - {name: Alma, email: alma@example.org, roles: [author]}
        - {name: Ben, email: ben@example.org, roles: [reviewer], login: benny}
        - {name: Cara, email: cara@example.org, roles: [reviewer]}
        - {name: Edda, email: edda@example.org, roles: [editor]}
      rules:
      \(rules.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))

      """, to: "galley.yaml")
    #expect(setup.git("commit", "-qam", "Name the people").code == 0)
    #expect(setup.git("push", "-q", "origin", "main").code == 0)
    try expect("hooks", "install", "--repo", path("remote.git"), in: folder.path)
  }

  /// A desk of a person whom the server knows by e-mail.
  func member(_ name: String) throws -> TestDesk {
    try desk(name, environment: ["GALLEY_USER": "\(name)@example.org"])
  }

  /// All references of the remote with their objects.
  var remoteReferences: String {
    run("/usr/bin/env", ["git", "for-each-ref", "--format=%(refname) %(objectname)"], in: path("remote.git"))
      .out
  }

  var isRemoteSound: Bool {
    run("/usr/bin/env", ["git", "fsck", "--strict"], in: path("remote.git")).code == 0
  }
}

/// A file of a commit that is made by hand.
struct ForgedFile {
  var path: String
  var content: Data
  var mode = "100644"

  init(_ path: String, _ content: String, mode: String = "100644") {
    self.init(path, bytes: Data(content.utf8), mode: mode)
  }

  init(_ path: String, bytes: Data, mode: String = "100644") {
    self.path = path
    content = bytes
    self.mode = mode
  }
}

extension TestDesk {
  /// Runs git as this person, in the server's eyes too.
  @discardableResult
  func plainGit(
    _ words: [String], input: Data = Data(), environment more: [String: String] = [:]
  ) -> Finished {
    run(
      "/usr/bin/env", ["git"] + words, in: folder, environment: environment.merging(more) { $1 }, input: input
    )
  }

  func id(_ words: [String], input: Data = Data(), environment more: [String: String] = [:]) throws -> String
  {
    let done = plainGit(words, input: input, environment: more)
    try #require(done.code == 0, "git \(words): \(done.err)")
    return done.out.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func blob(_ content: Data) throws -> String { try id(["hash-object", "-w", "--stdin"], input: content) }

  /// Makes a commit by plumbing: no index, no working tree and no check of ours comes between.
  func forge(
    on base: String?, _ files: [ForgedFile] = [], removing gone: [String] = [],
    as author: (name: String, email: String)? = nil, message: String = "By hand", merging more: [String] = []
  ) throws -> String {
    let index = ["GIT_INDEX_FILE": folder + "/.git/forged-index"]
    try? FileManager.default.removeItem(atPath: folder + "/.git/forged-index")
    if let base { _ = try id(["read-tree", base], environment: index) }
    for file in files {
      let object = file.mode == "160000" ? String(repeating: "1", count: 40) : try blob(file.content)
      _ = try id(
        ["update-index", "--add", "--cacheinfo", "\(file.mode),\(object),\(file.path)"], environment: index)
    }
    for path in gone { _ = try id(["update-index", "--force-remove", path], environment: index) }
    let tree = try id(["write-tree"], environment: index)
    return try commit(tree: tree, parents: (base.map { [$0] } ?? []) + more, as: author, message: message)
  }

  func commit(
    tree: String, parents: [String], as author: (name: String, email: String)? = nil,
    message: String = "By hand"
  ) throws -> String {
    var who: [String: String] = [:]
    if let author {
      who = [
        "GIT_AUTHOR_NAME": author.name, "GIT_AUTHOR_EMAIL": author.email, "GIT_COMMITTER_NAME": author.name,
        "GIT_COMMITTER_EMAIL": author.email,
      ]
    }
    return try id(
      ["commit-tree", tree] + parents.flatMap { ["-p", $0] } + ["-m", message], environment: who)
  }

  /// A tree with exactly these bytes, however malformed.
  func rawTree(_ entries: [(mode: String, name: String, id: String)]) throws -> String {
    var bytes = Data()
    for entry in entries {
      bytes += Data("\(entry.mode) \(entry.name)\0".utf8)
      let digits = Array(entry.id)
      for place in stride(from: 0, to: 40, by: 2) {
        bytes.append(try #require(UInt8(String(digits[place...place + 1]), radix: 16)))
      }
    }
    return try id(["hash-object", "-t", "tree", "-w", "--literally", "--stdin"], input: bytes)
  }

  func push(_ refspecs: String..., options: [String] = []) -> Finished {
    let done = plainGit(["push", "-q"] + options + ["origin"] + refspecs)
    countPush(isRefused: done.code != 0)
    return done
  }

  /// Adds to the file in which scripts/attack counts.
  func countPush(isRefused: Bool) {
    guard let path = ProcessInfo.processInfo.environment["GALLEY_PUSHES"],
      let file = fopen(path, "a")
    else { return }
    fputs(isRefused ? "refused\n" : "taken\n", file)
    fclose(file)
  }
}

/// A Web Annotation as a file, made by hand.
func forgedAnnotation(
  _ id: String, by email: String, motivation: String = "commenting", value: String = "Hm.",
  slug: String = "rivers", about parent: String? = nil
) -> String {
  let target = parent.map { "\"urn:uuid:\($0)\"" } ?? "{\"source\": \"articles/\(slug)/index.md\"}"
  return """
    {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:uuid:\(id)", "type": "Annotation",
     "motivation": "\(motivation)", "creator": {"type": "Person", "name": "X", "email": "\(email)"},
     "created": "2026-11-24T10:00:00Z",
     "body": {"type": "TextualBody", "value": "\(value)", "purpose": "\(motivation)"},
     "target": \(target)}
    """
}

func newID() -> String { UUID().uuidString.lowercased() }
