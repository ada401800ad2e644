internal import CGit
import System

/// An object that a reference needs and that can't be read.
public struct DamagedObject: Sendable, Hashable {
  public let id: ObjectID
  public let isMissing: Bool
  /// libgit2's words.
  public let reason: String
  /// What needs it: `articles/rivers/index.md in main`.
  public let place: String
}

/// Reads all that references need, each object once and against its name, and notes what can't be read.
public final class ObjectCheck {
  private let database: Owned
  private let repository: Repository
  /// Commits whose parents were never fetched: a shallow clone ends there.
  private let ends: Set<ObjectID>
  /// How many objects are missing that a partial clone has left to its remote.
  public private(set) var promised = 0
  private var links: [ObjectID: [ObjectID]] = [:]
  private var wholeTips: Set<ObjectID> = []
  public private(set) var damaged: [ObjectID: DamagedObject] = [:]

  public init(_ repository: Repository) throws(GitError) {
    // Elsewhere what is read is trusted to have its name.
    _ = galley_git_opts_set_int(Int32(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION.rawValue), 1)
    self.repository = repository
    repository.promised?.isOff = true
    let shallow = Repository.text(of: repository.commonFolder + "shallow") ?? ""
    ends = Set(shallow.split(separator: "\n").compactMap { ObjectID(hex: $0) })
    database = try Owned(freedBy: git_odb_free, "open the object database") {
      git_repository_odb($0, repository.pointer)
    }
  }

  deinit {
    repository.promised?.isOff = false
    _ = galley_git_opts_set_int(Int32(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION.rawValue), 0)
  }

  /// How many objects were read.
  public var count: Int { links.count - promised }

  /// Reads a tip and all that it needs.
  ///
  /// - Parameter name: how people call it.
  public func read(_ tip: ObjectID, named name: String) {
    var open = [(id: tip, path: "")]
    while let (id, path) = open.popLast() {
      guard links[id] == nil, damaged[id] == nil else { continue }
      do {
        let found = try parts(of: id)
        links[id] = found.map(\.id)
        for part in found {
          let place = part.name.isEmpty ? path : path.isEmpty ? part.name : "\(path)/\(part.name)"
          open.append((part.id, place))
        }
      } catch {
        if error.code == .notFound, repository.promised != nil {
          links[id] = []
          promised += 1
          continue
        }
        damaged[id] = DamagedObject(
          id: id, isMissing: error.code == .notFound, reason: error.message,
          place: path.isEmpty ? "the history of \(name)" : "\(path) in \(name)")
      }
    }
  }

  /// Whether all that a tip needs was read, or can be.
  public func isWhole(_ tip: ObjectID) -> Bool {
    read(tip, named: tip.short)
    var (seen, open) = (Set<ObjectID>(), [tip])
    while let id = open.popLast() {
      guard !wholeTips.contains(id), seen.insert(id).inserted else { continue }
      guard let found = links[id] else { return false }
      open += found
    }
    wholeTips.insert(tip)
    return true
  }

  /// Whether a commit can be read, and all folders of its tree.
  public func hasFolders(of commit: ObjectID) -> Bool {
    guard var open = (try? repository.commit(commit)).map({ [$0.tree] }) else { return false }
    var seen: Set<ObjectID> = []
    while let tree = open.popLast() {
      guard seen.insert(tree).inserted else { continue }
      guard let entries = try? repository.entries(of: tree) else { return repository.promised != nil }
      open += entries.filter { $0.mode == .folder }.map(\.id)
    }
    return true
  }

  /// What an object names: a commit its tree and parents, a tree its entries, a tag what it tags.
  private func parts(of id: ObjectID) throws(GitError) -> [(id: ObjectID, name: String)] {
    var oid = id.oid
    let object = try Owned(freedBy: git_odb_object_free, "read \(id.short)") {
      git_odb_read($0, database.pointer, &oid)
    }
    let bytes = UnsafeRawBufferPointer(
      start: git_odb_object_data(object.pointer), count: git_odb_object_size(object.pointer))
    switch git_odb_object_type(object.pointer) {
    case GIT_OBJECT_BLOB: return []
    case GIT_OBJECT_TREE:
      do {
        return try Repository.rawTree(bytes).filter { $0.mode != 0o160000 }.map {
          ($0.id, String(decoding: $0.name, as: UTF8.self))
        }
      } catch {
        throw GitError(
          code: .other(-1), class: .object, message: "it is not a tree that git writes",
          attempted: "read \(id.short)")
      }
    default:
      var found: [(id: ObjectID, name: String)] = []
      for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
        let words = String(decoding: line.prefix(64), as: UTF8.self).split(separator: " ")
        if words.first == "parent", ends.contains(id) { continue }
        guard words.count > 1, ["tree", "parent", "object"].contains(words[0]) else {
          if line.isEmpty { break }
          continue
        }
        if let part = ObjectID(hex: words[1]) { found.append((part, "")) }
      }
      return found
    }
  }
}
