import Editorial

/// What was said of one revision, gathered once: the rules, the status, the inbox and the rounds read it from here.
struct RevisionFacts {
  let revision: FoundRevision
  let record: Record
  let round: Round?
  let decision: RecordEntry?
  /// Each reviewer's last verdict.
  let verdicts: [PersonID: RecordEntry]
  /// Where those who may decide decided differently.
  let decisionDisagreement: Disagreement?
  /// For the ids of all of the article's annotations.
  let short: ShortIDs

  init(desk: Desk, revision: FoundRevision, record: Record) throws {
    self.revision = revision
    self.record = record
    round = record.round(revision.number)
    decision = try desk.decision(on: revision.number, record)
    verdicts = record.verdicts(on: revision.number)
    decisionDisagreement = try desk.disagreement(onDecisionOn: revision.number, record)
    short = ShortIDs(record.entries.map(\.id))
  }

  var slug: Slug { record.slug }
  var number: RevisionNumber { revision.number }

  /// Those who were asked and have given no verdict.
  var awaited: [PersonID] { (round?.reviewers ?? []).filter { verdicts[$0] == nil } }
}

extension Record {
  /// What people said and nobody has merged into the revision. What a tool found keeps nobody waiting.
  var unmergedRemarks: [RecordEntry] {
    entries.filter { !$0.isMerged && $0.annotation.isRemark && !$0.annotation.isByTool }
  }

  /// Of an article that is published and not begun again: the remarks of which something was said since.
  var lateThreads: [Thread] {
    threads.filter { $0.concernsPeople && (!$0.root.isMerged || $0.events.contains { !$0.isMerged }) }
  }
}
