import Editorial
import Git

/// Something that is wrong with a desk's repository.
public struct Finding: Sendable, Hashable {
  public enum Kind: String, Sendable {
    case repository, configuration, head, index, reference, object, rules, text, lock, hook
  }

  public let kind: Kind
  /// The thing and what is wrong with it.
  public let what: String
  /// What it hurts; empty for nothing but itself.
  public let hurts: String
  /// The next step, as a sentence, for what the doctor can't mend.
  public let remedy: String
  public var isMended = false

  /// Whether the repository is damaged, and not just held up.
  public var isDamage: Bool { kind != .lock && kind != .hook }
}

/// What the doctor found.
public struct Examination: Sendable {
  public var findings: [Finding] = []
  /// The branches of the desk, and whether all that each needs is there.
  public var branches: [(name: String, isWhole: Bool)] = []
  public var objects = 0
  public var notes: [String] = []

  public init() {}

  public var isDamaged: Bool { findings.contains { $0.isDamage && !$0.isMended } }
  public var isHealthy: Bool { findings.allSatisfy(\.isMended) }
}

/// Examines the repository that holds a folder, even one that can't be opened, and mends what can be mended: from
/// its own logs, from what is known of the remote, and from the remote.
///
/// - Parameter repairs: false changes nothing.
public func examineDesk(
  in folder: String, repairs: Bool, environment: [String: String]
) throws -> Examination {
  guard let closed = ClosedRepository(holding: folder) else {
    throw Refusal(
      "there is no git repository in \(folder)",
      "Name one with --repo DIR, or join a desk again with 'galley clone URL'.")
  }
  var examination = Examination()
  examineShell(closed, repairs: repairs, into: &examination)
  let repository: Repository
  do {
    repository = try Repository(openingAt: closed.place)
  } catch {
    guard error.unsupportedFormat == nil else { throw error }
    if examination.findings.isEmpty {
      examination.findings.append(
        Finding(
          kind: .repository, what: "it can't be opened: \(error.message)", hurts: "everything",
          remedy: "Clone it again from the remote; what was never sent is in \(closed.folder)."))
    }
    return examination
  }
  if let clone = IncompleteClone(repository) {
    examination.notes.append(
      "this desk is a \(clone == .shallow ? "shallow" : "partial") clone: \(clone.whole)")
  }
  let desk = Desk(repository: repository, environment: environment)
  let doctor = Doctor(desk)
  if repairs { try doctor.mend(into: &examination) } else { try doctor.examine(into: &examination) }
  // Whom an anonymous round hides can be told only where the desk can still be read.
  for masks in (try? desk.allMasks()) ?? [] { examination.mask(masks.masked) }
  return examination
}

extension Examination {
  fileprivate mutating func mask(_ masked: (String) -> String) {
    branches = branches.map { (masked($0.name), $0.isWhole) }
    notes = notes.map(masked)
    findings = findings.map {
      Finding(
        kind: $0.kind, what: masked($0.what), hurts: masked($0.hurts), remedy: masked($0.remedy),
        isMended: $0.isMended)
    }
  }
}

/// HEAD and the configuration: without them nothing else can be opened.
private func examineShell(_ closed: ClosedRepository, repairs: Bool, into examination: inout Examination) {
  if !closed.hasHead {
    let isMended = repairs && closed.writeHead(DeskBranch.main.reference)
    examination.findings.append(
      Finding(
        kind: .head, what: "HEAD names nothing", hurts: "every command",
        remedy: "Run 'galley doctor --repair': it lets HEAD name main.", isMended: isMended))
  }
  if let damaged = closed.configurationTrouble {
    let isMended = repairs && closed.mendConfiguration()
    let places =
      damaged.isEmpty
      ? ["it can't be read"]
      : damaged.map { "line \($0.number) can't be read: \(withoutCredentials($0.text))" }
    for place in places {
      examination.findings.append(
        Finding(
          kind: .configuration, what: "\(closed.folder)config, \(place)", hurts: "every command",
          remedy: "Mend it with an editor, or let 'galley doctor --repair' make a comment of it.",
          isMended: isMended))
    }
    if isMended {
      examination.notes.append(
        "what git can't read of its configuration is a comment now ('# doctor:'); look at it, and at 'git remote -v'"
      )
    }
  }
  if let damaged = closed.packedReferencesTrouble {
    let isMended = repairs && closed.mendPackedReferences()
    for line in damaged {
      examination.findings.append(
        Finding(
          kind: .reference,
          what: "\(closed.folder)packed-refs, line \(line.number) can't be read: \(line.text)",
          hurts: "every branch that is listed there",
          remedy: "Run 'galley doctor --repair': it takes the line out and looks for the branch in the logs.",
          isMended: isMended))
    }
  }
}

/// One examination of a repository that can be opened.
struct Doctor {
  let desk: Desk
  var repository: Repository { desk.repository }

  init(_ desk: Desk) { self.desk = desk }

  func examine(into examination: inout Examination) throws {
    let check = try ObjectCheck(repository)
    for name in repository.allReferenceNames() + lostBranches() {
      let branch = DeskBranch(reference: name)
      let shown = branch?.name ?? name
      let tip = try? repository.reference(name)
      if let tip { check.read(tip, named: shown) }
      if let branch { examination.branches.append((branch.name, tip.map(check.isWhole) ?? false)) }
      if tip == nil, !name.hasSuffix("/HEAD") {
        examination.findings.append(
          Finding(
            kind: .reference, what: "\(shown) names nothing that can be read", hurts: shown,
            remedy: "Set it to a commit that you know with 'git update-ref \(name) COMMIT'."))
      }
    }
    examination.objects = check.count
    if check.promised > 0 {
      examination.notes.append("\(check.promised) objects are left to the remote of this partial clone")
    }
    for damaged in check.damaged.values.sorted(by: { ($0.place, $0.id) < ($1.place, $1.id) }) {
      examination.findings.append(
        Finding(
          kind: .object,
          what: damaged.isMissing
            ? "object \(damaged.id) is missing" : "object \(damaged.id) is damaged: \(damaged.reason)",
          hurts: damaged.place,
          remedy: "Look for it on another desk: there, 'git cat-file -p \(damaged.id.short)' shows it."))
    }
    let isConfigured = !examination.findings.contains { $0.kind == .configuration && !$0.isMended }
    if isConfigured, let trouble = repository.indexTrouble {
      examination.findings.append(
        Finding(
          kind: .index, what: "the index can't be read: \(trouble.split(separator: "\n").first ?? "")",
          hurts: "commands that touch the working tree",
          remedy: "Run 'galley doctor --repair': it makes it anew from HEAD; your files stay as they are."))
    }
    examination.findings += damagedTexts().map(finding)
    for hook in HookInstaller.brokenHooks(of: repository) {
      examination.findings.append(
        Finding(
          kind: .hook, what: "\(hook.path) calls \(hook.program), which isn't there",
          hurts: "all that git asks this hook about",
          remedy: "Install the hooks again with 'galley hooks install'."))
    }
    for lock in repository.abandonedLocks() {
      examination.findings.append(
        Finding(
          kind: .lock, what: "\(lock) was left by a program that has ended",
          hurts: "changes of what it locks",
          remedy: "Run 'galley doctor --repair': it removes the lock."))
    }
  }

  /// Branches that are gone and of which the log is left, with commits that `main` doesn't have. The log of a branch
  /// that was published stays as well.
  func lostBranches() -> [String] {
    let main = try? desk.tip(.main)
    return repository.lostReferenceNames().filter { name in
      guard let branch = DeskBranch(reference: name), branch != .main,
        let last = repository.formerValues(of: name).first, last != .zero, (try? repository.has(last)) == true
      else { return false }
      return main.flatMap { try? repository.isReachable(last, from: $0) } != true
    }
  }
}
