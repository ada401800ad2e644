/// Reads the members of galley.yaml that Galley knows.
struct DeskConfigurationReader {
  let name: String

  private static let ruleNames = ["no-open-query", "accepting-verdicts", "author-accepts-own", "signed"]

  func rules(_ yaml: Yaml) throws(InvalidValue) -> DeskConfiguration.Rules {
    var rules = DeskConfiguration.Rules()
    for entry in try entries(yaml["rules"], "rules") {
      switch entry.key {
      case "no-open-query": rules.noOpenQuery = try truth(entry)
      case "author-accepts-own": rules.authorAcceptsOwn = try truth(entry)
      case "signed":
        guard let word = entry.value.text, ["required", "optional"].contains(word) else {
          throw invalid(
            "'signed' is neither required nor optional", "Write one of them", entry.value)
        }
        rules.signedRequired = word == "required"
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
          remedy: "The rules are \(Self.ruleNames.joined(separator: ", "))", place: entry.place)
      }
    }
    return rules
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
    return DeskConfiguration.Person(
      name: name, email: email, id: id, roles: try roles(yaml["roles"] ?? yaml["role"]),
      login: yaml["login"]?.text)
  }

  /// Roles that Galley doesn't know are for other tools.
  private func roles(_ yaml: Yaml?) throws(InvalidValue) -> Set<DeskConfiguration.Role> {
    guard let yaml, !yaml.isNull else { return [] }
    var roles: Set<DeskConfiguration.Role> = []
    for item in yaml.items ?? [yaml] {
      guard let text = item.text else {
        throw invalid("a role is not a word", "Write it as 'roles: [author, reviewer]'", item)
      }
      if let role = DeskConfiguration.Role(rawValue: text) { roles.insert(role) }
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
