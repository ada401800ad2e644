import Git
import System

/// What people did on a desk last, so that it can be taken back: `.git/galley/acts`, a line an act and a line for each
/// reference that it moved. Only a help: what can't be written is not taken back so easily.
public struct ActLog: Sendable {
  public struct Act: Sendable, Hashable {
    public let at: Timestamp
    public let email: String
    /// As in the reflog: `galley save rivers`.
    public let reason: String
    public internal(set) var updates: [ReferenceUpdate]
    public internal(set) var isUndone = false
  }

  /// Whether a change of references is something that a person did.
  public enum Kind: Sendable {
    case act
    /// Of the act before, in the same command.
    case restOfAct
    case noAct
  }

  public private(set) var acts: [Act] = []

  private static let kept = 50

  public init(of desk: Desk) {
    guard let bytes = readFile(desk.repository.ownFile("acts")) else { return }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
      if parts.first == "act", parts.count == 5, let at = try? Timestamp(parts[1]) {
        acts.append(
          Act(at: at, email: parts[3], reason: parts[4], updates: [], isUndone: parts[2] == "undone"))
      } else if parts.first == "ref", parts.count == 4, !acts.isEmpty {
        func id(_ hex: String) -> ObjectID? { ObjectID(hex: hex).flatMap { $0 == .zero ? nil : $0 } }
        acts[acts.count - 1].updates.append(ReferenceUpdate(parts[1], from: id(parts[2]), to: id(parts[3])))
      }
    }
  }

  /// Of a new act on, what was taken back before is not done again.
  mutating func add(
    _ updates: [ReferenceUpdate], _ reason: String, _ kind: Kind, by email: String, at time: Timestamp
  ) {
    if kind == .restOfAct, let last = acts.indices.last, acts[last].reason == reason,
      acts[last].email == email
    {
      acts[last].updates += updates
      return
    }
    acts.removeAll { $0.isUndone && $0.email == email }
    acts.append(Act(at: time, email: email, reason: reason, updates: updates))
    acts = acts.suffix(Self.kept)
  }

  public mutating func mark(_ index: Int, undone: Bool) { acts[index].isUndone = undone }

  /// Forgets an act and what was done after it.
  public mutating func forget(from index: Int) { acts = Array(acts.prefix(index)) }

  public func store(_ desk: Desk) {
    func name(_ id: ObjectID?) -> String { (id ?? .zero).description }
    let text = acts.map { act in
      "act \(act.at.utc) \(act.isUndone ? "undone" : "done") \(act.email) \(act.reason)\n"
        + act.updates.map { "ref \($0.name) \(name($0.old)) \(name($0.new))\n" }.joined()
    }.joined()
    desk.repository.keep(text, in: "acts")
  }
}

extension Desk {
  /// Writes down what somebody did.
  func note(_ updates: [ReferenceUpdate], _ reason: String, _ kind: ActLog.Kind) {
    guard kind != .noAct, !updates.isEmpty, let person = try? person(), !person.email.contains("\n") else {
      return
    }
    var log = ActLog(of: self)
    log.add(updates, reason.split(separator: "\n").joined(separator: " "), kind, by: person.email, at: now())
    log.store(self)
  }
}
