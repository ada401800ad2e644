import Editorial
import Git

extension Desk {
  /// Sends the desk's branches to all addresses that git would push to besides the one that was met at. What one of
  /// them doesn't take is told, and stops nothing.
  func sendToMirrors(of remote: String, into report: inout SyncReport) {
    let all = repository.pushAddresses(of: remote)
    guard all.count > 1, let main = try? Remote(repository, named: remote).pushURL else { return }
    for address in all where address != main {
      do {
        let declined = try send(to: address, asOn: remote)
        guard !declined.isEmpty else { continue }
        let branches = declined.map { "\($0.reference.dropFirst("refs/heads/".count)) (\($0.reason))" }
        report.notes.append(
          "\(withoutCredentials(address)), where git pushes too, didn't take \(branches.joined(separator: ", "))"
        )
      } catch {
        let why = (error as? RemoteError)?.message ?? (error as? GitError)?.message ?? "\(error)"
        report.notes.append("\(withoutCredentials(address)), where git pushes too, got nothing: \(why)")
      }
    }
  }

  private func send(to address: String, asOn remote: String) throws -> [RefRejection] {
    let mirror = try Remote(repository, url: address)
    var there: [DeskBranch: ObjectID] = [:]
    for head in try mirror.list() {
      if let branch = DeskBranch(reference: head.name) { there[branch] = head.target }
    }
    // What the remote took, and nothing that waits for it.
    let here = try deskBranches().filter { try repository.reference($0.key.tracking(remote)) == $0.value }
    var updates = here.filter { there[$0.key] != $0.value }.map {
      PushUpdate(reference: $0.key.reference, old: there[$0.key], new: $0.value)
    }
    for (branch, tip) in there where here[branch] == nil && branch != .main {
      if try repository.has(tip), try isPublished(branch, tip: tip) {
        updates.append(PushUpdate(reference: branch.reference, old: tip, new: nil))
      }
    }
    return updates.isEmpty ? [] : try mirror.push(updates.sorted { $0.reference < $1.reference }).rejected
  }
}
