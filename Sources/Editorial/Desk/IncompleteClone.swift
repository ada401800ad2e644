import Git

/// A clone that was made without all of its history, or without all objects: what it lacks is no damage.
public enum IncompleteClone: Sendable {
  case shallow
  case partial

  public init?(_ repository: Repository) {
    if repository.isShallow {
      self = .shallow
    } else if repository.hasPromisor {
      self = .partial
    } else {
      return nil
    }
  }

  /// The clone that holds a folder; nil for a whole one.
  public init?(holding folder: String) {
    guard let repository = try? Repository(holding: folder) else { return nil }
    self.init(repository)
  }

  /// What it is and how it becomes whole.
  public var refusal: Refusal {
    switch self {
    case .shallow:
      Refusal(
        "this desk is a shallow clone: its history is cut off",
        "Fetch the rest with 'git fetch --unshallow', then run the command again.")
    case .partial:
      Refusal(
        .remote, "this desk is a partial clone, and what it lacks could not be fetched from its remote",
        "Run the command again when the remote answers, or fetch all with 'git fetch --refetch --no-filter'.")
    }
  }

  /// How it becomes a whole one.
  public var whole: String {
    switch self {
    case .shallow: "'git fetch --unshallow' makes it whole"
    case .partial: "'git fetch --refetch --no-filter' makes it whole"
    }
  }
}
