import System

extension Repository {
  /// Does work that makes files of the repository's own, so that those who share it by `core.sharedRepository` can
  /// write there too. What is set for folders' groups, the file system hands down.
  public func whileShared<R, E: Error>(_ work: () throws(E) -> R) throws(E) -> R {
    guard let wish = configuration("core.sharedRepository")?.lowercased() else { return try work() }
    let before = umask(0o077)
    umask(Self.mask(for: wish, before))
    defer { umask(before) }
    return try work()
  }

  /// The path of a file that Galley keeps for itself beside git's.
  public func ownFile(_ name: String) -> String { commonFolder + "galley/" + name }

  /// Writes such a file, whole or not at all. Only what is no loss is kept so: what can't be written is let go.
  public func keep(_ text: String, in name: String) {
    let path = ownFile(name)
    whileShared {
      mkdir(commonFolder + "galley", 0o777)
      if writeFile(path + ".new", Array(text.utf8)) { rename(path + ".new", path) }
    }
  }

  /// The mask of a process whose own is another, by what git-init(1) says of `--shared`.
  private static func mask(for wish: String, _ own: mode_t) -> mode_t {
    switch wish {
    case "umask", "false", "no", "off", "0", "": return own
    case "group", "true", "yes", "on", "1": return own & 0o007
    case "all", "world", "everybody", "2", "3": return own & 0o002
    default:
      guard let rights = mode_t(wish, radix: 8) else { return own }
      return ~(rights | (rights & 0o444) >> 2) & 0o777
    }
  }
}
