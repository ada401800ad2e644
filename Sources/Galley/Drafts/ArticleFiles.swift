import Editorial
import Git
import System

extension Desk {
  /// The files beside an article's text that are new or changed, by their paths from the article's folder.
  ///
  /// - Parameters:
  ///   - text: the images that it shows are looked for.
  ///   - read: a file by its path from the text's folder; nil where there is none.
  /// - Returns: also a sentence for each image that is nowhere.
  func filesToTake(
    for text: String, of slug: Slug, in tree: ObjectID?, read: (String) -> [UInt8]?
  ) throws -> (files: [String: [UInt8]], notes: [String]) {
    var (files, notes) = ([String: [UInt8]](), [String]())
    for file in shownFiles(in: FrontMatter(of: text)) {
      let path = "\(DeskPath.article(slug))/\(file)"
      guard DeskPath.belongs(path, to: slug), !DeskPath.isSteeringGit(path) else { continue }
      let known = try tree.flatMap { try repository.entry(path, in: $0) }
      guard let bytes = read(file) else {
        if known == nil {
          notes.append("\(file), which the text shows, isn't beside it: put it there and save again")
        }
        continue
      }
      if known?.id != ObjectID(ofBlob: bytes) { files[file] = bytes }
    }
    return (files, notes)
  }

  /// The new and changed files of an article's folder in a working tree; those that git cleans by a filter are named only.
  func filesInCheckout(
    _ slug: Slug, at folder: String, in tree: ObjectID
  ) throws -> (files: [String: [UInt8]], notes: [String]) {
    var (files, notes) = ([String: [UInt8]](), [String]())
    let root = "\(folder)\(DeskPath.article(slug))/"
    for file in regularFiles(below: root) {
      let path = "\(DeskPath.article(slug))/\(file)"
      guard path != DeskPath.text(slug), DeskPath.belongs(path, to: slug), !DeskPath.isSteeringGit(path),
        !repository.ignores(root + file), let bytes = readFile(root + file)
      else { continue }
      let known = try repository.entry(path, in: tree)
      guard known?.id != ObjectID(ofBlob: bytes) else { continue }
      if repository.hasFilter(path) {
        if known == nil {
          notes.append("\(path) goes through a filter of git's: add it with 'git add' and 'git commit'")
        }
      } else {
        files[file] = bytes
      }
    }
    return (files, notes)
  }

  /// By path from a folder; no links, and nothing whose name begins with a dot.
  private func regularFiles(below root: String, _ inner: String = "") -> [String] {
    (namesInFolder(root + inner) ?? []).filter { !$0.hasPrefix(".") }.sorted().flatMap { name -> [String] in
      var status = stat()
      guard lstat(root + inner + name, &status) == 0 else { return [] }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: return regularFiles(below: root, "\(inner)\(name)/")
      case S_IFREG: return [inner + name]
      default: return []
      }
    }
  }
}
