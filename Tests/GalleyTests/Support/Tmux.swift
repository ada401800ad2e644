import Foundation
import Testing

/// A terminal in which a person types: a session of tmux with a shell on a desk.
final class Tmux {
  static let isHere = run("/bin/sh", ["-c", "command -v tmux"], in: "/").code == 0

  private let socket: String
  private let folder: String

  init(on desk: TestDesk, columns: Int = 100, rows: Int = 50, environment: [String: String] = [:]) throws {
    socket = desk.team.path("tmux")
    folder = desk.folder
    let variables = environment.merging(["HOME": desk.folder, "NO_COLOR": "1", "GIT_CONFIG_NOSYSTEM": "1"]) {
      $1
    }
    let settings = variables.map { "\($0)='\($1)'" }.sorted().joined(separator: " ")
    let shell = "env \(settings) PS1='$ ' PATH=\"\(bin(desk)):$PATH\" sh"
    // The server lives on: it must not keep open by what Foundation notices the end of a program.
    let start = #"for n in {3..255}; do eval "exec $n>&-"; done; exec tmux "$@""#
    let words = [
      "-S", socket, "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", shell,
    ]
    let done = run("/bin/bash", ["-c", start, "tmux"] + words, in: folder)
    try #require(done.code == 0, "\(done.err)")
  }

  deinit { tmux("kill-server") }

  private func bin(_ desk: TestDesk) -> String {
    let bin = desk.team.path("bin")
    try? FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
    try? FileManager.default.createSymbolicLink(
      atPath: "\(bin)/galley", withDestinationPath: galleyProgram)
    return bin
  }

  @discardableResult
  private func tmux(_ words: String...) -> Finished {
    run("/usr/bin/env", ["tmux", "-S", socket] + words, in: folder)
  }

  /// Types a line and Enter, and waits until the screen says something that it didn't show as often before.
  @discardableResult
  func type(_ line: String, until words: String, sourceLocation: SourceLocation = #_sourceLocation) -> String
  {
    let before = count(of: words, in: screen)
    if !line.isEmpty { tmux("send-keys", "-l", line) }
    tmux("send-keys", "Enter")
    return wait(for: words, moreThan: before, sourceLocation)
  }

  /// Presses keys by tmux's names of them, as `C-c`.
  @discardableResult
  func press(_ key: String, until words: String, sourceLocation: SourceLocation = #_sourceLocation) -> String
  {
    let before = count(of: words, in: screen)
    tmux("send-keys", key)
    return wait(for: words, moreThan: before, sourceLocation)
  }

  /// All that was shown, the lines that scrolled away too.
  var screen: String { tmux("capture-pane", "-p", "-J", "-S", "-2000").out }

  private func count(of words: String, in text: String) -> Int { text.components(separatedBy: words).count }

  private func wait(for words: String, moreThan before: Int, _ sourceLocation: SourceLocation) -> String {
    // Until it is there: a loaded machine takes long.
    for _ in 0..<400 {
      let screen = screen
      if count(of: words, in: screen) > before { return screen }
      usleep(50_000)
    }
    Issue.record("the terminal never says '\(words)':\n\(screen)", sourceLocation: sourceLocation)
    return screen
  }
}
