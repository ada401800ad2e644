import Editorial
import Git
import System

/// What `clone` made.
public struct ClonedDesk: Sendable {
  public let folder: String
  public let isDesk: Bool
  public let isEmpty: Bool
  public let branches: Int
}

/// Copies a shared remote: every branch of the desk, `main` checked out.
///
/// A clone that fails leaves no folder behind that wasn't there before; what one leaves that was killed, the next one
/// into the same folder clears away.
///
/// - Parameter folder: nil for one named after the remote, in the current folder.
public func cloneDesk(
  from url: String, to folder: String?, environment: [String: String],
  onProgress: @escaping (TransferProgress) -> Void = { _ in }
) throws -> ClonedDesk {
  let folder = folder ?? nameOfFolder(for: url)
  guard !folder.isEmpty, !folder.hasPrefix("-") else {
    throw Refusal(
      .usage, "the remote's address doesn't give a folder's name", "Name one: 'galley clone URL DIR'.")
  }
  CloneMark.clearRemains(in: folder)
  let isNew = mkdir(folder, 0o777) == 0
  guard isNew || (errno == EEXIST && isEmptyFolder(folder)) else {
    throw Refusal(
      errno == EEXIST
        ? "\(folder) is already there and not empty"
        : "\(folder) can't be made: \(systemErrorWords())",
      "Name another folder: 'galley clone URL DIR'.")
  }
  do {
    let mark = try CloneMark(in: folder)
    let made = try fill(folder, from: absolute(url), environment: environment, onProgress: onProgress)
    mark.remove()
    return made
  } catch {
    removeTree(isNew ? folder : folder + "/.git")
    throw error
  }
}

private func fill(
  _ folder: String, from url: String, environment: [String: String],
  onProgress: @escaping (TransferProgress) -> Void
) throws -> ClonedDesk {
  let repository = try Repository(creatingAt: folder, bare: false, branch: DeskBranch.main.reference)
  try repository.addRemote("origin", url: url)
  let desk = Desk(repository: repository, environment: environment)
  let heads = try whileRemoteBreaksOff {
    let remote = try Remote(repository, named: "origin")
    let heads = try remote.list(onProgress: onProgress)
    if let name = remote.branchInPlaceOfMain(among: heads) {
      throw Refusal(
        "the remote's branch is \(name), and a desk publishes on main",
        "Rename it at the host, in its settings or with 'git branch -m \(name) main', then clone it again.")
    }
    try remote.download(heads.filter { DeskBranch(reference: $0.name) != nil }, onProgress: onProgress)
    return heads
  }
  var updates: [ReferenceUpdate] = []
  for head in heads {
    guard let branch = DeskBranch(reference: head.name) else { continue }
    updates.append(ReferenceUpdate(branch.reference, from: nil, to: head.target))
    updates.append(ReferenceUpdate(branch.tracking("origin"), from: nil, to: head.target))
  }
  repository.isUnknownToOthers = true
  try repository.update(updates, by: desk.signature(), because: "galley clone")
  repository.isUnknownToOthers = false
  if let main = try desk.tip(.main) {
    try repository.checkOut(main)
    // A host may keep the branches of what is published.
    var report = SyncReport(remote: "origin", url: "")
    try desk.removePublished(into: &report)
    try repository.setConfiguration("branch.main.remote", to: "origin")
    try repository.setConfiguration("branch.main.merge", to: DeskBranch.main.reference)
  }
  return ClonedDesk(
    folder: folder, isDesk: try desk.isDesk(), isEmpty: heads.isEmpty, branches: updates.count / 2)
}

/// A relative path made absolute, so that the remote is found from inside the new folder.
private func absolute(_ url: String) -> String {
  guard !url.hasPrefix("/"), !url.contains(":"), let path = realpath(url, nil) else { return url }
  defer { free(path) }
  return String(cString: path)
}

private func nameOfFolder(for url: String) -> String {
  var name = withoutCredentials(url).split { $0 == "/" || $0 == ":" }.last.map(String.init) ?? ""
  if name.hasSuffix(".git") { name.removeLast(4) }
  return name == "." || name == ".." ? "" : name
}

func isEmptyFolder(_ path: String) -> Bool {
  guard let folder = opendir(path) else { return false }
  defer { closedir(folder) }
  var count = 0
  while readdir(folder) != nil { count += 1 }
  return count <= 2
}

func removeTree(_ path: String) {
  guard let folder = opendir(path) else {
    unlink(path)
    return
  }
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    guard name != ".", name != ".." else { continue }
    if entry.pointee.d_type == DT_DIR { removeTree("\(path)/\(name)") } else { unlink("\(path)/\(name)") }
  }
  closedir(folder)
  rmdir(path)
}
