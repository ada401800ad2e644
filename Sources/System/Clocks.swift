/// Milliseconds since some moment in the past; never set back.
public func monotonicMilliseconds() -> Int { milliseconds(of: CLOCK_MONOTONIC) }

/// Milliseconds since 1970, as this machine's clock has it; a clock that is set before that counts as 1970.
public func wallClockMilliseconds() -> Int { max(0, milliseconds(of: CLOCK_REALTIME)) }

/// Seconds since the machine was started, sleep included.
public func secondsSinceBoot() -> Int {
  #if os(Linux)
  milliseconds(of: CLOCK_BOOTTIME) / 1_000
  #else
  monotonicMilliseconds() / 1_000
  #endif
}

private func milliseconds(of clock: clockid_t) -> Int {
  var time = timespec()
  clock_gettime(clock, &time)
  return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
}
