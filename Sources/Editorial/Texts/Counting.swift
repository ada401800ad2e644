/// A count with its noun: "1 query", "3 queries".
///
/// - Parameter many: the plural; with an "s" at the end if not given.
public func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
  "\(count) \(count == 1 ? one : many ?? one + "s")"
}
