/// Something that happened to an article: one file, never rewritten.
public protocol RecordEvent {
  var id: AnnotationID { get }
  /// The events that its writer had seen, as far as it says: what it is about, and what it names as `after`.
  var causes: [AnnotationID] { get }
}

/// The order in which events become state: causes before effects, then by id; no clock decides.
///
/// An event's depth is the length of the longest chain of causes before it (Lamport's logical time, worked out from
/// the graph). The order is that of depth and id: a function of the set alone, whatever order the files were read in.
/// A cause that isn't at hand counts for nothing. A loop, which only a forger can make, is cut at its least
/// id.
///
/// O(n log n). The ids must be distinct.
func foldOrder<Event: RecordEvent>(_ events: [Event]) -> [Event] {
  let byID = events.sorted { $0.id < $1.id }
  guard byID.contains(where: { !$0.causes.isEmpty }) else { return byID }
  let places = Dictionary(
    byID.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  let causes = byID.enumerated().map { place, event in
    Set(event.causes.compactMap { places[$0] }).subtracting([place])
  }
  var effects = [[Int]](repeating: [], count: byID.count)
  for (place, causes) in causes.enumerated() {
    for cause in causes { effects[cause].append(place) }
  }
  var depths = [Int](repeating: 0, count: byID.count)
  var missing = causes.map(\.count)
  var isDone = [Bool](repeating: false, count: byID.count)
  var ready = byID.indices.filter { missing[$0] == 0 }
  var next = 0
  var firstLeft = 0
  while true {
    while next < ready.count {
      let place = ready[next]
      next += 1
      guard !isDone[place] else { continue }
      isDone[place] = true
      for effect in effects[place] where !isDone[effect] {
        depths[effect] = max(depths[effect], depths[place] + 1)
        missing[effect] -= 1
        if missing[effect] == 0 { ready.append(effect) }
      }
    }
    while firstLeft < byID.count, isDone[firstLeft] { firstLeft += 1 }
    guard firstLeft < byID.count else { break }
    ready.append(leastOfLoop(above: firstLeft, causes, isDone))
  }
  return byID.indices.sorted { (depths[$0], $0) < (depths[$1], $1) }.map { byID[$0] }
}

/// The least place of a loop among the causes of a place that waits. There is one, since all of those wait too.
private func leastOfLoop(above place: Int, _ causes: [Set<Int>], _ isDone: [Bool]) -> Int {
  var path: [Int] = []
  var positions: [Int: Int] = [:]
  var current = place
  while positions[current] == nil {
    positions[current] = path.count
    path.append(current)
    current = causes[current].filter { !isDone[$0] }.min() ?? current
  }
  return path[(positions[current] ?? 0)...].min() ?? place
}

/// The events that no other names as a cause: what somebody who has seen them all writes down as `after`.
func latest<Event: RecordEvent>(of events: [Event]) -> [AnnotationID] {
  let known = Set(events.flatMap(\.causes))
  return foldOrder(events).map(\.id).filter { !known.contains($0) }
}
