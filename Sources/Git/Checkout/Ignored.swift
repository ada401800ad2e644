internal import CGit
import System

extension Repository {
  /// Whether `.gitattributes` sends a file of the working tree through a filter, such as git-lfs.
  public func hasFilter(_ path: String) -> Bool {
    var value: UnsafePointer<CChar>?
    guard git_attr_get(&value, pointer, 0, path, "filter") == 0 else { return false }
    return git_attr_value(value) == GIT_ATTR_VALUE_STRING
  }

  /// Whether git leaves a folder of the working tree alone, by `.gitignore` and what else tells it so.
  ///
  /// - Parameter path: absolute, or from the current folder; it need not be there.
  public func ignores(_ path: String) -> Bool {
    guard let tree = workTree else { return false }
    var (known, rest) = (path, "")
    while access(known, F_OK) != 0, let slash = known.lastIndex(of: "/"), slash > known.startIndex {
      rest = known[slash...] + rest
      known = String(known[..<slash])
    }
    if access(known, F_OK) != 0 { (known, rest) = (".", "/" + path) }
    guard let resolved = realpath(known, nil) else { return false }
    defer { free(resolved) }
    let whole = String(cString: resolved) + rest + "/"
    guard whole.hasPrefix(tree) else { return false }
    var isIgnored: Int32 = 0
    return git_ignore_path_is_ignored(&isIgnored, pointer, String(whole.dropFirst(tree.count))) == 0
      && isIgnored == 1
  }
}
