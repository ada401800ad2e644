import Editorial
import Git

extension Doctor {
  /// Examines, mends, and examines again: what is gone by then is mended.
  func mend(into examination: inout Examination) throws {
    var first = Examination()
    try examine(into: &first)
    guard !first.findings.isEmpty else {
      examination.take(first, mended: [])
      return
    }
    for lock in repository.abandonedLocks() where !repository.removeLock(lock) {
      examination.notes.append("\(lock) can't be removed")
    }
    if first.findings.contains(where: { $0.kind == .object || $0.kind == .reference }) {
      try mendObjects(into: &examination)
      try restoreReferences()
    }
    if first.findings.contains(where: { $0.kind == .index }), !repository.mendIndex() {
      examination.notes.append("the index can't be made anew")
    }
    try Doctor(fresh()).mendTexts()
    var second = Examination()
    try Doctor(fresh()).examine(into: &second)
    examination.take(second, mended: first.findings.filter { !second.findings.contains($0) })
  }

  /// Puts damaged files aside and fetches what the remote has, so that good ones come in their place.
  private func mendObjects(into examination: inout Examination) throws {
    let check = try ObjectCheck(repository)
    for name in repository.allReferenceNames() {
      if let tip = try? repository.reference(name) { check.read(tip, named: name) }
    }
    do {
      try repository.refetch(from: desk.remoteName())
    } catch let error as RemoteError {
      examination.notes.append("the remote can't be asked for what is missing: \(error.message)")
    } catch let refusal as Refusal {
      examination.notes.append("there is no remote to ask for what is missing: \(refusal.what)")
    }
    let damaged = check.damaged.values.filter { !$0.isMissing }
    for object in damaged { repository.putAside(object.id) }
    if !damaged.isEmpty { _ = repository.putAsideDamagedPacks() }
  }

  /// References that name nothing, or a commit that is lost, go back to the newest value that is whole: of their own
  /// log, else what is known of the remote.
  private func restoreReferences() throws {
    let desk = try fresh()
    let check = try ObjectCheck(desk.repository)
    let names = desk.repository.allReferenceNames() + lostBranches()
    for name in names where !name.hasSuffix("/HEAD") {
      if let tip = try? desk.repository.reference(name), check.hasFolders(of: tip) { continue }
      var candidates = desk.repository.formerValues(of: name)
      if let branch = DeskBranch(reference: name), let remote = try? desk.remoteName(),
        let tracked = try? desk.repository.reference(branch.tracking(remote))
      {
        candidates.append(tracked)
      }
      let whole =
        candidates.first { $0 != .zero && check.isWhole($0) }
        ?? candidates.first { $0 != .zero && check.hasFolders(of: $0) }
      // A branch without any whole value stays, damaged, for a person to see; what is known of a remote comes again.
      guard whole != nil || name.hasPrefix("refs/remotes/") else { continue }
      _ = desk.repository.putAside(name)
      let packed = (try? desk.repository.reference(name)) ?? nil
      try desk.repository.update(
        [ReferenceUpdate(name, from: packed, to: whole)], by: desk.signature(),
        because: "galley doctor: restored")
    }
  }

  /// The same desk with nothing remembered of what was read before.
  private func fresh() throws -> Desk {
    Desk(repository: try Repository(repository.location), environment: desk.environment)
  }
}

extension Examination {
  mutating func take(_ last: Examination, mended: [Finding]) {
    findings += mended.map { finding in
      var finding = finding
      finding.isMended = true
      return finding
    }
    findings += last.findings
    (branches, objects) = (last.branches, last.objects)
  }
}
