import Editorial

/// What the people of galley.yaml may or may not do. A desk that names nobody lets everybody do everything.
public enum DeskAction: Sendable {
  /// Start and change texts, revise.
  case write
  case annotate
  case giveVerdict
  case submit
  case merge
  case publish

  fileprivate var roles: Set<Role> {
    switch self {
    case .write: [.author, .editor]
    case .submit: [.author, .editor]
    case .annotate, .giveVerdict: [.author, .editor, .reviewer, .factChecker]
    case .merge, .publish: [.editor]
    }
  }

  fileprivate var words: String {
    switch self {
    case .write: "change texts"
    case .annotate: "annotate"
    case .giveVerdict: "give a verdict"
    case .submit: "ask for reviews"
    case .merge: "merge reviews"
    case .publish: "publish"
    }
  }
}

extension Desk {
  /// - Throws: ``Refusal`` when galley.yaml names people and this one may not do it.
  func mayDo(_ action: DeskAction) throws {
    let configuration = try configuration()
    guard !configuration.people.isEmpty else { return }
    let person = try person()
    guard let known = configuration.person(email: person.email) else {
      throw Refusal(
        "galley.yaml doesn't name \(person.email)",
        "Ask an editor to add you to \(DeskPath.configuration) on main, or set the right git config user.email.")
    }
    guard !action.roles.isDisjoint(with: known.roles) else {
      let needed = action.roles.map(\.rawValue).sorted().joined(separator: " or ")
      throw Refusal(
        "\(known.name ?? known.email) may not \(action.words): that takes the role \(needed)",
        "Ask an editor to do it, or to give you the role in \(DeskPath.configuration) on main.")
    }
  }
}
