import Editorial
import Git

/// Looks through what a client asks of git's upload-pack, for somebody from whom reviews of blind rounds are hidden.
///
/// Git hides branches when they are listed; but by protocol 2 it hands out whatever object is asked for by its id, and in
/// any version it says of every id and branch name whether it has it (tried with git 2.39). So a hidden object is to this
/// client as one that isn't there. What is passed on keeps its length.
public struct FetchFilter {
  /// What becomes of a line.
  public enum Answer: Equatable, Sendable {
    case pass([UInt8])
    /// The client is told this, as git would say it, and hears no more.
    case end(String)
  }

  private let repository: Repository
  private let login: String
  private let environment: [String: String]
  /// What was hidden when git began to answer.
  private let patterns: Set<String>
  private var isVersion2 = false
  private var desk: Desk
  private var hidden: HiddenObjects?

  public init(folder: String, login: String, environment: [String: String]) throws {
    repository = try Repository(openingAt: folder)
    self.login = login
    self.environment = environment
    desk = Desk(repository: repository, environment: environment)
    patterns = Set(try desk.hiddenPatterns(from: login))
  }

  /// - Parameter line: of git's pkt-lines what is behind the length.
  public mutating func answer(_ line: [UInt8]) throws -> Answer {
    let text = String(decoding: line, as: UTF8.self)
    let words = text.split(maxSplits: 2, whereSeparator: \.isWhitespace)
    if text.hasPrefix("command=") {
      isVersion2 = true
      return try begin() ? .pass(line) : .end("the rounds of reviews have changed; fetch again")
    }
    guard words.count > 1 else { return .pass(line) }
    switch words[0] {
    case "want":
      guard let id = ObjectID(hex: words[1].lowercased()), try isVersion2 && !mayHave(id) else {
        return .pass(line)
      }
      return .end("upload-pack: not our ref \(id)")
    case "have", "shallow":
      guard let id = ObjectID(hex: words[1].lowercased()), try hiddenObjects().contains(id) else {
        return .pass(line)
      }
      return .pass(Self.blotted(line, words[1], with: "0"))
    case "deepen-not":
      // A name that git completes: that of a review is none, whether there is one or not.
      guard words[1].contains("review") else { return .pass(line) }
      return .pass(Self.blotted(line, words[1], with: "?"))
    default: return .pass(line)
    }
  }

  /// A client may keep its connection for long: each command of protocol 2 is answered by what is so now.
  ///
  /// - Returns: whether git still hides all that is to be hidden.
  private mutating func begin() throws -> Bool {
    desk = Desk(repository: repository, environment: environment)
    hidden = nil
    return try patterns.isSuperset(of: desk.hiddenPatterns(from: login).filter { !$0.hasPrefix("!") })
  }

  private mutating func hiddenObjects() throws -> HiddenObjects {
    if let hidden { return hidden }
    let found = try HiddenObjects(desk, desk.hiddenReviews(from: login))
    hidden = found
    return found
  }

  /// Whether a branch that isn't hidden has a commit, or nothing is hidden.
  private mutating func mayHave(_ id: ObjectID) throws -> Bool {
    let hidden = try hiddenObjects()
    guard !hidden.reviews.isEmpty else { return true }
    let tips = try repository.references(matching: "refs/*").filter { reference in
      DeskBranch(reference: reference.name).map { !hidden.reviews.contains($0) } ?? true
    }.map(\.target)
    if tips.contains(id) { return true }
    guard try repository.has(id), (try? repository.commit(id)) != nil else { return false }
    return try tips.contains { try repository.isReachable(id, from: $0) }
  }

  private static func blotted(_ line: [UInt8], _ word: Substring, with byte: Character) -> [UInt8] {
    let count = word.utf8.count
    guard let start = line.firstIndex(of: 0x20), start + 1 + count <= line.count else { return [] }
    return line[...start] + Array(repeating: byte.asciiValue ?? 0x30, count: count)
      + line[(start + 1 + count)...]
  }
}

extension FetchFilter {
  /// Git's lines, taken from a stream of bytes.
  public struct Lines {
    public enum Part: Equatable, Sendable {
      case line([UInt8])
      /// A mark between lines, such as `0000`.
      case mark([UInt8])
    }

    public struct Malformed: Error {}

    private var bytes: [UInt8] = []

    public init() {}

    public mutating func add(_ more: some Sequence<UInt8>) { bytes += more }

    /// The next part that is whole.
    public mutating func next() throws(Malformed) -> Part? {
      guard bytes.count >= 4 else { return nil }
      guard let length = Int(String(decoding: bytes[..<4], as: UTF8.self), radix: 16), length >= 0,
        length < 65_521
      else { throw Malformed() }
      guard length >= 4 else {
        defer { bytes.removeFirst(4) }
        return .mark(Array(bytes[..<4]))
      }
      guard bytes.count >= length else { return nil }
      defer { bytes.removeFirst(length) }
      return .line(Array(bytes[4..<length]))
    }

    /// A line with its length before it.
    public static func packed(_ line: [UInt8]) -> [UInt8] {
      let digits = String(line.count + 4, radix: 16)
      return Array((String(repeating: "0", count: 4 - digits.count) + digits).utf8) + line
    }
  }
}
