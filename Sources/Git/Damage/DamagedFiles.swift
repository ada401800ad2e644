internal import CGit
import System

extension Repository {
  /// The folder for what a repair puts aside: nothing that is damaged is thrown away.
  private var damagedFolder: String { commonFolder + "galley/hurt/" }

  /// Puts aside a file of the repository's; its path is within the common folder.
  public func putAside(_ path: String) -> Bool {
    mkdir(commonFolder + "galley", 0o777)
    mkdir(damagedFolder, 0o777)
    let name = path.split(separator: "/").joined(separator: "-")
    return rename(commonFolder + path, "\(damagedFolder)\(name)-\(UInt32.random(in: 0 ... .max))") == 0
  }

  /// Puts aside the file of a damaged object, so that a good one can come in its place.
  public func putAside(_ object: ObjectID) {
    let hex = object.description
    _ = putAside("objects/\(hex.prefix(2))/\(hex.dropFirst(2))")
  }

  /// Puts aside packs that git finds damaged and unpacks what is whole in them.
  ///
  /// - Returns: how many there were.
  public func putAsideDamagedPacks() -> Int {
    var count = 0
    for name in files(in: "objects/pack/") where name.hasSuffix(".pack") {
      let path = "objects/pack/\(name)"
      guard !TransportProcess.succeeds(["git", "verify-pack", commonFolder + path]) else { continue }
      count += 1
      let copy = commonFolder + "galley/pack-\(UInt32.random(in: 0 ... .max))"
      guard rename(commonFolder + path, copy) == 0 else { continue }
      for ending in ["idx", "rev", "bitmap"] { _ = putAside("objects/pack/\(name.dropLast(4))\(ending)") }
      _ = TransportProcess.succeeds([
        "sh", "-c", #"exec git --git-dir="$1" unpack-objects -r -q <"$2""#, "sh", commonFolder, copy,
      ])
      rename(copy, "\(damagedFolder)\(name)")
    }
    return count
  }

  /// Fetches all that the remote has, whatever is here already, into the object database.
  ///
  /// - Throws: ``RemoteError``.
  public func refetch(from remote: String) throws {
    mkdir(commonFolder + "galley", 0o777)
    let folder = commonFolder + "galley/mend-\(getpid())"
    defer { Self.removeTree(folder) }
    let copy = try Repository(creatingAt: folder, bare: true, branch: "refs/heads/main")
    try copy.addRemote(remote, url: remoteURL(remote) ?? "")
    for key in ["core.sshCommand", "http.proxy", "http.sslCAInfo"] {
      if let value = configuration(key) { try copy.setConfiguration(key, to: value) }
    }
    let source = try Remote(copy, named: remote)
    try source.download(source.list())
    for name in copy.files(in: "objects/pack/") {
      rename("\(folder)/objects/pack/\(name)", "\(commonFolder)objects/pack/\(name)")
    }
  }

  /// The names in a folder of the repository's.
  public func files(in folder: String) -> [String] { Self.names(in: commonFolder + folder) }

  private static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func removeTree(_ path: String) {
    for name in names(in: path) where unlink("\(path)/\(name)") != 0 { removeTree("\(path)/\(name)") }
    rmdir(path)
  }
}
