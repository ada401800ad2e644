import Editorial
import Git
import System

/// What `init` made, or found already there.
public struct MadeDesk: Sendable {
  public let folder: String
  public let isBare: Bool
  /// False when it was a desk already.
  public let isNew: Bool
  /// Of a repository that had files: where its articles stand.
  public let site: FoundSite?
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
  if existing == nil, !bare { try refuseNesting(in: folder) }
  let repository =
    try existing ?? Repository(creatingAt: folder, bare: bare, branch: DeskBranch.main.reference)
  let desk = Desk(repository: repository, environment: environment)
  if try desk.isDesk() {
    return MadeDesk(folder: folder, isBare: repository.isBare, isNew: false, site: nil, notes: [])
  }
  let site = try addConfiguration(to: desk, existed: existing != nil)
  return MadeDesk(
    folder: folder, isBare: repository.isBare, isNew: true, site: site, notes: publicationNotes(of: desk))
}

/// A repository inside another's working tree hides its files from that one, and every other command finds the outer.
private func refuseNesting(in folder: String) throws {
  var place = folder
  while access(place, F_OK) != 0, let slash = place.lastIndex(of: "/"), slash > place.startIndex {
    place = String(place[..<slash])
  }
  if access(place, F_OK) != 0 { place = "." }
  guard let outer = try? Repository(holding: place), let tree = outer.workTree, !outer.ignores(folder) else {
    return
  }
  let shown = tree.hasSuffix("/") ? String(tree.dropLast()) : tree
  throw Refusal(
    "\(folder == "." ? "this folder" : folder) is inside the repository \(shown), and a repository in another hides its files",
    "Make that one a desk with 'galley init \(shown)', name a folder outside it, or list the folder in its .gitignore."
  )
}

/// Where the host publishes every file of `main`, what reviewers say would be public too.
private func publicationNotes(of desk: Desk) -> [String] {
  guard let main = try? desk.tip(.main), let tree = try? desk.repository.commit(main).tree,
    let names = try? desk.repository.entries(of: tree).map(\.name)
  else { return [] }
  if names.contains("_config.yml") {
    return [
      "Jekyll leaves .galley/ out of the site and copies galley.yaml into it: add 'exclude: [galley.yaml]' to _config.yml"
    ]
  }
  guard names.contains(where: { [".nojekyll", "CNAME", "index.html"].contains($0) }) else { return [] }
  return [
    "this looks like a site whose host makes every file public: .galley/ and galley.yaml would be too. Exclude them there, or publish from a folder"
  ]
}

/// - Returns: what was found of a site, in a repository that has commits.
private func addConfiguration(to desk: Desk, existed: Bool) throws -> FoundSite? {
  let main = try desk.tip(.main)
  if existed, main == nil, case .branch(let head) = try desk.repository.head(),
    head != DeskBranch.main.reference
  {
    guard try desk.repository.reference(head) == nil else {
      throw Refusal(
        "this repository's branch is \(head.dropFirst("refs/heads/".count)) and a desk publishes on main",
        "Rename it with 'git branch -m main' here and, where it has a remote, at the host too, then run 'galley init' again."
      )
    }
    try desk.repository.setHead(to: DeskBranch.main.reference)
  }
  let site = try main.map { try desk.foundSite(in: desk.repository.commit($0).tree) }
  let text =
    site.map { DeskConfiguration.initialText(record: DeskLayout.hiddenRecord, patterns: $0.patterns) }
    ?? DeskConfiguration.initialText
  // What was found has to be readable as it is written.
  _ = try DeskConfiguration(parsing: text.utf8)
  var edit = TreeEdit()
  edit.put(try desk.repository.writeBlob(Array(text.utf8)), at: DeskPath.configuration)
  let commit = try desk.repository.writeCommit(
    tree: edit.write(to: desk.repository, over: main.map { try desk.repository.commit($0).tree }),
    parents: main.map { [$0] } ?? [], author: desk.signature(),
    message: "Make this repository a desk\n\nGalley-Event: init\n", signer: CommitSigner(desk.repository))
  try desk.land(
    [ReferenceUpdate(DeskBranch.main.reference, from: main, to: commit)], because: "galley init",
    as: .noAct)
  return site
}
