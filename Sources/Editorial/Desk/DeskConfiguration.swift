/// What `galley.yaml` says: who works at the desk, and the rules for publishing.
public struct DeskConfiguration: Sendable, Hashable {
  public enum Role: String, Sendable, Hashable, CaseIterable {
    case author, editor, reviewer
    case factChecker = "fact-checker"
  }

  public struct Person: Sendable, Hashable {
    public let name: String
    /// As it is written in the file.
    public let email: String
    public let id: PersonID
    public let roles: Set<Role>
    /// As the file has them, with those of the desk's own, such as `legal`.
    public let roleNames: Set<String>
    /// `login`: what the server calls this person, where that isn't the e-mail.
    public let login: String?
  }

  /// A named check, such as copy, facts or legal: somebody reads a revision for it and approves.
  public struct Check: Sendable, Hashable {
    /// What takes an approval's force away in a later revision.
    public enum OutdatedBy: String, Sendable, Hashable, CaseIterable {
      /// Any change of the article's folder.
      case anyChange = "any-change"
      /// Other words; white space and typography don't count.
      case words
      /// A claim whose passage changed, or a claim that wasn't there.
      case claims
      /// Other words of the passage that was approved.
      case passage
    }

    public let name: String
    /// The roles that may give it.
    public let by: Set<String>
    public let outdatedBy: OutdatedBy
  }

  /// A rule that the file doesn't name is off.
  public struct Rules: Sendable, Hashable {
    /// `no-open-query`: every query must be answered before publication.
    public var noOpenQuery = false
    /// `accepting-verdicts`: how many reviewers must accept, 0 to 1,000.
    public var acceptingVerdicts = 0
    /// `author-accepts-own`: whether an author's verdict counts for the own article.
    public var authorAcceptsOwn = true
    /// `signed: required`: every commit must be signed by who made it.
    public var signedRequired = false
    /// `no-open-claim`: every claim must be supported as it stands, or resolved by an editor.
    public var noOpenClaim = false
    /// `no-unmerged-review`: no reviewer's remark may wait to be merged.
    public var noUnmergedReview = false
    /// `no-mark-left`: no TK, CriticMarkup or conflict mark may be left in the text.
    public var noMarkLeft = false
    /// `byline`: the front matter must name an author.
    public var byline = false
    /// `image-credits`: every image must have a credit.
    public var imageCredits = false
    /// `embargo: false` lets what the front matter embargoes go out before its time. It is on if nothing is said.
    public var embargo = true
    /// `accepting-decision`: an editor must have decided to accept the revision.
    public var acceptingDecision = false
    /// `checks`: each must have been given, and still hold.
    public var checks: [Check] = []

    public init() {}
  }

  public let people: [Person]
  public let rules: Rules
  /// Where articles and the record stand.
  public let layout: DeskLayout
  /// The whole file, with the keys that Galley doesn't know.
  public let yaml: Yaml

  /// - Throws: `InvalidValue` with the place, for what can't be read, for a rule that Galley doesn't know (a
  ///   slip of the pen must not switch a rule off), and for two people whom one e-mail or branch name would
  ///   stand for.
  public init(parsing bytes: some Collection<UInt8>, name: String = "galley.yaml") throws(InvalidValue) {
    let yaml = try Yaml(parsing: bytes, name: name)
    let reader = DeskConfigurationReader(name: name)
    people = try reader.people(yaml)
    rules = try reader.rules(yaml)
    layout = try reader.layout(yaml)
    self.yaml = yaml
  }

  /// What a desk's `galley.yaml` says at first: where its articles and their record stand, no people, and one rule.
  ///
  /// - Parameter patterns: where articles stand; none for a new desk's place.
  public static func initialText(record: String = DeskLayout.standard.record, patterns: [String] = [])
    -> String
  {
    guard record != DeskLayout.standard.record || !patterns.isEmpty else { return initialText }
    let places = patterns.isEmpty ? [DeskLayout.standard.patterns[0].text] : patterns
    return """
      # Where articles stand: for a file the first that fits, for a new article the first. {slug} is the article's name,
      # {date} a day as YYYY-MM-DD. No file is renamed.
      articles:
      \(places.map { "  - \(plain($0))" }.joined(separator: "\n"))
      # The folder of what is said of them. No site generator looks there.
      record: \(plain(record))


      """ + initialText
  }

  /// A path as YAML may have it: in quotes where it doesn't begin with a letter, or has a sign of YAML's in it.
  private static func plain(_ path: String) -> String {
    let isPlain =
      path.first.map { $0.isLetter || $0 == "_" || $0 == "." } == true
      && !path.contains { "#:&*!|>'\"%@`,[]".contains($0) || $0 == " " }
    return isPlain ? path : yamlQuoted(path)
  }

  /// What a new desk's `galley.yaml` says: no people, and one rule.
  public static let initialText = """
    # What this desk's people may do, and what must hold before an article is published.
    # Galley reads this file from the branch 'main'; change it like any other file.

    # While nobody is named here, everyone who can push may do everything.
    # Name people by the e-mail that they have set with 'git config user.email':
    #
    # people:
    #   - name: Ann Example
    #     email: ann@example.org
    #     roles: [editor]
    #   - name: Bob Example
    #     email: bob@example.org
    #     roles: [author, reviewer]
    #     login: bob            # what the server calls him, if not by his e-mail
    #
    # author        writes, submits and revises articles
    # reviewer      annotates and gives verdicts; so does a fact-checker, who checks claims too
    # editor        may do all of this, and merges reviews and publishes

    rules:
      # Every query must be settled before publication.
      no-open-query: true

      # So many reviewers must have given the verdict 'accept'.
      # accepting-verdicts: 2

      # With 'false', the verdict of an article's author doesn't count.
      # author-accepts-own: false

      # Every commit must be signed by who made it; see docs/signatures.md.
      # signed: required

      # Nothing unchecked, unread or unfinished goes out: see docs/ledger.md.
      # no-open-claim: true
      # no-unmerged-review: true
      # no-mark-left: true
      # byline: true
      # image-credits: true
      # accepting-decision: true
      # checks:
      #   copy: {by: [editor], outdated-by: words}
      #   facts: {by: [fact-checker], outdated-by: claims}

    """
}

extension DeskConfiguration {
  /// The person with this e-mail, in any case.
  public func person(email: String) -> Person? {
    let email = email.lowercased()
    return people.first { $0.email.lowercased() == email }
  }

  public func person(id: PersonID) -> Person? {
    people.first { $0.id == id } ?? person(email: id.email)
  }

  /// The person whom the server calls so: by login, else by e-mail or id, else by a name that only one has.
  public func person(login: String) -> Person? {
    let lower = login.lowercased()
    if let known = people.first(where: { $0.login?.lowercased() == lower }) { return known }
    let named = people(matching: login)
    return named.count == 1 ? named[0] : nil
  }

  /// Whom somebody means who types a name, an e-mail or an id's component, in any case: nobody, one, or
  /// several of one name.
  public func people(matching typed: String) -> [Person] {
    let typed = typed.lowercased()
    let exact = people.filter { $0.email.lowercased() == typed || $0.id.component == typed }
    return exact.isEmpty ? people.filter { $0.name.lowercased() == typed } : exact
  }
}

extension DeskConfiguration {
  public enum Action: Sendable, Hashable, CaseIterable {
    /// New, edit, save, submit, revise.
    case write
    /// Annotate, reply and withdraw one's own.
    case annotate
    case giveVerdict
    /// Resolve others' annotations.
    case resolve
    /// Say what was found of a claim.
    case checkClaims
    /// Decide on a revision, and override a rule.
    case decide
    case mergeReviews
    case publish

    /// The roles that may; nil when everyone who is named may.
    public var roles: Set<Role>? {
      switch self {
      case .write, .resolve: [.author, .editor]
      case .annotate: nil
      case .giveVerdict: [.reviewer, .factChecker, .editor]
      case .checkClaims: [.factChecker, .editor]
      case .mergeReviews, .publish, .decide: [.editor]
      }
    }
  }

  /// While the file names nobody, everyone may do everything; after that nobody else may do anything.
  public func may(_ action: Action, email: String) -> Bool {
    if people.isEmpty { return true }
    return person(email: email).map { Self.may(action, $0) } ?? false
  }

  /// Whether a person may give a named check. One that galley.yaml doesn't name nobody may give.
  public func mayApprove(_ check: String, email: String) -> Bool {
    guard let check = rules.checks.first(where: { $0.name == check }) else { return false }
    if people.isEmpty { return true }
    return person(email: email).map { !$0.roleNames.isDisjoint(with: check.by) } ?? false
  }

  /// Those named who may; none means that the file names nobody for it.
  public func people(whoMay action: Action) -> [Person] {
    people.filter { Self.may(action, $0) }
  }

  private static func may(_ action: Action, _ person: Person) -> Bool {
    action.roles.map { !$0.isDisjoint(with: person.roles) } ?? true
  }
}
