internal import CGit
import System

extension Repository {
  /// What git says of the index; nil when it can read it.
  public var indexTrouble: String? {
    guard !isBare else { return nil }
    return TransportProcess.trouble(of: ["git", "--git-dir", location.path, "ls-files", "-s"])
  }

  /// Makes the index anew from HEAD; the files of the working tree stay as they are. The index as it was is put aside.
  public func mendIndex() -> Bool {
    guard let workTree, location.path == commonFolder, putAside("index") else { return false }
    return TransportProcess.succeeds(["git", "-C", workTree, "reset", "-q", "--mixed"])
  }

  /// Branches of which only the log is left.
  public func lostReferenceNames() -> [String] {
    let known = Set(allReferenceNames())
    return filesBelow("logs/refs/heads").map { String($0.dropFirst("logs/".count)) }.filter {
      !known.contains($0)
    }
  }
}
