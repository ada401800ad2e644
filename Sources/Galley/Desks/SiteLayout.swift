import Editorial
import Git

/// The program that makes a site or a book of a repository's texts, told by its files.
public enum SiteGenerator: String, Sendable, CaseIterable {
  case hugo = "Hugo"
  case jekyll = "Jekyll"
  case eleventy = "Eleventy"
  case astro = "Astro"
  case mkdocs = "MkDocs"
  case docusaurus = "Docusaurus"
  case quarto = "Quarto"
  case mdbook = "mdBook"
  case gitbook = "GitBook"
  case vitepress = "VitePress"
  case sphinx = "Sphinx"
  case zola = "Zola"
  case pelican = "Pelican"

  /// Files at the top, or folders, one of which it always has.
  var marks: [String] {
    switch self {
    case .hugo: ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default", "archetypes"]
    case .jekyll: ["_config.yml", "_config.yaml", "_config.toml"]
    case .eleventy: [".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs"]
    case .astro: ["astro.config.mjs", "astro.config.js", "astro.config.ts"]
    case .mkdocs: ["mkdocs.yml", "mkdocs.yaml"]
    case .docusaurus: ["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs"]
    case .quarto: ["_quarto.yml", "_quarto.yaml"]
    case .mdbook: ["book.toml"]
    case .gitbook: [".gitbook.yaml", "SUMMARY.md"]
    case .vitepress: [".vitepress", "docs/.vitepress"]
    case .sphinx: ["conf.py", "docs/conf.py", "source/conf.py"]
    case .zola: ["zola.toml"]
    case .pelican: ["pelicanconf.py"]
    }
  }

  /// The folders that its texts are in; empty for the top.
  var folders: [String] {
    switch self {
    case .hugo, .zola: ["content/"]
    case .jekyll: ["_posts/", "_drafts/", "_docs/", "collections/"]
    case .eleventy: ["src/posts/", "src/content/", "posts/", "content/", "src/"]
    case .astro: ["src/content/", "src/pages/"]
    case .mkdocs: ["docs/"]
    case .docusaurus: ["docs/", "blog/"]
    case .quarto: ["chapters/", "posts/", "articles/", ""]
    case .mdbook: ["src/"]
    case .gitbook, .vitepress: ["docs/", ""]
    case .sphinx: ["docs/", "source/", ""]
    case .pelican: ["content/"]
    }
  }
}

/// What `init` found in a repository that has files already.
public struct FoundSite: Sendable, Hashable {
  public let generator: SiteGenerator?
  /// As galley.yaml has them; none where there are no texts.
  public let patterns: [String]
  /// How many articles the patterns are of.
  public let articles: Int
}

/// Texts that are about the repository, not of the site.
private let housekeeping: Set<String> = [
  "readme", "license", "licence", "contributing", "changelog", "code_of_conduct", "security", "authors",
  "summary",
  "index", "404",
]

extension Desk {
  /// Looks at what `main` has for the places of a site's texts.
  ///
  /// A post with a day in its name is of a pattern with `{date}`; a folder with an `index.md` of the one whose folder it is.
  func foundSite(in tree: ObjectID) throws -> FoundSite {
    let generator = try SiteGenerator.allCases.first { try isMade(by: $0, tree) }
    let usual = ["content/", "posts/", "_posts/", "docs/", "chapters/", "articles/", "src/content/", "text/"]
    var counts: [String: Int] = [:]
    var known: [String] = []
    for folder in generator?.folders ?? usual
    where !known.contains(where: { $0.isEmpty || folder.hasPrefix($0) }) {
      let paths = try texts(below: folder, in: tree)
      guard !paths.isEmpty else { continue }
      known.append(folder)
      for path in paths { counts[pattern(of: path, below: folder), default: 0] += 1 }
    }
    // The narrower first: of two for one file, that is the one that is meant.
    let patterns = counts.keys.sorted {
      let (left, right) = ($0.contains("{date}"), $1.contains("{date}"))
      return left == right ? $0 < $1 : left
    }
    return FoundSite(generator: generator, patterns: patterns, articles: counts.values.reduce(0, +))
  }

  private func isMade(by generator: SiteGenerator, _ tree: ObjectID) throws -> Bool {
    if try generator.marks.contains(where: { try repository.entry($0, in: tree) != nil }) { return true }
    // Hugo's older name of its configuration is other programs', too.
    guard generator == .hugo, try repository.entry("content", in: tree) != nil else { return false }
    return try ["config.toml", "config.yaml", "config.yml"].contains {
      try repository.entry($0, in: tree) != nil
    }
  }

  /// The paths of the texts in a folder: in all folders below, but at the top in none.
  private func texts(below folder: String, in tree: ObjectID) throws -> [String] {
    var found: [String] = []
    func collect(_ tree: ObjectID, _ path: String, _ depth: Int) throws {
      for entry in try repository.entries(of: tree) where !entry.name.hasPrefix(".") && depth < 20 {
        if entry.mode == .folder {
          if !folder.isEmpty { try collect(entry.id, "\(path)\(entry.name)/", depth + 1) }
        } else if entry.mode == .file || entry.mode == .executable, SourceFormat.isText(entry.name),
          !entry.name.hasPrefix("_"), !(folder.isEmpty && isHousekeeping(entry.name))
        {
          found.append(path + entry.name)
        }
      }
    }
    if folder.isEmpty {
      try collect(tree, "", 0)
    } else if let entry = try repository.entry(String(folder.dropLast()), in: tree), entry.mode == .folder {
      try collect(entry.id, folder, 0)
    }
    return found
  }

  private func isHousekeeping(_ name: String) -> Bool {
    housekeeping.contains(name[..<(name.lastIndex(of: ".") ?? name.endIndex)].lowercased())
  }

  /// Which pattern a text is of.
  private func pattern(of path: String, below folder: String) -> String {
    let rest = path.dropFirst(folder.count)
    let file = rest.split(separator: "/").last.map(String.init) ?? ""
    guard let ending = ending(ofFile: file) else { return path }
    let name = file.dropLast(ending.count + 1)
    if name == "index", rest.contains("/") { return "\(folder){slug}/index.\(ending)" }
    let isDated = name.count > 11 && name.dropFirst(10).first == "-" && ArticlePattern.isDay(name.prefix(10))
    guard isDated else { return "\(folder){slug}.\(ending)" }
    // A day is in the file's name; the folders before it would be part of the slug.
    let inner = rest.dropLast(file.count)
    return "\(folder)\(inner){date}-{slug}.\(ending)"
  }
}
