internal import CGit

/// All values of a key in the user's and the system's configuration, in the order of the files.
public func configurationValues(_ key: String) -> [String] {
  guard (try? Library.start()) != nil,
    let config = try? Owned(
      freedBy: git_config_free, "read the configuration", make: { git_config_open_default($0) }),
    let iterator = try? Owned(
      freedBy: git_config_iterator_free, "read \(key)",
      make: { git_config_multivar_iterator_new($0, config.pointer, key, nil) })
  else { return [] }
  var values: [String] = []
  var entry: UnsafeMutablePointer<git_config_entry>?
  while git_config_next(&entry, iterator.pointer) == 0, let found = entry {
    values.append(String(cString: found.pointee.value))
  }
  return values
}
