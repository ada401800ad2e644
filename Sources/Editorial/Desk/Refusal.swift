/// Why a command did not do what was asked, and the way out. The command line turns it into one line and an exit code.
public struct Refusal: Error, Sendable, Hashable {
  /// What kind of trouble it is; each has its exit code in the contract.
  public enum Kind: Sendable, Hashable {
    /// The request can't be granted, or the answer is no.
    case refused
    /// The request itself is wrong.
    case usage
    /// Somebody has to choose.
    case conflict
    /// The remote or the network.
    case remote
    /// The repository is damaged.
    case damaged
  }

  public let kind: Kind
  /// The thing and what is wrong with it, without a full stop.
  public let what: String
  /// The next step, as a sentence.
  public let remedy: String
  /// More lines for people: the places of an ambiguous quote, the sides of a conflict.
  public let details: [String]

  public init(_ what: String, _ remedy: String, details: [String] = []) {
    self.init(.refused, what, remedy, details: details)
  }

  public init(_ kind: Kind, _ what: String, _ remedy: String, details: [String] = []) {
    self.kind = kind
    self.what = what
    self.remedy = remedy
    self.details = details
  }
}
