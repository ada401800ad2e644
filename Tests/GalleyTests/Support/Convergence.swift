import Foundation
import JSON
import TestSupport
import Testing

@testable import Editorial
@testable import Galley
@testable import Git
@testable import galley_cli

/// Several desks at one remote that do things in a random order, each seeing of the others what it has synced.
///
/// The same seed makes the same choices. The desks' clocks differ by up to an hour.
struct Convergence {
  static let slug = "rivers"
  /// So that 'publish' isn't refused.
  private static let leniently = "rules: {no-open-query: false}\n"
  private static let strictly = """
    rules:
      no-open-query: true
      no-open-claim: true
      no-unmerged-review: true
      no-mark-left: true
      accepting-verdicts: 1
      accepting-decision: true
      checks:
        copy: {by: [editor], outdated-by: words}
        facts: {by: [editor], outdated-by: claims}
    """
  private static let text = (1...6).map { number in
    "Paragraph \(number) says that the dam was built in 19\(40 + number) by the town, and that the mayor number \(number) opened the bridge in spring.\n"
  }.joined(separator: "\n")
  private static let words = ["dam", "town", "mayor", "bridge", "spring", "built", "opened", "Paragraph"]

  /// What was done, and what became of it.
  struct Tally {
    var done: [String: Int] = [:]
    var refused = 0
    var syncs = 0
    var events = 0
    /// Syncs until nothing changed any more.
    var meetings = 0
  }

  private let folder: URL
  private let names: [String]
  private let isStrict: Bool
  private var random: SeededRandom
  private var errors: [Int64]
  private var step = 0
  private var written: Set<AnnotationID> = []
  private(set) var tally = Tally()

  init(seed: UInt64, desks: Int) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("galley-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    isStrict = seed % 3 > 0
    names = (0..<desks).map { "desk\($0)" }
    random = SeededRandom(seed: seed)
    errors = []
    errors = names.map { _ in Int64.random(in: -3_600_000...3_600_000, using: &random) }
    let remote = folder.appendingPathComponent("remote.git").path
    _ = try makeDesk(in: remote, bare: true, environment: environment(0))
    for (place, name) in names.enumerated() {
      _ = try cloneDesk(
        from: remote, to: folder.appendingPathComponent(name).path, environment: environment(place))
    }
    try start()
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  private func environment(_ desk: Int) -> [String: String] {
    var variables = ProcessInfo.processInfo.environment
    variables["GIT_AUTHOR_NAME"] = names[desk]
    variables["GIT_AUTHOR_EMAIL"] = "\(names[desk])@example.org"
    let error = errors.isEmpty ? 0 : errors[desk] / 1_000
    variables["GIT_COMMITTER_DATE"] = "\(1_795_500_000 + Int64(step) + error) +0000"
    return variables
  }

  private func desk(_ place: Int) throws -> Desk {
    try Desk.open(folder.appendingPathComponent(names[place]).path, environment: environment(place))
  }

  private func start() throws {
    let first = try desk(0)
    var edit = TreeEdit()
    edit.put(
      try first.repository.writeBlob(Array((isStrict ? Self.strictly : Self.leniently).utf8)),
      at: DeskPath.configuration)
    let main = try first.tip(.main)
    let commit = try first.commit(edit, parents: [main].compactMap(\.self), message: "The rules\n")
    try first.land(
      [ReferenceUpdate(DeskBranch.main.reference, from: main, to: commit)], because: "test")
    _ = try first.startArticle(Slug(Self.slug), title: "T", input: Array(Self.text.utf8))
    for place in names.indices { _ = try desk(place).sync() }
  }

  // MARK: Random acts

  mutating func act(times: Int) throws {
    for _ in 0..<times {
      step += 1
      let place = names.indices.randomElement(using: &random) ?? 0
      try AnnotationID.$clockError.withValue(errors[place] == 0 ? 1 : errors[place]) { try act(at: place) }
    }
  }

  private mutating func act(at place: Int) throws {
    let kind = Int.random(in: 0..<100, using: &random)
    do {
      if kind < 22 {
        try sync(place)
        return
      }
      let (name, ids) = try act(kind, on: desk(place))
      tally.done[name, default: 0] += 1
      tally.events += ids.count
      written.formUnion(ids)
    } catch is Refusal {
      tally.refused += 1
    }
  }

  private mutating func sync(_ place: Int) throws {
    tally.syncs += 1
    var settling = Settling()
    settling.theirs = .all
    _ = try desk(place).sync(settling: settling)
  }

  private mutating func act(_ kind: Int, on desk: Desk) throws -> (String, [AnnotationID]) {
    let slug = try Slug(Self.slug)
    func ids(_ done: Annotated) -> [AnnotationID] { done.annotations.map(\.id) }
    switch kind {
    case ..<30: return ("save", try save(slug, desk))
    case ..<47:
      let word = Self.words.randomElement(using: &random) ?? "dam"
      let remark: Remark =
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .comment("c\(step)")
        case 1: .query("q\(step)")
        case 2: .suggestion("\(word)s")
        default: .claim(nil, source: "s\(step)")
        }
      return (
        "annotate",
        ids(
          try desk.annotate(
            slug, revision: nil, quote: word, occurrence: Int.random(in: 1...6, using: &random), remark))
      )
    case ..<52:
      return ("reply", ids(try desk.reply(to: try someRemark(slug, desk), "r\(step)")))
    case ..<54:
      // As another tool writes it: it doesn't say what it comes after.
      let id = try AnnotationID(uuid: someRemark(slug, desk))
      let revision = try desk.currentRevision(of: slug)
      guard let id else { throw Refusal("no remark", "") }
      let resolution = Resolution.allCases.randomElement(using: &random) ?? .answered
      return (
        "by hand",
        ids(
          try desk.write(
            [Annotation(.resolution(resolution), on: .annotation(id), by: desk.creator(), at: desk.now())],
            slug,
            revision))
      )
    case ..<62:
      let resolution = Resolution.allCases.randomElement(using: &random) ?? .answered
      return ("resolve", ids(try desk.resolve(try someRemark(slug, desk), resolution, message: "m\(step)")))
    case ..<66:
      return (
        "satisfied",
        ids(
          try desk.sayWhetherSatisfied(
            try someRemark(slug, desk), Bool.random(using: &random), message: nil))
      )
    case ..<70:
      let state = ClaimState.allCases.randomElement(using: &random) ?? .supported
      return ("claim", ids(try desk.checkClaim(try someRemark(slug, desk), state, source: nil, message: nil)))
    case ..<73:
      let word = Self.words.randomElement(using: &random) ?? "dam"
      return (
        "reattach",
        ids(
          try desk.reattach(
            try someRemark(slug, desk), quote: word, occurrence: Int.random(in: 1...6, using: &random),
            revision: nil))
      )
    case ..<76:
      let check = Bool.random(using: &random) ? "copy" : "facts"
      return (
        "approve",
        ids(
          try desk.approve(
            slug, check, message: nil, quote: nil, occurrence: nil,
            undo: Int.random(in: 0..<4, using: &random) == 0))
      )
    case ..<79:
      let rule = ["no-open-query", "no-open-claim", "no-unmerged-review"].randomElement(using: &random) ?? ""
      return (
        "override",
        ids(try desk.override(slug, rule: rule, why: "w", undo: Int.random(in: 0..<4, using: &random) == 0))
      )
    case ..<82:
      return (
        "decide",
        ids(try desk.decide(slug, Decision.allCases.randomElement(using: &random) ?? .accept, message: nil))
      )
    case ..<85:
      return (
        "verdict",
        ids(
          try desk.giveVerdict(
            slug, Verdict.allCases.randomElement(using: &random) ?? .accept, message: nil, revision: nil))
      )
    case ..<88:
      let done = try desk.submit(slug, reviewers: [], due: nil, blind: false, brief: "b\(step)")
      return ("submit", [done.submission.id])
    case ..<90:
      return ("snooze", ids(try desk.snooze(try someRemark(slug, desk), until: try Day("2026-12-01"))))
    case ..<94:
      _ = try desk.mergeReviews(slug)
      return ("merge", [])
    case ..<98:
      var decisions = Decisions()
      decisions.acceptAll = Bool.random(using: &random)
      _ = try desk.revise(slug, decisions)
      return ("revise", [])
    default:
      _ = try desk.publish(slug)
      return ("publish", [])
    }
  }

  private mutating func save(_ slug: Slug, _ desk: Desk) throws -> [AnnotationID] {
    let draft = try desk.openDraft(of: slug)
    var lines = try desk.articleText(slug, in: draft.tip).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    let places = lines.indices.filter { lines[$0].contains(" ") && !lines[$0].contains(":") }
    let place = places.randomElement(using: &random) ?? lines.count - 1
    switch Int.random(in: 0..<4, using: &random) {
    case 0: lines[place] += " Sentence \(step)."
    case 1: lines[place] = lines[place].replacingOccurrences(of: "town", with: "city \(step)")
    case 2: lines.insert(contentsOf: ["", "New paragraph \(step) of the mayor."], at: place + 1)
    default:
      lines[place] = lines[place].replacingOccurrences(of: "  ", with: " ").replacingOccurrences(
        of: ", ", with: ",  ")
    }
    _ = try desk.save(slug, input: Array(lines.joined(separator: "\n").utf8), message: nil)
    return []
  }

  private mutating func someRemark(_ slug: Slug, _ desk: Desk) throws -> String {
    let threads = try desk.record(of: slug).threads
    guard let thread = threads.randomElement(using: &random) else { throw Refusal("no remark", "") }
    return thread.root.id.description
  }

  // MARK: The end

  /// All desks sync until nothing changes any more, at the remote neither.
  mutating func meet() throws {
    for round in 1...12 {
      let before = try allReferences()
      for place in names.indices { try sync(place) }
      tally.meetings = round
      if try allReferences() == before { return }
    }
    throw Refusal("the desks don't come to rest", "")
  }

  /// What differs between the desks, what was lost, and what comes before its cause.
  func faults() throws -> [String] {
    var faults: [String] = []
    let references = try names.indices.map(references)
    if Set(references).count > 1 {
      faults.append("the branches differ:\n\(references.joined(separator: "\n--\n"))")
    }
    let states = try names.indices.map(state)
    if Set(states).count > 1 { faults.append("the states differ: \(states.joined(separator: "\n"))") }
    let record = try desk(0).record(of: Slug(Self.slug))
    let there = Set(record.entries.map(\.id)).union(record.submissions.map(\.id))
    let lost = written.subtracting(there)
    if !lost.isEmpty { faults.append("\(lost.count) events are lost") }
    let places = Dictionary(
      record.entries.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    for entry in record.entries {
      for cause in entry.causes where places[cause] ?? -1 > places[entry.id] ?? 0 {
        faults.append("\(entry.id) comes before its cause")
      }
    }
    let shuffled = Record(
      slug: record.slug, entries: record.entries.reversed(), submissions: record.submissions.reversed(),
      unreadable: record.unreadable)
    if Self.summary(shuffled) != Self.summary(record) || shuffled.fingerprint != record.fingerprint {
      faults.append("the fold depends on the order of files")
    }
    for name in names + ["remote.git"] {
      let done = run(
        "/usr/bin/env", ["git", "fsck", "--strict", "--no-dangling"],
        in: folder.appendingPathComponent(name).path)
      if done.code != 0 { faults.append("git fsck in \(name): \(done.err)") }
    }
    return faults
  }

  private func allReferences() throws -> [String] {
    let remote = try Desk.open(folder.appendingPathComponent("remote.git").path, environment: environment(0))
    return try names.indices.map(references) + [Self.references(remote)]
  }

  private func references(_ place: Int) throws -> String {
    try Self.references(desk(place))
  }

  private static func references(_ desk: Desk) throws -> String {
    try desk.deskBranches().map { "\($0.key.name) \($0.value)" }.sorted().joined(separator: "\n")
  }

  /// What the commands say that show state, as JSON.
  private func state(_ place: Int) throws -> String {
    let desk = try desk(place)
    let slug = try Slug(Self.slug)
    var parts = [try desk.show(slug, revision: nil).json(withText: true)]
    parts += try desk.status().map(\.json)
    parts.append(try desk.answers(slug, revision: nil).json)
    parts += try desk.claims(slug, revision: nil).claims.map { $0.json(ShortIDs([]), of: slug) }
    if try desk.openArticle(slug)?.current != nil { parts.append(try desk.readiness(of: slug).json) }
    return parts.map { $0.serialized(pretty: false) }.joined(separator: "\n")
      + Self.summary(try desk.record(of: slug))
      + (try desk.verify(slug).states.map(\.fingerprint.description).joined())
  }

  private static func summary(_ record: Record) -> String {
    record.threads.map { thread in
      let ids = thread.events.map(\.id.description).joined(separator: " ")
      return
        "\(thread.root.id) \(thread.resolution?.rawValue ?? "open") \(String(describing: thread.isSatisfied)) \(thread.claimState?.rawValue ?? "") \(String(describing: thread.reattachment?.id)) \(thread.disagreements.flatMap(\.others).map(\.id)): \(ids)"
    }.joined(separator: "\n")
  }
}

@Suite("Desks converge")
struct ConvergenceTests {
  private static let runs = ProcessInfo.processInfo.environment["GALLEY_CONVERGE"].flatMap(UInt64.init) ?? 16
  private static let first = ProcessInfo.processInfo.environment["GALLEY_SEED"].flatMap(UInt64.init) ?? 1

  @Test("what was asked on a revision after the next was begun is kept when its review is merged into that")
  func lateSubmission() throws {
    let team = try TestTeam()
    let (anna, ben) = try (team.desk("anna"), team.desk("ben"))
    #expect(anna.start("a", "The dam is old.\n").code == 0)
    #expect(anna.galley("sync").code == 0 && ben.galley("sync").code == 0)
    #expect(ben.galley("revise", "a").code == 0)
    #expect(anna.galley("submit", "a", "--due", "2026-12-01").code == 0)
    #expect(anna.galley("annotate", "a", "--quote", "dam", "--comment", "Which?").code == 0)
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }
    #expect(ben.galley("merge", "a").code == 0)
    let folder = "reviews/a/r1/_submissions/"
    #expect(ben.git("ls-tree", "--name-only", "revision/a/r2", folder).out.split(separator: "\n").count == 1)
    #expect(ben.galley("publish", "a").code == 0)
    #expect(ben.git("ls-tree", "--name-only", "main", folder).out.split(separator: "\n").count == 1)
    #expect(ben.isSound)
  }

  @Test("random acts on desks with wrong clocks, synced at random, end in one state")
  func randomRuns() throws {
    var total = Convergence.Tally()
    for seed in Self.first..<Self.first + Self.runs {
      var run = try Convergence(seed: seed, desks: 2 + Int(seed % 3))
      defer { run.remove() }
      do {
        try run.act(times: 30 + Int(seed % 31))
        try run.meet()
        let faults = try run.faults()
        #expect(faults.isEmpty, "seed \(seed): \(faults.joined(separator: "; "))")
      } catch {
        Issue.record("seed \(seed): \(error)")
      }
      total.events += run.tally.events
      total.refused += run.tally.refused
      total.syncs += run.tally.syncs
      total.meetings = max(total.meetings, run.tally.meetings)
      total.done.merge(run.tally.done, uniquingKeysWith: +)
    }
    #expect(total.events > 0)
    guard Self.runs > 16 else { return }
    let acts = total.done.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    print(
      "converge: \(Self.runs) runs, \(total.events) events, \(total.syncs) syncs, \(total.refused) refused acts, at rest after at most \(total.meetings) rounds\nconverge: \(acts)"
    )
  }
}
