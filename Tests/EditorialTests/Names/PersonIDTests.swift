import Editorial
import Foundation
import TestSupport
import Testing

@Suite("Person ids")
struct PersonIDTests {
  @Test(
    "an e-mail becomes a component and back",
    arguments: [
      ("ann@example.org", "ann@example.org"),
      ("Ann@Example.ORG", "=41nn@example.org"),
      ("a.b+c_d-e@x.org", "a.b+c_d-e@x.org"),
      ("-rf@x.org", "=2drf@x.org"),
      (".git", "=2egit"),
      ("..", "=2e=2e"),
      ("a..b@x", "a=2e=2eb@x"),
      ("a@x.org.", "a@x.org=2e"),
      ("a@b.lock", "a@b=2elock"),
      ("a.lock", "a=2elock"),
      ("a=b@x", "a=3db@x"),
      ("a/b@x", "a=2fb@x"),
      ("a@{1}", "a@=7b1=7d"),
      ("@", "=40"),
      ("é@x.org", "=c3=a9@x.org"),
      ("git~1", "git=7e1"),
    ])
  func encoding(email: String, component: String) throws {
    let person = try PersonID(email: email)
    #expect(person.component == component)
    let back = try PersonID(component: component)
    #expect(back == person)
    let lowered = email.split(separator: "@", omittingEmptySubsequences: false)
    let domain = lowered.count > 1 ? "@" + lowered[lowered.count - 1].lowercased() : ""
    #expect(back.email == lowered.dropLast(lowered.count > 1 ? 1 : 0).joined(separator: "@") + domain)
  }

  @Test(
    "an e-mail that can't be used is refused with the way to set it",
    arguments: [
      "", " ", "a b@x", "a@x\n", "a\u{0}@x", "a@x\u{7f}", "<a@x>", "a\u{a0}@x", "a\u{200b}@x", "a\u{202e}@x",
      String(repeating: "a", count: 201), String(repeating: "é", count: 40) + "@x",
    ])
  func refused(email: String) throws {
    let error = try #require(throws: InvalidValue.self) { try PersonID(email: email) }
    #expect(error.remedy.contains("git config user.email"))
  }

  @Test(
    "a component that no e-mail makes is refused",
    arguments: [
      "", "..", ".git", "A@x", "a@X", "=61", "a=2", "a=", "a=2E=2Eb", "a=zz", "a/b", "a@=58", "a.lock",
      "a..b", "a.", "-a", "a b", "=ff@x", "=0a", "=20", "a=3cb",
    ])
  func foreignComponent(component: String) {
    #expect(throws: InvalidValue.self) { try PersonID(component: component) }
  }

  @Test("no two e-mails share a component, and git takes every component in a ref")
  func injective() throws {
    var random = SeededRandom(seed: 11)
    var emails: [String: String] = [:]
    let alphabet = Array("abAB01-_+@.=./lockLOCK~^:?*[]\\{}'\"éÉ水😀%#!$&;|`\u{301}")
    for _ in 0..<20_000 {
      let length = Int.random(in: 1..<10, using: &random)
      var email = String((0..<length).compactMap { _ in alphabet.randomElement(using: &random) })
      if Int.random(in: 0..<4, using: &random) == 0 { email += ".lock" }
      guard let person = try? PersonID(email: email) else { continue }
      #expect(try PersonID(component: person.component) == person)
      if let other = emails.updateValue(person.email, forKey: person.component) {
        #expect(Array(other.utf8) == Array(person.email.utf8))
      }
      #expect(person.component == person.component.lowercased())
    }
    #expect(emails.count > 10_000)
    let sample = emails.keys.sorted().enumerated().filter { $0.offset % 60 == 0 }.map(\.element)
    #expect(try refusedByGit(sample) == [])
  }

  @Test("the check with git can fail")
  func checkIsSharp() throws {
    #expect(try refusedByGit(["a..b", "fine"]) == ["a..b"])
  }

  private func refusedByGit(_ components: [String]) throws -> [String] {
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = [
      "-c", "while read -r id; do git check-ref-format \"refs/heads/review/a/r1/$id\" || echo \"$id\"; done",
    ]
    let input = Pipe()
    let output = Pipe()
    shell.standardInput = input
    shell.standardOutput = output
    try shell.run()
    input.fileHandleForWriting.write(Data((components.joined(separator: "\n") + "\n").utf8))
    try input.fileHandleForWriting.close()
    let refused = output.fileHandleForReading.readDataToEndOfFile()
    shell.waitUntilExit()
    return String(decoding: refused, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
