import Editorial
import Git
import System

extension Desk {
  /// Starts git's own housekeeping in the background when there are so many packs or objects that it would do something:
  /// each sync that receives brings a pack, and nothing else puts them together.
  ///
  /// Nobody waits for it, and no writer is disturbed: git keeps what is younger than two weeks.
  func tidyWhenDue() {
    let objects = repository.commonFolder + "objects/"
    func limit(_ key: String, _ usual: Int) -> Int {
      repository.configuration(key).flatMap { Int($0) } ?? usual
    }
    let loose = limit("gc.auto", 6_700)
    guard loose > 0 else { return }
    let most = limit("gc.autopacklimit", 50)
    let packs = namesInFolder(objects + "pack")?.count { $0.hasSuffix(".pack") } ?? 0
    // As git does: one of 256 folders stands for all.
    let sample = namesInFolder(objects + "17")?.count { $0.utf8.count == 38 } ?? 0
    guard (most > 0 && packs > most) || sample > (loose + 255) / 256 else { return }
    startInBackground(["git", "-C", repository.location.path, "gc", "--auto", "--quiet"])
  }
}
