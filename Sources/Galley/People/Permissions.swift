import Editorial
import Git

extension Desk {
  /// - Throws: ``Refusal`` when galley.yaml names people and this one may not do it.
  func mayDo(_ action: DeskConfiguration.Action) throws {
    let configuration = try configuration()
    guard !configuration.people.isEmpty else { return }
    let person = try person()
    guard let known = configuration.person(email: person.email) else {
      throw Refusal(
        "galley.yaml doesn't name \(person.email)",
        "Ask an editor to add you to \(DeskPath.configuration) on main, or set the right git config user.email."
      )
    }
    guard configuration.may(action, email: known.email) else {
      let needed = (action.roles ?? []).map(\.rawValue).sorted().joined(separator: " or ")
      throw Refusal(
        "\(known.name) may not \(action.words): that takes the role \(needed)",
        "Ask an editor to do it, or to give you the role in \(DeskPath.configuration) on main.")
    }
  }
}

extension Desk {
  /// Whether an article is a person's: of those who wrote its text, and whom its front matter names; an editor's is each.
  ///
  /// - Parameter tips: its revisions, newest first, or what is published; an article that has none yet is of who starts it.
  func isArticle(_ slug: Slug, of person: DeskConfiguration.Person, at tips: [ObjectID]) throws -> Bool {
    guard !person.roles.contains(.editor), let newest = tips.first else { return true }
    let named = try frontMatter(of: slug, in: newest).authors
    let isNamed = named.contains { author in
      author.email.map { $0.lowercased() == person.email.lowercased() } ?? (author.name == person.name)
    }
    return try isNamed || tips.contains { try authors(of: slug, at: $0).contains(person.id) }
  }

  /// - Throws: ``Refusal`` when the person may do this for articles that are theirs, and the article isn't.
  func mayDo(_ action: DeskConfiguration.Action, of slug: Slug) throws {
    try mayDo(action)
    let configuration = try configuration()
    guard let person = try configuration.person(email: person().email) else { return }
    let open = try openArticle(slug, withPublished: true)?.revisions.reversed().map(\.tip) ?? []
    let tips = try open.isEmpty ? [lastPublication(of: slug)?.revision.tip].compactMap(\.self) : open
    guard try !isArticle(slug, of: person, at: tips) else { return }
    throw Refusal(
      "\(slug) isn't an article of \(person.name)'s, and only its authors and editors \(action.words)",
      "Say what you think with 'galley annotate', or have an author add you to its front matter.")
  }
}

extension DeskConfiguration.Action {
  fileprivate var words: String {
    switch self {
    case .write: "change texts"
    case .annotate: "annotate"
    case .giveVerdict: "give a verdict"
    case .checkClaims: "check claims"
    case .decide: "decide on a revision"
    case .resolve: "resolve remarks of others"
    case .mergeReviews: "merge reviews"
    case .publish: "publish"
    }
  }
}
