import Galley
import Git
import Terminal

/// The line on stderr that shows a transfer.
final class TransferLine {
  private let line = Progress()

  func show(_ progress: TransferProgress) {
    guard progress.totalObjects > 0 else { return }
    line.update(
      "\(progress.phase == .sending ? "sending" : "receiving"): \(progress.doneObjects) of \(progress.totalObjects) objects"
    )
  }

  func end() { line.finish() }
}
