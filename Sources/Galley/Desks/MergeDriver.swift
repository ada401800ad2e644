import Editorial
import Git
import System

/// Galley as git's merge driver: with it `git merge`, `git rebase` and `git pull` merge articles by word.
///
/// Git's documentation: gitattributes(5), "Defining a custom merge driver".
public enum MergeDriver {
  /// The lines of an attributes file that ask for it, where a desk's articles stand.
  public static func attributes(for layout: DeskLayout) -> [String] {
    Set(
      // Of a new desk's, those that are Markdown.
      (layout.isStandard ? Array(layout.patterns.prefix(1)) : layout.patterns).map { pattern in
        let glob = "\(pattern.folder)\(pattern.folder.isEmpty ? "" : "**/")*.\(pattern.ending)"
        return "\(glob.contains(" ") ? "\"\(glob)\"" : glob) merge=galley"
      }
    ).sorted()
  }
  /// The settings that define it.
  public static let configuration = [
    (key: "merge.galley.name", value: "by word, with galley"),
    (key: "merge.galley.driver", value: "galley merge-file %O %A %B"),
  ]
}

/// What `installMergeDriver` did.
public struct InstalledMergeDriver: Sendable, Hashable {
  /// The attributes file of this repository, in force on every branch and never committed.
  public let attributesFile: String
  /// False when everything was set already.
  public let isNew: Bool
}

extension Desk {
  /// Makes plain git merge this desk's articles by word. Another `merge.galley.driver` that is set stays.
  ///
  /// The attributes go into the repository's own file: a revision's branch has no room for a `.gitattributes`.
  ///
  /// - Throws: ``Refusal`` when the attributes can't be written.
  public func installMergeDriver() throws -> InstalledMergeDriver {
    var isNew = false
    for (key, value) in MergeDriver.configuration where repository.configuration(key) == nil {
      try repository.setConfiguration(key, to: value)
      isNew = true
    }
    let folder = repository.commonFolder + "info"
    let file = folder + "/attributes"
    var text = readFile(file) ?? []
    let lines = text.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    let missing = try MergeDriver.attributes(for: layout()).filter { !lines.contains($0) }
    if !missing.isEmpty {
      if let last = text.last, last != 0x0A { text.append(0x0A) }
      text += missing.flatMap { Array("\($0)\n".utf8) }
      mkdir(folder, 0o777)
      guard writeFile(file, text) else {
        throw Refusal(
          "\(file) can't be written: \(systemErrorWords())", "Mend that and try again.")
      }
      isNew = true
    }
    return InstalledMergeDriver(attributesFile: file, isNew: isNew)
  }
}
