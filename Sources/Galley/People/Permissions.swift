import Editorial

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
