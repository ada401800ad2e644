import Editorial
import Git

extension Desk {
  /// Starts the first revision of an article that `main` has and nobody took up: its files as they stand there, byte for
  /// byte, in a commit without parents that names `main`'s commit as its base.
  ///
  /// - Throws: ``Refusal`` when `main` hasn't the article, it is open, or it was published from a revision.
  public func adopt(_ slug: Slug) throws -> SavedDraft {
    try mayDo(.write)
    if let open = try openArticle(slug)?.current {
      throw Refusal("\(slug) is open already, at \(open.number)", "Go on with 'galley status \(slug)'.")
    }
    guard let main = try tip(.main), try isPublished(slug) else {
      throw Refusal(
        "main has no \(try usualPlace(of: slug).text)",
        "Start the article with 'galley new \(slug) --from FILE'.")
    }
    try refuseAmbiguity(of: slug, places(of: slug, in: repository.commit(main).tree))
    guard try lastPublication(of: slug) == nil else {
      throw Refusal("\(slug) was published from a revision", "Start the next with 'galley revise \(slug)'.")
    }
    let text = try articleText(slug, in: main)
    let path = try textPath(of: slug, at: main)
    _ = try FrontMatter.checked(text, name: path)
    let tree = try adoptedTree(slug, in: main)
    let number = RevisionNumber.first
    let message =
      CommitNote(.new, slug, number).message("Adopt \(slug) as main has it") + Self.trailer(ofBase: main)
    let commit = try commit(tree: tree, parents: [], message: message)
    try landing("galley adopt \(slug)") {
      [ReferenceUpdate(DeskBranch.revision(slug, number).reference, from: nil, to: commit)]
    }
    return SavedDraft(
      slug: slug, number: number, commit: commit, isChanged: true,
      title: FrontMatter(of: text, name: path).title,
      mended: [], notes: [])
  }

  /// Adopts an article that nobody took up yet, for what is about to be done with it.
  ///
  /// - Returns: whether it did.
  @discardableResult
  public func takeUp(_ slug: Slug) throws -> Bool {
    // By names alone: this stands before every remark.
    guard try openArticle(slug, withPublished: true) == nil, try canAdopt(slug) else { return false }
    guard (try? mayDo(.write)) != nil else {
      throw Refusal(
        "main has \(slug), and nobody took it up for reviews yet",
        "Ask an author or editor for 'galley adopt \(slug)'.")
    }
    _ = try adopt(slug)
    return true
  }

  /// Whether `main` has an article that no revision of this desk ever was: then it can be adopted.
  public func canAdopt(_ slug: Slug) throws -> Bool {
    try isPublished(slug) && openArticle(slug)?.current == nil && lastPublication(of: slug) == nil
  }

  /// - Throws: ``Refusal`` when several files have names that make one slug.
  private func refuseAmbiguity(of slug: Slug, _ places: [ArticlePlace]) throws {
    guard places.count > 1 else { return }
    throw Refusal(
      "\(places.prefix(8).map(\.text).joined(separator: " and ")) would all be the article \(slug)",
      "Rename one of them on main, or tell them apart in 'articles' of \(DeskPath.configuration).")
  }

  /// Whether a path is, by its name or in what `main` has, one of a text.
  public func mayBeText(_ path: String) throws -> Bool {
    if try layout().claim(on: path) != .nobody { return true }
    guard let main = try tip(.main), !path.hasPrefix("/"), !path.isEmpty else { return false }
    let entry = try? repository.entry(path, in: repository.commit(main).tree)
    return entry?.mode == .file
  }

  /// The article whose text stands at a path of `main`.
  ///
  /// - Throws: ``Refusal`` when no pattern of galley.yaml is of such a file, two give it different slugs, or `main` hasn't
  ///   got it.
  public func slug(ofTextAt path: String) throws -> Slug {
    switch try layout().claim(on: path) {
    case .article(let place):
      guard let main = try tip(.main),
        let entry = try repository.entry(path, in: repository.commit(main).tree)
      else {
        throw Refusal("main has no \(path)", "Commit the file there first, or start it with 'galley new'.")
      }
      guard entry.mode == .file || entry.mode == .executable else {
        throw Refusal("\(path) on main is no text but a link or a folder", "Name the file that it leads to.")
      }
      return place.slug
    case .several(let patterns):
      throw Refusal(
        "\(path) is of two patterns: \(patterns.map(\.text).joined(separator: " and "))",
        "Put the narrower one first in 'articles' of \(DeskPath.configuration).")
    case .nobody:
      let patterns = try layout().patterns.map(\.text).joined(separator: ", ")
      throw Refusal(
        "\(path) isn't where this desk's articles stand: \(patterns)",
        "Add its place to 'articles' of \(DeskPath.configuration) on main.")
    }
  }

  /// Every article of `main` that was never taken up.
  ///
  /// - Throws: ``Refusal`` when two files' names make one slug.
  public func adoptable() throws -> [ArticlePlace] {
    guard let main = try tip(.main) else { return [] }
    let places = try places(in: repository.commit(main).tree)
    for (slug, same) in Dictionary(grouping: places, by: \.slug) { try refuseAmbiguity(of: slug, same) }
    let known = try Set(openArticles(withPublished: true).map(\.slug)).union(publishedOnce())
    return places.filter { !known.contains($0.slug) }
  }

  /// The slugs of all articles that a revision was ever published of, from one walk along `main`.
  private func publishedOnce() throws -> Set<Slug> {
    var found: Set<Slug> = []
    try walkMain { commit in
      guard commit.parents.count == 2 else { return }
      if let note = CommitNote(message: commit.message), note.event == .publish {
        found.insert(note.slug)
      } else if try !isMergeOfMains(commit) {
        // A merge by plain git: its second parent is a revision, and holds one article.
        let revision = try repository.commit(commit.parents[1])
        if let note = CommitNote(message: revision.message) { found.insert(note.slug) }
      }
    }
    return found
  }

  /// The tree of an article's files alone, as a commit of `main` has them.
  func adoptedTree(_ slug: Slug, in main: ObjectID) throws -> ObjectID {
    var edit = TreeEdit()
    for file in try articleFiles(of: slug, in: repository.commit(main).tree) {
      edit.put(file.entry.id, at: file.path, mode: file.entry.mode)
    }
    return try edit.write(to: repository, over: nil)
  }
}
