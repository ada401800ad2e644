internal import CGit
import Glibc

extension Repository {
  /// What git says of the index; nil when it can read it.
  public var indexTrouble: String? {
    guard !isBare else { return nil }
    let question = ["git", "--git-dir", location.path, "ls-files", "-s"]
    return TransportProcess.succeeds(question) ? nil : TransportProcess.words(of: question)
  }

  /// Makes the index anew from HEAD; the files of the working tree stay as they are. The index as it was is put aside.
  public func mendIndex() -> Bool {
    guard let workTree, location.path == commonFolder, putAside("index") else { return false }
    return TransportProcess.succeeds(["git", "-C", workTree, "reset", "-q", "--mixed"])
  }

  /// Branches of which only the log is left.
  public func lostReferenceNames() -> [String] {
    let known = Set(allReferenceNames())
    return logged(in: "logs/refs/heads").map { String($0.dropFirst("logs/".count)) }.filter {
      !known.contains($0)
    }
  }

  private func logged(in folder: String) -> [String] {
    files(in: folder).flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      var status = stat()
      guard stat(commonFolder + path, &status) == 0 else { return [] }
      return status.st_mode & S_IFMT == S_IFDIR ? logged(in: path) : [path]
    }
  }
}
