/// A process, told from a later one with its id by when it was started.
public struct RunningProcess: Equatable {
  public let id: Int32
  /// In the kernel's ticks since it began.
  public let started: Int

  public init(id: Int32, started: Int) {
    self.id = id
    self.started = started
  }

  /// nil when there is none.
  public init?(_ id: Int32) {
    guard id > 0, let bytes = readFile("/proc/\(id)/stat") else { return nil }
    // The program's name is in brackets and may hold anything; the start is the twentieth word behind it.
    let words = String(decoding: bytes, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
    guard words.count > 19, words[0] != "Z", let started = Int(words[19]) else { return nil }
    self.init(id: id, started: started)
  }

  public var isRunning: Bool { RunningProcess(id) == self }

  /// Whether a process is git's for the server's side of a push; nil when that can't be found out.
  public static func takesPush(_ id: Int32) -> Bool? {
    readFile("/proc/\(id)/cmdline").map { String(decoding: $0, as: UTF8.self).contains("receive-pack") }
  }
}
