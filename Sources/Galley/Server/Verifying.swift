import Editorial
import Git

/// What `verify` found.
public struct Verified: Sendable {
  /// How many commits were looked at.
  public internal(set) var commits = 0
  public internal(set) var signed = 0
  public internal(set) var unsigned = 0
  public internal(set) var annotations = 0
  public internal(set) var publications = 0
  public internal(set) var faults: [BrokenRule] = []
  /// What the events of each open article amount to, or of the one that was asked for: see ``Record/fingerprint``.
  public internal(set) var states: [(slug: Slug, fingerprint: ObjectID, events: Int)] = []
  /// Known people who signed, and with which keys.
  public internal(set) var signers: [String: Set<String>] = [:]

  public var isWhole: Bool { faults.isEmpty }
}

extension Desk {
  /// Proves the record of what is published and of what is open, or of one article: nothing said was rewritten or
  /// taken away, every published word is a revision's, its reviews, verdicts and resolutions are there, the rules
  /// held, and every signature is its author's.
  ///
  /// Reads the repository alone. What is damaged throws ``GitError``.
  public func verify(_ slug: Slug? = nil) throws -> Verified {
    if let slug, try openArticle(slug) == nil, try !wasPublished(slug),
      try lastPublication(of: slug, lookingBack: true) == nil
    {
      throw try noArticle(slug)
    }
    var verifier = try Verifier(desk: self, slug: slug)
    try verifier.verifyMain()
    try verifier.verifyArticles()
    for slug in try slug.map({ [$0] }) ?? openArticles(withPublished: true).map(\.slug).sorted() {
      let record = try record(of: slug)
      verifier.verifyCreators(of: record, "\(slug)")
      verifier.found.states.append(
        (slug, record.fingerprint, record.entries.count + record.submissions.count))
    }
    return try masked(verifier.found, slug)
  }

  /// What was found as this person may see it.
  private func masked(_ found: Verified, _ slug: Slug?) throws -> Verified {
    let masks = try slug.map { [try self.masks(for: $0)] } ?? allMasks()
    return masks.filter { !$0.isEmpty }.reduce(into: found) { found, masks in
      found.faults = found.faults.map {
        BrokenRule($0.rule, masks.masked($0.place), masks.masked($0.what), masks.masked($0.remedy))
      }
      found.signers = found.signers.filter { masks.masked($0.key) == $0.key }
    }
  }
}

/// What is wrong with names and modes in the trees that are being compared.
final class FaultsOfTrees {
  var found: [BrokenRule] = []
  var told: Set<String> = []
}

/// Walks every commit once and keeps what it found.
struct Verifier {
  let desk: Desk
  /// The one article to look at, or nil for all.
  let slug: Slug?
  var found = Verified()
  let layout: DeskLayout
  let changes: TreeChanges
  var merges: MergedFiles
  var toldCreators: Set<AnnotationID> = []
  var toldMerges: Set<String> = []
  private var configurations: [ObjectID: DeskConfiguration?] = [:]
  let faultsOfTrees: FaultsOfTrees
  private let signatures: SignatureCheck
  let main: ObjectID?
  /// Commits before the rule `signed: required`.
  private var mayBeUnsigned: Set<ObjectID>?
  private var seen: Set<ObjectID> = []

  init(desk: Desk, slug: Slug?) throws {
    self.desk = desk
    self.slug = slug
    let faults = FaultsOfTrees()
    layout = try desk.layout()
    changes = TreeChanges(repository: desk.repository, layout: layout) { faults.found.append($0) }
    faultsOfTrees = faults
    merges = MergedFiles(repository: desk.repository)
    main = try desk.tip(.main)
    signatures = try desk.signatureCheck(keysAt: main, isServer: false)
    mayBeUnsigned = try desk.configuration().rules.signedRequired ? beforeTheRule() : nil
  }

  /// Every commit that `main` had when it first required signatures, the one that said so too.
  private func beforeTheRule() throws -> Set<ObjectID> {
    guard let main else { return [] }
    var first: Commit?
    var known: ObjectID?
    try desk.repository.walk(from: [main], firstParentOnly: true) { commit in
      let blob = try desk.repository.entry(DeskPath.configuration, in: commit.tree)?.id
      if blob == nil || blob != known {
        guard try configuration(at: commit.id)?.rules.signedRequired == true else { return false }
      }
      (known, first) = (blob, commit)
      return true
    }
    var before: Set<ObjectID> = []
    try desk.repository.walk(from: first.map { [$0.id] } ?? []) { commit in
      before.insert(commit.id)
      return true
    }
    return before
  }

  func configuration(at commit: ObjectID) throws -> DeskConfiguration? {
    try desk.text(at: DeskPath.configuration, in: commit)
      .flatMap { try? DeskConfiguration(parsing: $0.utf8) }
  }

  /// The rules and people as a commit of `main` has them.
  mutating func people(at commit: ObjectID) throws -> DeskConfiguration? {
    guard
      let entry = try desk.repository.entry(DeskPath.configuration, in: desk.repository.commit(commit).tree)
    else { return nil }
    if let known = configurations[entry.id] { return known }
    let read = try configuration(at: commit)
    configurations[entry.id] = .some(read)
    return read
  }

  mutating func note(_ rule: BrokenRule.Rule, _ place: String, _ what: String, _ remedy: String) {
    found.faults.append(BrokenRule(rule, place, what, remedy))
  }

  // MARK: main

  /// The commits of `main`'s own line, and what they publish.
  mutating func verifyMain() throws {
    var waiting = main.map { [$0] } ?? []
    var met = Set(waiting)
    while let id = waiting.popLast() {
      let commit = try desk.repository.commit(id)
      let note = CommitNote(message: commit.message)
      if let note, note.event == .publish, commit.parents.count == 2 {
        if slug == nil || note.slug == slug {
          try verifyCommit(commit, comparedWith: [commit.parents[0]], on: DeskBranch.main.name)
          try verifyPublication(commit, note)
        }
        if met.insert(commit.parents[0]).inserted { waiting.append(commit.parents[0]) }
      } else {
        let parents = try commit.parents.filter { try isOfMain($0) }
        if slug == nil {
          try verifyCommit(commit, comparedWith: parents, on: DeskBranch.main.name)
          try verifyHandmade(commit, parents)
        }
        waiting += parents.filter { met.insert($0).inserted }
      }
    }
  }

  /// Whether a commit is a desk's `main`, rather than a revision's or of the time before the desk.
  private func isOfMain(_ id: ObjectID) throws -> Bool {
    try desk.repository.entry(DeskPath.configuration, in: desk.repository.commit(id).tree) != nil
  }

  private mutating func verifyPublication(_ commit: Commit, _ note: CommitNote) throws {
    let (slug, place) = (note.slug, "\(note.slug) \(note.number), published by \(commit.id.short)")
    found.publications += 1
    let revision = commit.parents[1]
    try verifyLine(from: [revision], slug, on: place)
    try verifyPublished(slug, commit, place)
    try verifyRecord(slug, revision: revision, publication: commit, place)
    try verifyRules(note, revision: revision, publication: commit, place)
  }

  // MARK: articles

  /// The open revisions and reviews.
  mutating func verifyArticles() throws {
    for article in try desk.openArticles(withPublished: true) where slug == nil || article.slug == slug {
      for revision in article.revisions {
        try verifyLine(
          from: [revision.tip], article.slug, on: DeskBranch.revision(article.slug, revision.number).name)
      }
      for review in article.reviews {
        try verifyLine(
          from: [review.tip], article.slug,
          on: DeskBranch.review(article.slug, review.number, review.person).name)
      }
    }
  }

  /// Every commit of an article's line that wasn't looked at yet.
  private mutating func verifyLine(from tips: [ObjectID], _ slug: Slug, on place: String) throws {
    var waiting = tips
    while let id = waiting.popLast() {
      guard !seen.contains(id) else { continue }
      let commit = try desk.repository.commit(id)
      try verifyCommit(commit, comparedWith: commit.parents, on: place)
      waiting += commit.parents
    }
  }

  /// One commit: its signature, and that it takes away or rewrites nothing that these of its parents have.
  private mutating func verifyCommit(
    _ commit: Commit, comparedWith parents: [ObjectID], on place: String
  ) throws {
    guard seen.insert(commit.id).inserted else { return }
    try verifySignature(commit, on: place)
    for (index, parent) in parents.enumerated() {
      let before = try desk.repository.commit(parent).tree
      for change in try changes.between(before, commit.tree, in: place) {
        if index == 0 { try verifyMaker(of: change, commit, on: place) }
        if commit.parents.count > 1 { try verifyMerged(change, commit, on: place) }
        guard change.old != nil else { continue }
        switch layout.kind(of: change.path) {
        case .annotation, .submission:
          note(
            .record, "\(place) \(change.path)",
            "commit \(commit.id.short) by \(commit.author.email) "
              + (change.new == nil ? "took it away" : "rewrote it"),
            "See it with 'git show \(parent.short):\(change.path)'; put it back as a new annotation.")
        default: continue
        }
      }
    }
    if commit.parents.isEmpty {
      for change in try changes.between(nil, commit.tree, in: place) {
        try verifyMaker(of: change, commit, on: place)
      }
    }
    takeFaultsOfTrees(of: commit, on: place)
  }

  /// Each once: what a line brings in, the commits that merge it bring in again.
  private mutating func takeFaultsOfTrees(of commit: Commit, on place: String) {
    for fault in faultsOfTrees.found {
      let matter = "\(fault.place.dropFirst(place.count)) \(fault.what)"
      guard faultsOfTrees.told.insert(matter).inserted else { continue }
      note(
        fault.rule, "\(place) commit \(commit.id.short)\(fault.place.dropFirst(place.count))", fault.what,
        fault.remedy)
    }
    faultsOfTrees.found = []
  }

  private mutating func verifySignature(_ commit: Commit, on place: String) throws {
    found.commits += 1
    let shown = "\(place) commit \(commit.id.short)"
    switch try desk.signature(of: commit, signatures) {
    case .good(let key):
      found.signed += 1
      found.signers[commit.author.email, default: []].insert(key)
    case .bad(let why):
      note(
        .signature, shown, "its signature is not good: \(why)",
        "Ask \(commit.author.email); 'git verify-commit \(commit.id.short)' says more.")
    case .none:
      found.unsigned += 1
      guard let mayBeUnsigned, !mayBeUnsigned.contains(commit.id) else { return }
      note(
        .signature, shown, "\(commit.author.email) didn't sign it",
        "See docs/signatures.md for how to sign; what is in the history stays unsigned.")
    }
  }
}
