/// What the system says of an error, such as "No space left on device".
///
/// - Parameter code: a value of errno; the last call's if not given.
public func systemErrorWords(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
