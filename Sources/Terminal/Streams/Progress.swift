import System

/// One line on standard error that says how far a transfer is: on a terminal only, at most ten times a
/// second, and gone at the end.
public final class Progress {
  private let descriptor: Int32
  private let screen: Screen
  private let now: () -> Int
  private var nextTime: Int = 0
  private var isShown = false

  /// - Parameter now: a clock that never goes back, in milliseconds.
  public init(
    descriptor: Int32 = STDERR_FILENO, screen: Screen? = nil,
    now: @escaping () -> Int = monotonicMilliseconds
  ) {
    self.descriptor = descriptor
    self.screen = screen ?? Screen.current(descriptor: descriptor)
    self.now = now
  }

  deinit { finish() }

  /// Replaces the line, unless it was replaced less than 100 ms ago; the text is made only when it is shown.
  public func update(_ text: @autoclosure () -> Styled) {
    guard screen.isTerminal, screen.width > 1 else { return }
    let time = now()
    guard time >= nextTime else { return }
    nextTime = time &+ 100
    // A line as wide as the screen would make some terminals go on to the next.
    let line = Styled(text().plain).truncated(to: screen.width - 1).plain
    send("\r\u{1B}[K" + line)
    isShown = true
  }

  /// Erases the line; before anything else is written to the terminal.
  public func finish() {
    guard isShown else { return }
    send("\r\u{1B}[K")
    isShown = false
    nextTime = 0
  }

  private func send(_ text: String) { _ = writeAll(Array(text.utf8), to: descriptor) }
}
