/// The fields at the very start of an article, and the body after them: YAML between two `---` lines (the second may be
/// `...`), TOML between two `+++` lines, or a JSON object from a line `{` to a line `}`, as Hugo, Jekyll and pandoc have them.
///
/// Reading never fails: what can't be read is `problem`, and the whole text is body then.
public struct FrontMatter: Sendable, Hashable {
  public enum Syntax: Sendable, Hashable { case yaml, toml, json }

  /// A mapping; nil when there is no front matter, an empty one, or none that can be read.
  public let fields: Yaml?
  /// In Unicode scalars of the text.
  public let bodyOffset: Int
  public let body: String
  public let problem: InvalidValue?
  /// nil when the text has none; an empty one has.
  public let syntax: Syntax?
  /// The language of the whole text, by the file's name.
  public let format: SourceFormat
  /// What a text in another language than Markdown says of itself.
  let header: SourceHeader?
  /// The lines between the fences, or the whole JSON object, in scalars of the text.
  let fieldsRange: Range<Int>?

  /// - Parameter name: the file, for errors; its ending says in what language the text is.
  public init(of text: String, name: String = "index.md") {
    let format = SourceFormat(ofFile: name)
    do throws(InvalidValue) {
      // A text of another language may begin with a line that only looks like front matter.
      let found = format == .markdown ? try FrontMatterSplit(text, name) : try? FrontMatterSplit(text, name)
      guard let split = found else {
        self.init(body: text, format: format)
        return
      }
      let fields: Yaml
      switch split.syntax {
      case .yaml: fields = try Yaml(parsing: split.fields.utf8, name: name, firstLine: 2)
      case .toml:
        var reader = TomlReader(split.fields, name: name, firstLine: 2)
        fields = try reader.document()
      case .json:
        // JSON is YAML. A text that only looks like it has no front matter.
        guard let read = try? Yaml(parsing: split.fields.utf8, name: name), read.entries != nil else {
          self.init(body: text, format: format)
          return
        }
        fields = read
      }
      guard fields.entries != nil || fields.isNull else {
        throw InvalidValue(
          "the front matter of \(quoted(name)) can't be read", why: "it is not a list of 'key: value' lines",
          remedy: "Write it so, or begin the text with an empty line if it is none", place: fields.place)
      }
      self.init(
        fields: fields.entries?.isEmpty ?? true ? nil : fields, bodyOffset: split.bodyOffset,
        body: String(split.body), problem: nil, syntax: split.syntax, fieldsRange: split.fieldsRange,
        format: format)
    } catch {
      self.init(body: text, problem: format == .markdown ? error : nil, format: format)
    }
  }

  private init(body: String, problem: InvalidValue? = nil, format: SourceFormat) {
    self.init(
      fields: nil, bodyOffset: 0, body: body, problem: problem, syntax: nil, fieldsRange: nil, format: format)
  }

  private init(
    fields: Yaml?, bodyOffset: Int, body: String, problem: InvalidValue?, syntax: Syntax?,
    fieldsRange: Range<Int>?, format: SourceFormat
  ) {
    self.format = format
    header = format.header(of: body)
    self.fields = fields
    self.bodyOffset = bodyOffset
    self.body = body
    self.problem = problem
    self.syntax = syntax
    self.fieldsRange = fieldsRange
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
    fields?["title"]?.text ?? header?.title
  }

  /// The keys that say who wrote it.
  public static let authorKeys: Set<String> = ["author", "authors", "byline", "email", "creator"]

  /// From `authors` or `author`: a text (`Ann Example <ann@example.org>` too), a mapping with `name` and
  /// `email`, or a list of these.
  public var authors: [Author] {
    guard let field = fields?["authors"] ?? fields?["author"] else { return header?.authors ?? [] }
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
