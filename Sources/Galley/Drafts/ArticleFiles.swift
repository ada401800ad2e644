import Editorial
import Git
import System

extension Desk {
  /// The files that a text shows that are new or changed, by their paths in the repository.
  ///
  /// - Parameters:
  ///   - place: where the text stands.
  ///   - read: a file by its path from the text's folder; nil where there is none.
  /// - Returns: also a sentence for each image that is nowhere.
  func filesToTake(
    for text: String, at place: ArticlePlace, in tree: ObjectID?, read: (String) -> [UInt8]?
  ) throws -> (files: [String: [UInt8]], notes: [String]) {
    var (files, notes) = ([String: [UInt8]](), [String]())
    let layout = try layout()
    for file in shownFiles(in: FrontMatter(of: text, name: place.text)) {
      let path = place.folder + file
      guard
        place.bundle == nil
          ? isMedia(path) && layout.kind(of: path) == .other : layout.isBundled(path, with: place),
        !layout.isSteeringGit(path)
      else { continue }
      let known = try tree.flatMap { try repository.entry(path, in: $0) }
      guard let bytes = read(file) else {
        if known == nil {
          notes.append("\(file), which the text shows, isn't beside it: put it there and save again")
        }
        continue
      }
      if known?.id != ObjectID(ofBlob: bytes) { files[path] = bytes }
    }
    return (files, notes)
  }

  /// The new and changed files of an article in a working tree; those that git cleans by a filter are named only.
  func filesInCheckout(
    _ slug: Slug, at folder: String, in tree: ObjectID
  ) throws -> (files: [String: [UInt8]], notes: [String]) {
    var (files, notes) = ([String: [UInt8]](), [String]())
    guard let place = try place(of: slug, in: tree) else { return (files, notes) }
    let layout = try layout()
    let text = readFile(folder + place.text).map {
      FrontMatter(of: String(decoding: $0, as: UTF8.self), name: place.text)
    }
    let shown = try text.map { text in
      try layout.isStandardBundle(place)
        ? [] : pictures(shownBy: text, at: place) { access(folder + $0, F_OK) == 0 }
    }
    let beside = place.bundle.map { bundle in
      regularFiles(below: "\(folder)\(bundle)/").map { "\(bundle)/\($0)" }
    }
    for path in Set((beside ?? []) + (shown ?? [])).sorted() {
      guard path != place.text, layout.isBundled(path, with: place) || shown?.contains(path) == true,
        !layout.isSteeringGit(path), isRegularFile(folder + path), !repository.ignores(folder + path),
        let bytes = readFile(folder + path)
      else { continue }
      let known = try repository.entry(path, in: tree)
      guard known?.id != ObjectID(ofBlob: bytes) else { continue }
      if repository.hasFilter(path) {
        if known == nil {
          notes.append("\(path) goes through a filter of git's: add it with 'git add' and 'git commit'")
        }
      } else {
        files[path] = bytes
      }
    }
    return (files, notes)
  }

  /// No link.
  private func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
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
