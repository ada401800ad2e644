import Prose
import Terminal

extension Paint {
  /// Words that go. Without colour the marks of git's word diff tell them.
  func deleted(_ text: String) -> String { isOn ? strike(text) : visible("[-\(text)-]", keepNewlines: false) }

  /// Words that come.
  func inserted(_ text: String) -> String { isOn ? green(text) : visible("{+\(text)+}", keepNewlines: false) }

  /// A passage in one line with what a suggestion takes out of it and puts in; long runs that stay are cut short.
  func change(from old: String, to new: String) -> String {
    PassageChange.runs(from: old, to: new).map { run in
      switch run.kind {
      case .same: visible(run.text, keepNewlines: false)
      case .deleted: deleted(run.text)
      case .inserted: inserted(run.text)
      }
    }.joined()
  }
}
