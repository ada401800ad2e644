import Prose

/// What people said without knowing of one another and can't all hold: one of it does, the same on every desk, until
/// somebody who has seen both says what is to hold.
public struct Disagreement: Sendable {
  /// The last in the order of the fold.
  public let holds: RecordEntry
  /// Those that say something else, in the order of the fold.
  public let others: [RecordEntry]

  /// The one that holds, then the others.
  public var entries: [RecordEntry] { [holds] + others }

  /// nil when the last one's writer had seen all that say something else, or nobody says anything else.
  ///
  /// - Parameters:
  ///   - candidates: in the order of the fold.
  ///   - events: what their causes are among.
  ///   - meaning: what two of them must share to agree.
  init?<Meaning: Hashable>(
    among candidates: [RecordEntry], of events: [RecordEntry], _ meaning: (RecordEntry) -> Meaning
  ) {
    guard let last = candidates.last else { return nil }
    let different = candidates.filter { meaning($0) != meaning(last) }
    guard !different.isEmpty else { return nil }
    let causes = Dictionary(events.map { ($0.id, $0.causes) }, uniquingKeysWith: { first, _ in first })
    var seen: Set<AnnotationID> = []
    for candidate in candidates {
      // What a candidate's writer had seen doesn't stand against anything any more.
      var waiting = causes[candidate.id] ?? []
      while let id = waiting.popLast() {
        if seen.insert(id).inserted { waiting += causes[id] ?? [] }
      }
    }
    let others = different.filter { !seen.contains($0.id) }
    guard !others.isEmpty else { return nil }
    holds = last
    self.others = others
  }
}

extension Thread {
  /// Where people disagree on what became of the remark, on whether that will do, on whether a claim is true, or on
  /// where the remark's passage is.
  public var disagreements: [Disagreement] {
    guard events.count > 1 else { return [] }
    let all = [root] + events
    let satisfactions = events.filter {
      $0.person == root.person && $0.annotation.satisfaction != nil && $0.annotation.parent == resolved?.id
    }
    let checks = root.annotation.isClaim ? events.filter { $0.annotation.claimState != nil } : []
    let places = events.filter { $0.annotation.betterPlace != nil }
    return [
      Disagreement(among: resolutions, of: all) { $0.annotation.outcome },
      Disagreement(among: satisfactions, of: all) { $0.annotation.satisfaction },
      Disagreement(among: checks, of: all) { $0.annotation.claimState },
      Disagreement(among: places, of: all) { $0.annotation.betterPlace },
    ].compactMap(\.self)
  }

  /// Whether people disagree on what `of` finds in what they said.
  public func isDisputed(_ of: (Annotation) -> Bool) -> Bool {
    disagreements.contains { of($0.holds.annotation) }
  }
}

extension Annotation {
  /// What a resolution comes to.
  fileprivate struct Outcome: Hashable {
    let resolution: Resolution?
    let isWithChange: Bool
    let deferredTo: RevisionNumber?
  }

  fileprivate var outcome: Outcome {
    Outcome(resolution: resolution, isWithChange: isWithChange, deferredTo: deferredTo)
  }

  /// A passage that a remark is really about, from a revision on.
  fileprivate struct BetterPlace: Hashable {
    let revision: RevisionNumber?
    let anchor: Anchor?
  }

  fileprivate var betterPlace: BetterPlace? {
    guard case .reattachment = kind, let cited else { return nil }
    return BetterPlace(revision: decidedIn, anchor: cited.anchor)
  }

  /// What its writer says of the resolution of the own remark.
  public var satisfaction: Bool? {
    if case .satisfaction(let isSatisfied, _) = kind { isSatisfied } else { nil }
  }

  /// What its writer found of a claim.
  public var claimState: ClaimState? {
    if case .check(let state, _, _) = kind { state } else { nil }
  }
}
