@preconcurrency import System

/// Both ends of a pseudo terminal; what is written to the one is typed or shown at the other.
final class PseudoTerminal {
  let controller: Int32
  let terminal: Int32

  init?(columns: UInt16 = 40) {
    controller = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var number: Int32 = 0
    var unlock: Int32 = 0
    // TIOCSPTLCK and TIOCGPTN of Linux, which the module of the C library does not offer to Swift.
    guard controller >= 0, ioctl(controller, 0x4004_5431, &unlock) == 0,
      ioctl(controller, 0x8004_5430, &number) == 0
    else { return nil }
    terminal = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    guard terminal >= 0 else { return nil }
    var window = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &window)
  }

  deinit {
    close(controller)
    close(terminal)
  }

  func type(_ text: String) { _ = text.withCString { write(controller, $0, strlen($0)) } }

  /// What was shown so far; call it after everything was written.
  ///
  /// The kernel hands on what is written when it finds the time: a mark at the end says that all is here.
  func shown() -> String {
    var mark: UInt8 = 0x01
    _ = write(terminal, &mark, 1)
    var shown: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 65_536)
    while shown.last != mark {
      let count = read(controller, &bytes, bytes.count)
      guard count > 0 else { break }
      shown += bytes.prefix(count)
    }
    if shown.last == mark { shown.removeLast() }
    return String(decoding: shown, as: UTF8.self)
  }
}
