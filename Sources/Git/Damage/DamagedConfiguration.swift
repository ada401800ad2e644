internal import CGit
import System

/// A line of a file of the repository's that git can't read.
public struct DamagedLine: Sendable, Hashable {
  /// Counted from 1.
  public let number: Int
  public let text: String
}

extension ClosedRepository {
  private static let mostLines = 32

  /// The lines of git's configuration that can't be read, and the configuration without them.
  private func salvagedConfiguration() -> (damaged: [DamagedLine], text: String) {
    let given = (Repository.bytes(of: folder + "config") ?? []).split(
      separator: 0x0A, omittingEmptySubsequences: false)
    var lines = given.map { Array($0) }
    var damaged: [Int] = []
    // Not beside the configuration: a look changes nothing there.
    let scratch = try? ScratchFolder()
    for _ in 0..<2 * Self.mostLines {
      let bytes = Array(lines.joined(separator: [0x0A]))
      guard let trial = try? scratch?.write(bytes, to: "config") else { break }
      guard let trouble = Self.trouble(inConfiguration: trial) else {
        return (told(damaged, given.map { Array($0) }), String(decoding: bytes, as: UTF8.self))
      }
      guard let number = Self.lineNumber(in: trouble), lines.indices.contains(number - 1) else { break }
      // A line that is a comment already and still hurts goes whole.
      let line = lines[number - 1]
      lines[number - 1] =
        line.starts(with: Array("# doctor: ".utf8)) || line.contains(0) ? [] : Array("# doctor: ".utf8) + line
      if damaged.last != number { damaged.append(number) }
    }
    return (told(damaged, given.map { Array($0) }), minimalConfiguration)
  }

  private func told(_ numbers: [Int], _ lines: [[UInt8]]) -> [DamagedLine] {
    numbers.map { DamagedLine(number: $0, text: String(decoding: lines[$0 - 1].prefix(200), as: UTF8.self)) }
  }

  private var minimalConfiguration: String {
    let isBare = !folder.hasSuffix("/.git/")
    return """
      [core]
      \trepositoryformatversion = 0
      \tfilemode = true
      \tbare = \(isBare)
      \tlogallrefupdates = true

      """
  }

  /// The lines of git's configuration that can't be read; nil when git can read it.
  public var configurationTrouble: [DamagedLine]? {
    Self.trouble(inConfiguration: folder + "config") == nil ? nil : salvagedConfiguration().damaged
  }

  /// Makes comments of the lines that can't be read, or the plainest configuration when that doesn't help. The file
  /// as it was is put aside.
  public func mendConfiguration() -> Bool {
    let text = salvagedConfiguration().text
    let new = folder + "config.new"
    return Self.write(Array(text.utf8), to: new) && putAside("config") && rename(new, folder + "config") == 0
  }

  /// What git says of a file of configuration; nil when it can read it.
  private static func trouble(inConfiguration file: String) -> String? {
    // From elsewhere: git reads the configuration of the repository that it stands in, too.
    TransportProcess.trouble(of: ["git", "-C", "/", "config", "--file", file, "--list"])
  }

  /// `fatal: bad config line 12 in file …`
  private static func lineNumber(in words: String) -> Int? {
    words.split(separator: " ").adjacentPair(after: "line").flatMap { Int($0.prefix { $0.isNumber }) }
  }

  // MARK: packed-refs

  /// The lines of packed-refs that git can't read; nil when there are none.
  public var packedReferencesTrouble: [DamagedLine]? {
    let damaged = packedReferences().damaged
    return damaged.isEmpty ? nil : damaged
  }

  /// Takes the lines out that git can't read. The file as it was is put aside.
  public func mendPackedReferences() -> Bool {
    let new = folder + "packed-refs.new"
    return Self.write(Array(packedReferences().text.utf8), to: new) && putAside("packed-refs")
      && rename(new, folder + "packed-refs") == 0
  }

  private func packedReferences() -> (damaged: [DamagedLine], text: String) {
    let text = Repository.text(of: folder + "packed-refs") ?? ""
    var (damaged, kept) = ([DamagedLine](), "")
    var isPeelable = false
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where index < lines.count - 1 || !line.isEmpty {
      let isPeeled = line.hasPrefix("^")
      let words = line.split(separator: " ", maxSplits: 1)
      let isReference =
        words.count == 2 && ObjectID(hex: words[0]) != nil
        && Repository.isValidReferenceName(String(words[1]))
      let isFine =
        line.hasPrefix("#")
        ? index == 0 : isPeeled ? isPeelable && ObjectID(hex: line.dropFirst()) != nil : isReference
      isPeelable = isReference && !isPeeled
      if isFine {
        kept += line + "\n"
      } else {
        damaged.append(DamagedLine(number: index + 1, text: String(line.prefix(200))))
      }
    }
    return (damaged, kept)
  }

  // MARK: files

  private func putAside(_ name: String) -> Bool {
    mkdir(folder + "galley", 0o777)
    mkdir(folder + "galley/hurt", 0o777)
    return rename(folder + name, "\(folder)galley/hurt/\(name)-\(UInt32.random(in: 0 ... .max))") == 0
  }

  private static func write(_ bytes: [UInt8], to path: String) -> Bool {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { return false }
    defer { close(file) }
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        System.write(file, $0.baseAddress?.advanced(by: done), bytes.count - done)
      }
      guard count > 0 else { return false }
      done += count
    }
    return fsync(file) == 0
  }
}

extension Array where Element == Substring {
  fileprivate func adjacentPair(after word: String) -> Substring? {
    firstIndex { $0 == word }.flatMap { indices.contains($0 + 1) ? self[$0 + 1] : nil }
  }
}
