/// A branch of a remote.
public struct RemoteHead: Sendable, Hashable {
  public let name: String
  public let target: ObjectID
}

/// How far a transfer is.
public struct TransferProgress: Sendable {
  public enum Phase: Sendable { case receiving, sending }

  public let phase: Phase
  public let doneObjects: Int
  public let totalObjects: Int
  public let bytes: Int
}

/// A change to ask of the remote; never forced.
public struct PushUpdate: Sendable, Hashable {
  public let reference: String
  public let old: ObjectID?
  /// nil removes the branch.
  public let new: ObjectID?

  public init(reference: String, old: ObjectID?, new: ObjectID?) {
    self.reference = reference
    self.old = old
    self.new = new
  }
}

/// A change that the remote declined, in its words.
public struct RefRejection: Sendable, Hashable {
  public let reference: String
  public let reason: String
}

public struct PushResult: Sendable {
  public let accepted: [String]
  public let rejected: [RefRejection]
  /// What the remote's hooks said: other people's text.
  public let messages: String

  public init(accepted: [String], rejected: [RefRejection], messages: String) {
    (self.accepted, self.rejected, self.messages) = (accepted, rejected, messages)
  }
}
