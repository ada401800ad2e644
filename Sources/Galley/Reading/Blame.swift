import Editorial
import Git
import Prose

/// How a word came into an article's text.
public struct WordOrigin: Sendable, Hashable {
  /// The commit that brought it.
  public let commit: ObjectID
  /// Who made that commit: of a word that was suggested, who took the suggestion in.
  public let author: Signature
  public let number: RevisionNumber
  public let suggestion: TakenSuggestion?
}

/// A suggestion that a revision took in.
public struct TakenSuggestion: Sendable, Hashable {
  public let id: AnnotationID
  public let by: PersonID
  /// As the annotation gives it.
  public let name: String?
}

/// Neighbouring words of one origin, with the white space after each.
public struct BlamedRun: Sendable, Hashable {
  /// Unicode scalars of the whole text.
  public let range: Range<Int>
  public let text: String
  public let origin: WordOrigin
}

/// Who wrote each word of a revision.
public struct Blame: Sendable {
  public let slug: Slug
  public let number: RevisionNumber
  public let commit: ObjectID
  /// Together the whole text.
  public let runs: [BlamedRun]
  /// For short ids.
  public let ids: ShortIDs
}

extension Desk {
  /// Who wrote each word of a revision and, where it came by a suggestion, who suggested it.
  ///
  /// Words are followed by alignment from each commit that changed the text to its parents, all of them, so a merge
  /// leaves both sides' words with their writers. Moved text keeps its writer, also when one save cuts it and a later
  /// one pastes it: five words that come back as they went are the same.
  ///
  /// - Parameter number: nil for the current revision.
  public func blame(_ slug: Slug, revision number: RevisionNumber?) throws -> Blame {
    let revision = try revisionToReview(slug, number)
    var history: [Commit] = []
    try repository.walk(from: [revision.tip]) { commit in
      history.append(commit)
      return true
    }
    var trace = TextTrace(desk: self, slug: slug, history: history)
    let runs = try masked(trace.runs(at: revision.tip), slug, revision)
    let isPlain = runs.allSatisfy { $0.origin.suggestion == nil }
    return Blame(
      slug: slug, number: revision.number, commit: revision.tip, runs: runs,
      ids: ShortIDs(isPlain ? [] : try record(of: slug).entries.map(\.id)))
  }
}

extension Desk {
  /// The runs as this person may see them.
  private func masked(
    _ runs: [BlamedRun], _ slug: Slug, _ revision: FoundRevision
  ) throws -> [BlamedRun] {
    let masks = try masks(for: slug)
    guard !masks.isEmpty else { return runs }
    let text = ScalarText(try readableText(slug, revision))
    return runs.map { run in
      let suggestion = run.origin.suggestion.map { taken in
        masks.mask(of: taken.by).map { TakenSuggestion(id: taken.id, by: $0.id, name: $0.name) } ?? taken
      }
      let origin = WordOrigin(
        commit: run.origin.commit, author: masks.masked(run.origin.author), number: run.origin.number,
        suggestion: suggestion)
      return BlamedRun(range: run.range, text: String(text[run.range]), origin: origin)
    }
  }
}

/// Carries the origins of words from the first commit of a history to the last.
private struct TextTrace {
  /// The text at one commit.
  private struct Draft {
    let number: RevisionNumber
    /// nil when the commit has no text.
    var file: ObjectID?
    var words: TracedDraft?
    /// For each word its place in `origins`.
    var origins: [Int] = []
  }

  private let desk: Desk
  private let slug: Slug
  /// Children before parents.
  private let history: [Commit]
  private var tracer = WordTracer()
  private var vanished = VanishedWords()
  private var drafts: [ObjectID: Draft] = [:]
  private var origins: [WordOrigin] = []

  init(desk: Desk, slug: Slug, history: [Commit]) {
    self.desk = desk
    self.slug = slug
    self.history = history
  }

  mutating func runs(at tip: ObjectID) throws -> [BlamedRun] {
    var waiting: [ObjectID: Int] = [tip: 1]
    for commit in history { for parent in commit.parents { waiting[parent, default: 0] += 1 } }
    for commit in history.reversed() {
      drafts[commit.id] = try draft(of: commit)
      for parent in commit.parents {
        waiting[parent, default: 1] -= 1
        if waiting[parent] == 0 { drafts[parent] = nil }
      }
    }
    return drafts[tip].map(runs) ?? []
  }

  private func runs(of draft: Draft) -> [BlamedRun] {
    guard let words = draft.words else { return [] }
    var runs: [BlamedRun] = []
    var first = 0
    for next in 1..<max(words.count + 1, 1)
    where next == words.count || draft.origins[next] != draft.origins[first] {
      let range = words.extent(first).lowerBound..<words.extent(next - 1).upperBound
      runs.append(
        BlamedRun(range: range, text: words.text(range), origin: origins[draft.origins[first]]))
      first = next
    }
    return runs
  }

  private mutating func draft(of commit: Commit) throws -> Draft {
    let parents = commit.parents.compactMap { drafts[$0] }
    let note = CommitNote(message: commit.message, ofRevisionOf: slug)
    var draft = Draft(number: note?.number ?? parents.first?.number ?? .first)
    guard let entry = try desk.textEntry(of: slug, in: commit.tree) else { return draft }
    draft.file = entry.id
    if let same = parents.first(where: { $0.file == entry.id }) {
      (draft.words, draft.origins) = (same.words, same.origins)
      return draft
    }
    let text = try desk.articleText(slug, in: commit.id)
    let words = tracer.read(text)
    draft.words = words
    var found = [Int?](repeating: nil, count: words.count)
    var gone: [(origins: [Int?], draft: TracedDraft)] = []
    for parent in parents {
      guard let old = parent.words else { continue }
      let sources = tracer.sources(of: words, in: old)
      var lost: [Int?] = parent.origins
      for place in found.indices {
        guard let source = sources[place] else { continue }
        lost[source] = nil
        if found[place] == nil { found[place] = parent.origins[source] }
      }
      gone.append((lost, old))
    }
    if note?.event == .revise { try takeSuggestions(of: commit, draft.number, words, into: &found) }
    for (origins, draft) in gone { vanished.add(origins, of: draft) }
    for (place, origin) in vanished.origins(of: words, where: found.map { $0 == nil }) {
      found[place] = origin
    }
    if found.contains(nil) {
      let new = add(
        WordOrigin(commit: commit.id, author: commit.author, number: draft.number, suggestion: nil))
      found = found.map { $0 ?? new }
    }
    draft.origins = found.compactMap(\.self)
    return draft
  }

  private mutating func add(_ origin: WordOrigin) -> Int {
    origins.append(origin)
    return origins.count - 1
  }

  /// Gives the new words of a revision to the suggestions whose edits brought them.
  private mutating func takeSuggestions(
    of commit: Commit, _ number: RevisionNumber, _ words: TracedDraft, into found: inout [Int?]
  ) throws {
    for (base, entries) in try desk.suggestions(takenBy: commit, slug, number) {
      var edits: [TextEdit] = []
      var owners: [Int] = []
      for entry in entries {
        let suggestion = TakenSuggestion(
          id: entry.id, by: entry.person,
          name: entry.annotation.origin == nil ? entry.annotation.creator?.name : entry.name)
        let owner = add(
          WordOrigin(commit: commit.id, author: commit.author, number: number, suggestion: suggestion))
        let made = Desk.edits(of: entry.annotation, in: base) ?? []
        edits += made
        owners += made.map { _ in owner }
      }
      let edited = tracer.read(apply(edits, to: base))
      var ownerOfWord = [Int?](repeating: nil, count: edited.count)
      let places = zip(placesMade(by: edits, in: base), owners).compactMap { place, owner in
        place.map { (range: $0, owner: owner) }
      }.sorted { $0.range.lowerBound < $1.range.lowerBound }
      var next = 0
      for word in 0..<edited.count {
        let range = edited.word(word)
        while next < places.count, places[next].range.upperBound <= range.lowerBound { next += 1 }
        if next < places.count, places[next].range.lowerBound < range.upperBound {
          ownerOfWord[word] = places[next].owner
        }
      }
      let sources = tracer.sources(of: words, in: edited)
      for place in found.indices where found[place] == nil {
        found[place] = sources[place].flatMap { ownerOfWord[$0] }
      }
    }
  }
}

extension Desk {
  /// The suggestions that a commit of `revise` says it took in, by the texts they were made on.
  fileprivate func suggestions(
    takenBy commit: Commit, _ slug: Slug, _ number: RevisionNumber
  ) throws -> [(base: String, entries: [RecordEntry])] {
    var byText: [ObjectID: [RecordEntry]] = [:]
    for line in commit.message.split(separator: "\n") where line.hasPrefix("Accepted: ") {
      let words = line.dropFirst("Accepted: ".count).split(separator: " ")
      guard words.count == 3, words[1] == "by", let id = try? AnnotationID(words[0]),
        let person = try? PersonID(email: String(words[2])),
        let entry = try suggestion(id, by: person, slug, before: number, in: commit.tree)
      else { continue }
      byText[try madeOn(entry, slug), default: []].append(entry)
    }
    return try byText.sorted { $0.value[0].id < $1.value[0].id }.map {
      (try articleText(slug, in: $0.key), $0.value)
    }
  }

  private func suggestion(
    _ id: AnnotationID, by person: PersonID, _ slug: Slug, before number: RevisionNumber, in tree: ObjectID
  ) throws -> RecordEntry? {
    var round = number.previous
    while let current = round {
      if let file = try repository.entry(layout().annotation(id, slug, current, person), in: tree) {
        let bytes = try repository.blob(file.id, limit: AnnotationReader.maxFileBytes)
        guard let annotation = try? AnnotationReader(name: file.name).annotation(parsing: bytes) else {
          return nil
        }
        return RecordEntry(annotation: annotation, number: current, person: person, isMerged: true)
      }
      round = current.previous
    }
    return nil
  }
}
