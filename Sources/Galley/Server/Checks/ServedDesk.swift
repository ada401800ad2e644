import Editorial
import Git

/// What a server has before a push, read once, and what of it the pusher must not know.
final class ServedDesk {
  private let desk: Desk
  private let pusher: Pusher
  private var articles: [Slug: OpenArticle]?
  private var hidden: HiddenObjects?
  private var texts: [Slug: Bool] = [:]

  init(_ desk: Desk, _ pusher: Pusher) {
    self.desk = desk
    self.pusher = pusher
  }

  func article(_ slug: Slug) throws -> OpenArticle? {
    if let articles { return articles[slug] }
    let read = Dictionary(
      try desk.openArticles(withPublished: true).map { ($0.slug, $0) }, uniquingKeysWith: { $1 })
    articles = read
    return read[slug]
  }

  /// Where the branches of an article stand, and last `main`, whose history is the longest.
  func tips(of slug: Slug) throws -> [ObjectID] {
    let article = try article(slug)
    return (article?.revisions.map(\.tip) ?? []) + (article?.reviews.map(\.tip) ?? [])
      + (try desk.tip(.main).map { [$0] } ?? [])
  }

  /// Whether there is an article of this name: with a revision, or on `main`.
  func hasArticle(_ slug: Slug) throws -> Bool {
    if let known = texts[slug] { return known }
    let isThere = try article(slug)?.revisions.isEmpty == false || desk.isPublished(slug)
    texts[slug] = isThere
    return isThere
  }

  /// The article in whose folder a path is, where that folder is inside of another's.
  func article(inside slug: Slug, holding path: String) throws -> Slug? {
    let layout = try desk.layout()
    var folder = path.split(separator: "/").dropLast()
    while !folder.isEmpty {
      let inner = layout.bundleTexts(in: folder.joined(separator: "/")).compactMap(layout.slug(ofText:)).first
      if inner == slug { return nil }
      if let inner, try hasArticle(inner) { return inner }
      folder = folder.dropLast()
    }
    return nil
  }

  func hiddenObjects() throws -> HiddenObjects {
    if let hidden { return hidden }
    let found = try HiddenObjects(desk, desk.hiddenReviews(from: pusher))
    hidden = found
    return found
  }
}
