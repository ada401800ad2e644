import Editorial
import Git

/// What `init` made, or found already there.
public struct MadeDesk: Sendable {
  public let folder: String
  public let isBare: Bool
  /// False when it was a desk already.
  public let isNew: Bool
  public let notes: [String]
}

/// Makes a folder a desk: a repository whose `main` holds galley.yaml. A desk stays as it is.
///
/// - Throws: ``Refusal`` when the repository's history stands on another branch than `main`.
public func makeDesk(in folder: String, bare: Bool, environment: [String: String]) throws -> MadeDesk {
  let existing: Repository?
  do {
    existing = try Repository(openingAt: folder)
  } catch {
    guard error.unsupportedFormat == nil else { throw error }
    existing = nil
  }
  let repository =
    try existing ?? Repository(creatingAt: folder, bare: bare, branch: DeskBranch.main.reference)
  let desk = Desk(repository: repository, environment: environment)
  if try desk.isDesk() {
    return MadeDesk(folder: folder, isBare: repository.isBare, isNew: false, notes: [])
  }
  let notes = try addConfiguration(to: desk, existed: existing != nil)
  return MadeDesk(folder: folder, isBare: repository.isBare, isNew: true, notes: notes)
}

private func addConfiguration(to desk: Desk, existed: Bool) throws -> [String] {
  let main = try desk.tip(.main)
  if existed, main == nil, case .branch(let head) = try desk.repository.head(),
    head != DeskBranch.main.reference
  {
    guard try desk.repository.reference(head) == nil else {
      throw Refusal(
        "this repository's branch is \(head.dropFirst("refs/heads/".count)) and a desk publishes on main",
        "Rename it with 'git branch -m main', then run 'galley init' again.")
    }
    try desk.repository.setHead(to: DeskBranch.main.reference)
  }
  var edit = TreeEdit()
  edit.put(
    try desk.repository.writeBlob(Array(DeskConfiguration.initialText.utf8)), at: DeskPath.configuration)
  let commit = try desk.repository.writeCommit(
    tree: edit.write(to: desk.repository, over: main.map { try desk.repository.commit($0).tree }),
    parents: main.map { [$0] } ?? [], author: desk.signature(),
    message: "Make this repository a desk\n\nGalley-Event: init\n", signer: CommitSigner(desk.repository))
  return try desk.land(
    [ReferenceUpdate(DeskBranch.main.reference, from: main, to: commit)], because: "galley init")
}
