/// Lets this process, and those that it starts, have so many files open, where the system allows it.
public func raiseFileLimit(to wanted: UInt) {
  var limit = rlimit()
  guard getrlimit(fileLimit, &limit) == 0, limit.rlim_cur < rlim_t(wanted) else { return }
  limit.rlim_cur = min(rlim_t(wanted), limit.rlim_max)
  _ = setrlimit(fileLimit, &limit)
}

#if canImport(Glibc)
private let fileLimit = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
#else
private let fileLimit = RLIMIT_NOFILE
#endif
