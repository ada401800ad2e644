/// The YAML between two `---` lines at the very start of an article, and the body after it.
///
/// Reading never fails: what can't be read is `problem`, and the whole text is body then.
public struct FrontMatter: Sendable, Hashable {
  /// A mapping; nil when there is no front matter, or none that can be read.
  public let fields: Yaml?
  /// In Unicode scalars of the text.
  public let bodyOffset: Int
  public let body: String
  public let problem: InvalidValue?
  /// The lines between the `---` lines, in scalars of the text.
  let yamlRange: Range<Int>?

  /// - Parameter name: the file, for errors.
  public init(of text: String, name: String = "index.md") {
    do throws(InvalidValue) {
      guard let split = try FrontMatterSplit(text, name) else {
        self.init(fields: nil, bodyOffset: 0, body: text, problem: nil, yamlRange: nil)
        return
      }
      let yaml = try Yaml(parsing: split.yaml.utf8, name: name, firstLine: 2)
      guard yaml.entries != nil || yaml.isNull else {
        throw InvalidValue(
          "the front matter of \(quoted(name)) can't be read", why: "it is not a list of 'key: value' lines",
          remedy: "Write it so, or begin the text with an empty line if it is none", place: yaml.place)
      }
      self.init(
        fields: yaml.isNull ? nil : yaml, bodyOffset: split.bodyOffset, body: String(split.body),
        problem: nil,
        yamlRange: split.yamlRange)
    } catch {
      self.init(fields: nil, bodyOffset: 0, body: text, problem: error, yamlRange: nil)
    }
  }

  private init(
    fields: Yaml?, bodyOffset: Int, body: String, problem: InvalidValue?, yamlRange: Range<Int>?
  ) {
    self.fields = fields
    self.bodyOffset = bodyOffset
    self.body = body
    self.problem = problem
    self.yamlRange = yamlRange
  }

  /// The same, for what is about to be kept.
  ///
  /// - Throws: the problem, with its line and column, when the front matter can't be read.
  public static func checked(_ text: String, name: String = "index.md") throws(InvalidValue) -> FrontMatter {
    let frontMatter = FrontMatter(of: text, name: name)
    if let problem = frontMatter.problem { throw problem }
    return frontMatter
  }
}

extension FrontMatter {
  public struct Author: Sendable, Hashable {
    public let name: String?
    public let email: String?

    public init(name: String?, email: String?) {
      self.name = name
      self.email = email
    }
  }

  public var title: String? {
    fields?["title"]?.text
  }

  /// The keys that say who wrote it.
  public static let authorKeys: Set<String> = ["author", "authors", "byline", "email", "creator"]

  /// From `authors` or `author`: a text (`Ann Example <ann@example.org>` too), a mapping with `name` and
  /// `email`, or a list of these.
  public var authors: [Author] {
    guard let field = fields?["authors"] ?? fields?["author"] else { return [] }
    return (field.items ?? [field]).compactMap(Self.author)
  }

  private static func author(_ yaml: Yaml) -> Author? {
    if yaml.entries != nil {
      let author = Author(name: yaml["name"]?.text, email: yaml["email"]?.text)
      return author.name == nil && author.email == nil ? nil : author
    }
    guard let text = yaml.text else { return nil }
    guard let open = text.lastIndex(of: "<"), text.last == ">" else { return Author(name: text, email: nil) }
    let email = text[text.index(after: open)...].dropLast()
    var name = text[..<open]
    while name.last?.isWhitespace == true { name.removeLast() }
    return Author(name: name.isEmpty ? nil : String(name), email: String(email))
  }
}

/// Where the `---` lines are. They may end in blanks and CRLF.
struct FrontMatterSplit {
  let yaml: Substring
  let body: Substring
  let yamlRange: Range<Int>
  let bodyOffset: Int

  /// Nil when the text doesn't begin with a `---` line.
  ///
  /// - Throws: when there is no line that closes it.
  init?(_ text: String, _ name: String) throws(InvalidValue) {
    let bytes = text.utf8
    guard bytes.starts(with: "---".utf8), let yamlStart = Self.afterFence(text, bytes.startIndex) else {
      return nil
    }
    var line = yamlStart
    while line < bytes.endIndex {
      if let bodyStart = Self.afterFence(text, line) {
        yaml = text[yamlStart..<line]
        body = text[bodyStart...]
        let start = text.unicodeScalars.distance(from: text.startIndex, to: yamlStart)
        yamlRange = start..<start + yaml.unicodeScalars.count
        bodyOffset = yamlRange.upperBound + text.unicodeScalars.distance(from: line, to: bodyStart)
        return
      }
      guard let newline = bytes[line...].firstIndex(of: 0x0A) else { break }
      line = bytes.index(after: newline)
    }
    throw InvalidValue(
      "the front matter of \(quoted(name)) can't be read", why: "no line '---' closes it",
      remedy: "Add that line, or begin the text with an empty line if it has no front matter",
      place: InvalidValue.Place(line: 1, column: 1))
  }

  /// The start of the next line when a line here is `---`.
  private static func afterFence(_ text: String, _ line: String.Index) -> String.Index? {
    let rest = text.utf8[line...]
    guard rest.starts(with: "---".utf8) else { return nil }
    let after = rest.dropFirst(3).drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    guard let newline = after.first else { return after.startIndex }
    return newline == 0x0A ? text.utf8.index(after: after.startIndex) : nil
  }
}
