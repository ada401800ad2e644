@preconcurrency import System

/// What the output goes to.
public struct Screen: Sendable, Equatable {
  /// Standard output is a terminal.
  public var isTerminal: Bool
  /// Colours and attributes may be sent to it.
  public var isColoured: Bool
  /// Columns, from COLUMNS, the terminal, or 80; from 1 to 10,000.
  public var width: Int
  /// COLUMNS was set, so that the width binds a pipe too.
  public var isWidthSet: Bool

  public init(isTerminal: Bool, isColoured: Bool, width: Int, isWidthSet: Bool = false) {
    self.isTerminal = isTerminal
    self.isColoured = isColoured
    self.width = width
    self.isWidthSet = isWidthSet
  }

  /// The width that tables must keep to; nil in a pipe, where nothing is cut off.
  public var fittingWidth: Int? { isTerminal || isWidthSet ? width : nil }

  /// Standard output as it is now.
  public static func current(
    descriptor: Int32 = STDOUT_FILENO, environment: (String) -> String? = environmentVariable
  ) -> Screen {
    let isTerminal = isatty(descriptor) == 1
    let isPlain = !(environment("NO_COLOR") ?? "").isEmpty || environment("TERM") == "dumb"
    var window = winsize()
    var columns: Int?
    if isTerminal, ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 {
      columns = Int(window.ws_col)
    }
    let asked = environment("COLUMNS").flatMap { Int($0) }.flatMap { (1...10_000).contains($0) ? $0 : nil }
    return Screen(
      isTerminal: isTerminal, isColoured: isTerminal && !isPlain, width: min(asked ?? columns ?? 80, 10_000),
      isWidthSet: asked != nil)
  }
}

/// An environment variable's value, nil when it is not set.
public func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
