import Git

/// One reference that a push wants to change.
public struct PushedUpdate: Sendable, Hashable {
  public let reference: String
  public let old: ObjectID?
  public let new: ObjectID?

  public init(_ reference: String, from old: ObjectID?, to new: ObjectID?) {
    self.reference = reference
    self.old = old
    self.new = new
  }

  /// The name people know the branch by.
  var name: String {
    reference.hasPrefix("refs/heads/") ? String(reference.dropFirst("refs/heads/".count)) : reference
  }
}
