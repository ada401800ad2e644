import Editorial
import Git
import Prose

/// How a person settles passages that two sides changed differently.
public struct Settling {
  /// Which passages, by the numbers they are shown with.
  public enum Passages: Sendable, Hashable {
    case all
    case these(Set<Int>)

    func name(_ number: Int) -> Bool {
      if case .these(let numbers) = self { numbers.contains(number) } else { false }
    }
  }

  public var ours: Passages = .these([])
  public var theirs: Passages = .these([])
  /// Has a person settle a text; gives the settled one, or throws when it isn't.
  public var edit: ((OpenText) throws -> String)?

  public init() {}

  /// The side that a passage gets, 0 for ours: a number goes before 'all'.
  public func side(of number: Int) -> Int? {
    if ours.name(number) { return 0 }
    if theirs.name(number) { return 1 }
    return ours == .all ? 0 : theirs == .all ? 1 : nil
  }
}

/// A merged text with passages that are still open.
public struct OpenText: Sendable {
  /// The path of the article's text on the desk.
  public let path: String
  /// What is still open is marked, as git marks it, each passage with its number.
  public let marked: String
  /// The same for the same merge, whatever is settled in it and however its passages are numbered.
  public let merge: String
}

/// A merged text in which a person settled passages by number.
struct SettledMerge {
  /// With what is still open marked, as git marks it, each passage with its number.
  private(set) var text = ""
  /// How many passages there were, settled ones too.
  private(set) var count = 0
  private(set) var open = 0
  private let name: String

  /// - Parameter first: the number of the first passage.
  init(_ result: MergeResult, _ settling: Settling, first: Int = 1, ours: String, theirs: String) {
    name = String(Self.hash(result.text()), radix: 16)
    for hunk in result.hunks {
      switch hunk {
      case .clean(let clean): text += clean
      case .conflict(_, let our, let their):
        let number = first + count
        count += 1
        switch settling.side(of: number) {
        case 0: text += our
        case 1: text += their
        default:
          open += 1
          text.appendConflict(ours: our, theirs: their, as: "\(number): \(ours)", "\(number): \(theirs)")
        }
      }
    }
  }

  func openText(at path: String) -> OpenText { OpenText(path: path, marked: text, merge: name) }

  /// FNV-1a.
  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// The marked text's lines, for people.
  var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
}

/// Refuses a text in which passages are still marked.
func refuseMarks(in text: String) throws {
  guard let line = firstConflictMark(in: text) else { return }
  throw Refusal(
    .conflict, "the text still has the marks of a conflict, in line \(line)",
    "Choose between the two sides there, take the marks out, and save it again.")
}
