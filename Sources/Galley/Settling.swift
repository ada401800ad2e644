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
  /// Opens the marked text for a person; gives the settled one, or throws when it isn't.
  public var edit: ((_ path: String, _ marked: String) throws -> String)?

  public init() {}

  /// The side that a passage gets: a number goes before 'all'.
  func side(of number: Int) -> Int? {
    if ours.name(number) { return 0 }
    if theirs.name(number) { return 1 }
    return ours == .all ? 0 : theirs == .all ? 1 : nil
  }
}

/// A merged text in which a person settled passages by number.
struct SettledMerge {
  /// With what is still open marked, as git marks it, each passage with its number.
  private(set) var text = ""
  /// How many passages there were, settled ones too.
  private(set) var count = 0
  private(set) var open = 0

  /// - Parameter first: the number of the first passage.
  init(_ result: MergeResult, _ settling: Settling, first: Int = 1, ours: String, theirs: String) {
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
