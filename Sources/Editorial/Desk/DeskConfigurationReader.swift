/// Reads the members of galley.yaml that Galley knows.
struct DeskConfigurationReader {
  let name: String

  private static let truths:
    KeyValuePairs<String, WritableKeyPath<DeskConfiguration.Rules, Bool> & Sendable> = [
      "no-open-query": \.noOpenQuery, "author-accepts-own": \.authorAcceptsOwn,
      "no-open-claim": \.noOpenClaim,
      "no-unmerged-review": \.noUnmergedReview, "no-mark-left": \.noMarkLeft, "byline": \.byline,
      "image-credits": \.imageCredits, "embargo": \.embargo, "accepting-decision": \.acceptingDecision,
    ]

  func rules(_ yaml: Yaml) throws(InvalidValue) -> DeskConfiguration.Rules {
    var rules = DeskConfiguration.Rules()
    for entry in try entries(yaml["rules"], "rules") {
      if let truth = Self.truths.first(where: { $0.key == entry.key }) {
        rules[keyPath: truth.value] = try self.truth(entry)
        continue
      }
      switch entry.key {
      case "signed":
        guard let word = entry.value.text, ["required", "optional"].contains(word) else {
          throw invalid(
            "'signed' is neither required nor optional", "Write one of them", entry.value)
        }
        rules.signedRequired = word == "required"
      case "checks": rules.checks = try checks(entry.value)
      case "accepting-verdicts":
        guard let count = entry.value.intValue, (0...1_000).contains(count) else {
          throw invalid(
            "'accepting-verdicts' is not a number from 0 to 1000", "Write one, such as 2", entry.value)
        }
        rules.acceptingVerdicts = count
      default:
        throw InvalidValue(
          "\(quoted(name)) can't be used",
          why: "it has the rule \(quoted(entry.key)), which Galley doesn't know",
          remedy:
            "The rules are \((Self.truths.map(\.key) + ["accepting-verdicts", "checks", "signed"]).joined(separator: ", "))",
          place: entry.place)
      }
    }
    return rules
  }

  func layout(_ yaml: Yaml) throws(InvalidValue) -> DeskLayout {
    var patterns: [ArticlePattern] = []
    if let list = yaml["articles"], !list.isNull {
      for item in list.items ?? [list] {
        guard let text = item.text else {
          throw invalid("a place for articles is not a path", "Write it as '- content/posts/{slug}.md'", item)
        }
        do {
          patterns.append(try ArticlePattern(text))
        } catch {
          throw invalid("\(error.what), \(error.why)", error.remedy, item)
        }
      }
    }
    let record = try record(yaml["record"])
    if let branch = yaml["branch"], !branch.isNull, branch.text != "main" {
      throw invalid(
        "it names another branch than main, and a desk publishes on main",
        "Rename that branch, and leave 'branch' out",
        branch)
    }
    let isUsual = patterns.isEmpty || patterns.map(\.text) == [DeskLayout.standard.patterns[0].text]
    return DeskLayout(
      record: record ?? DeskLayout.standard.record,
      patterns: isUsual ? DeskLayout.standard.patterns : patterns)
  }

  private func record(_ yaml: Yaml?) throws(InvalidValue) -> String? {
    guard let yaml, !yaml.isNull else { return nil }
    guard var folder = yaml.text else {
      throw invalid("'record' is not a folder", "Write it as 'record: .galley/reviews'", yaml)
    }
    if folder.hasSuffix("/") { folder.removeLast() }
    let parts = folder.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && DeskPath.fault(inName: Array($0.utf8)) == nil }) else {
      throw invalid(
        "'record' is no folder of the repository", "Write it as 'record: .galley/reviews', without '..'", yaml
      )
    }
    return folder
  }

  func people(_ yaml: Yaml) throws(InvalidValue) -> [DeskConfiguration.Person] {
    guard yaml.entries != nil || yaml.isNull else {
      throw invalid("it is not a list of 'key: value' lines", "Begin it with 'rules:' or 'people:'", yaml)
    }
    guard let list = yaml["people"], !list.isNull else { return [] }
    guard let items = list.items else {
      throw invalid("'people' is not a list", "Begin each person with '- name: …'", list)
    }
    var people: [DeskConfiguration.Person] = []
    var byEmail: [String: Int] = [:]
    var byID: [PersonID: Int] = [:]
    for item in items {
      let person = try person(item)
      let place = people.count
      let other = [
        byEmail.updateValue(place, forKey: person.email.lowercased()),
        byID.updateValue(place, forKey: person.id),
      ]
      .lazy.compactMap(\.self).first
      if let other {
        let both = [people[other], person].map { "\(quoted($0.name)) <\($0.email)>" }
        throw invalid(
          "\(both.joined(separator: " and ")) have the same e-mail", "Give each an e-mail of their own", item)
      }
      people.append(person)
    }
    return people
  }

  private func person(_ yaml: Yaml) throws(InvalidValue) -> DeskConfiguration.Person {
    guard yaml.entries != nil else {
      throw invalid("a person is not written as name, email and roles", "Begin each with '- name: …'", yaml)
    }
    guard let email = yaml["email"]?.text else {
      throw invalid("a person has no e-mail", "Add a line 'email: …'", yaml)
    }
    let id: PersonID
    do {
      id = try PersonID(email: email)
    } catch {
      throw invalid(
        "the e-mail \(quoted(email)) can't be used, \(error.why)", "Mend it", yaml["email"] ?? yaml)
    }
    guard let name = yaml["name"]?.text, !name.isEmpty else {
      throw invalid("\(quoted(email)) has no name", "Add a line 'name: …'", yaml)
    }
    let names = try roles(yaml["roles"] ?? yaml["role"])
    return DeskConfiguration.Person(
      name: name, email: email, id: id, roles: Set(names.compactMap(DeskConfiguration.Role.init)),
      roleNames: names, login: yaml["login"]?.text)
  }

  private func checks(_ yaml: Yaml) throws(InvalidValue) -> [DeskConfiguration.Check] {
    var checks: [DeskConfiguration.Check] = []
    for entry in try entries(yaml, "checks") {
      guard (try? Slug(entry.key)) != nil, !entry.key.contains("/") else {
        throw InvalidValue(
          "\(quoted(name)) can't be used", why: "\(quoted(entry.key)) is no name for a check",
          remedy: "Use a-z, 0-9 and -", place: entry.place)
      }
      let members = try entries(entry.value, entry.key)
      if let other = members.first(where: { !["by", "outdated-by"].contains($0.key) }) {
        throw InvalidValue(
          "\(quoted(name)) can't be used", why: "a check has no \(quoted(other.key))",
          remedy: "It has 'by' and 'outdated-by'", place: other.place)
      }
      let outdatedBy = entry.value["outdated-by"]
      guard let rule = DeskConfiguration.Check.OutdatedBy(rawValue: outdatedBy?.text ?? "words") else {
        let words = DeskConfiguration.Check.OutdatedBy.allCases.map(\.rawValue).joined(separator: ", ")
        throw invalid("'outdated-by' is not one of \(words)", "Write one of them", outdatedBy ?? yaml)
      }
      let by = try roles(entry.value["by"])
      checks.append(
        DeskConfiguration.Check(
          name: entry.key, by: by.isEmpty ? [DeskConfiguration.Role.editor.rawValue] : by, outdatedBy: rule))
    }
    return checks
  }

  private func roles(_ yaml: Yaml?) throws(InvalidValue) -> Set<String> {
    guard let yaml, !yaml.isNull else { return [] }
    var roles: Set<String> = []
    for item in yaml.items ?? [yaml] {
      guard let text = item.text else {
        throw invalid("a role is not a word", "Write it as 'roles: [author, reviewer]'", item)
      }
      roles.insert(text)
    }
    return roles
  }

  private func entries(_ yaml: Yaml?, _ key: String) throws(InvalidValue) -> [Yaml.Entry] {
    guard let yaml, !yaml.isNull else { return [] }
    guard let entries = yaml.entries else {
      throw invalid("'\(key)' is not a list of 'key: value' lines", "Write it so", yaml)
    }
    return entries
  }

  private func truth(_ entry: Yaml.Entry) throws(InvalidValue) -> Bool {
    guard let truth = entry.value.boolValue else {
      throw invalid("'\(entry.key)' is neither true nor false", "Write one of them", entry.value)
    }
    return truth
  }

  private func invalid(_ why: String, _ remedy: String, _ yaml: Yaml) -> InvalidValue {
    InvalidValue("\(quoted(name)) can't be used", why: why, remedy: remedy, place: yaml.place)
  }
}
