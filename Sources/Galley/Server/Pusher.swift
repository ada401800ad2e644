import Editorial

/// Who pushes: as the server says, never as the commits say.
public struct Pusher: Sendable, Hashable {
  /// The person of galley.yaml; nil while it names nobody.
  public let person: DeskConfiguration.Person?
  /// What the server calls them, if it says so.
  let login: String?

  /// What servers set for their hooks: our own gate, gitolite, and web servers.
  static let variables = ["GALLEY_USER", "GL_USER", "REMOTE_USER"]

  /// The variable that says who pushes, and what it says.
  static func login(_ environment: [String: String]) -> (variable: String, value: String)? {
    for variable in variables {
      if let value = environment[variable], !value.isEmpty { return (variable, value) }
    }
    return nil
  }

  /// - Throws: ``BrokenRule`` when galley.yaml names people and the pusher is none of them.
  public init(_ configuration: DeskConfiguration, environment: [String: String]) throws {
    self.login = Self.login(environment)?.value
    guard !configuration.people.isEmpty else {
      person = nil
      return
    }
    guard let (variable, login) = Self.login(environment) else {
      throw BrokenRule(
        .pusher, DeskPath.configuration, "it names people, and the server doesn't say who you are",
        "Who runs the server sets GALLEY_USER, GL_USER or REMOTE_USER; see docs/server.md.")
    }
    guard let known = configuration.person(login: login) else {
      throw BrokenRule(
        .pusher, DeskPath.configuration, "it names nobody whom the server calls \(login) (\(variable))",
        "Ask an editor to add you, with this as 'login' or e-mail.")
    }
    person = known
  }

  public init(_ person: DeskConfiguration.Person?) {
    self.person = person
    login = nil
  }

  /// Whether an e-mail, in any case, is the pusher's. While nobody is named every one is.
  func isNamed(_ email: String?) -> Bool {
    guard let person else { return true }
    return email?.lowercased() == person.email.lowercased()
  }

  func isNamed(_ id: PersonID) -> Bool { person.map { $0.id == id } ?? true }
}
