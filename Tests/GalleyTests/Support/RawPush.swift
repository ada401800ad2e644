import Foundation
import Testing

/// One line of git's push protocol.
struct RawCommand {
  static let none = String(repeating: "0", count: 40)

  var old = none
  let new: String
  let reference: String
}

extension TestDesk {
  /// Pushes by hand what git's own client would not send, to the receive-pack of the team's remote.
  ///
  /// - Parameter objects: what to send, as `git rev-list` takes it; an empty pack if nothing.
  func rawPush(
    _ commands: [RawCommand], sending objects: [String], capabilities: String = "report-status"
  ) throws -> Finished {
    var lines = Data()
    for (index, command) in commands.enumerated() {
      let text =
        "\(command.old) \(command.new) \(command.reference)" + (index == 0 ? "\0\(capabilities)" : "") + "\n"
      lines += Data(String(format: "%04x", text.utf8.count + 4).utf8) + Data(text.utf8)
    }
    lines += Data("0000".utf8)
    let (request, revisions) = (team.path("\(name).request"), team.path("\(name).revisions"))
    try lines.write(to: URL(fileURLWithPath: request))
    try Data((objects.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: revisions))
    let done = run(
      "/bin/sh",
      [
        "-c",
        "{ cat '\(request)'; git pack-objects --stdout --revs -q <'\(revisions)'; } | git receive-pack '\(team.path("remote.git"))'",
      ], in: folder, environment: environment)
    countPush(isRefused: done.out.contains("ng "))
    return done
  }

  /// A commit of exactly these bytes.
  func rawCommit(_ text: String) throws -> String {
    try id(["hash-object", "-t", "commit", "-w", "--literally", "--stdin"], input: Data(text.utf8))
  }
}
