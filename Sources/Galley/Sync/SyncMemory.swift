import Editorial
import Git
import System

/// What a desk remembers from one sync to the next beside git's own: `.git/galley/sync`, a fact a line.
struct SyncMemory: Equatable {
  enum Fact: String {
    /// A branch whose removal the remote declined, at its commit there.
    case kept
    /// A branch that was sent again after the remote had lost it, at its commit.
    case sentAgain = "sent-again"
    /// A branch that isn't sent, at this desk's commit, and why: declined, removed or rewritten there.
    case waits
    /// A commit that the remote's history lost and that was let go here.
    case letGo = "let-go"
  }

  struct Line: Hashable {
    let fact: String
    let branch: String
    let commit: ObjectID
    var words = ""
  }

  private var lines: Set<Line> = []

  init() {}

  init(of desk: Desk) {
    guard let bytes = readFile(desk.repository.ownFile("sync")) else { return }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 4, let commit = ObjectID(hex: parts[2]) else { continue }
      lines.insert(Line(fact: parts[0], branch: parts[1], commit: commit, words: parts[3]))
    }
  }

  func holds(_ fact: Fact, _ branch: DeskBranch, _ commit: ObjectID?) -> Bool {
    lines.contains { $0.fact == fact.rawValue && $0.branch == branch.name && $0.commit == commit }
  }

  mutating func note(_ fact: Fact, _ branch: DeskBranch, _ commit: ObjectID, _ words: String = "") {
    if fact != .letGo { forget(fact, branch) }
    let plain = String(words.map { $0.isNewline ? " " : $0 }.prefix(500))
    lines.insert(Line(fact: fact.rawValue, branch: branch.name, commit: commit, words: plain))
  }

  mutating func forget(_ fact: Fact, _ branch: DeskBranch) {
    lines = lines.filter { $0.fact != fact.rawValue || $0.branch != branch.name }
  }

  var letGo: [ObjectID] { lines.filter { $0.fact == Fact.letGo.rawValue }.map(\.commit) }

  /// What isn't sent, by branch.
  var waiting: [(branch: DeskBranch, commit: ObjectID, reason: String)] {
    lines.filter { $0.fact == Fact.waits.rawValue }.compactMap { line in
      DeskBranch(name: line.branch).map { ($0, line.commit, line.words) }
    }.sorted { $0.branch.reference < $1.branch.reference }
  }

  /// Writes it down, if it changed. What can't be written is told once more the next time.
  func store(_ desk: Desk, instead before: SyncMemory) {
    guard self != before else { return }
    let text = lines.map { "\($0.fact) \($0.branch) \($0.commit) \($0.words)\n" }.sorted().joined()
    desk.repository.keep(text, in: "sync")
  }
}
