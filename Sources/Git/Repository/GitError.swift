internal import CGit

/// What libgit2 said when it could not do a thing, read once, right after the call.
public struct GitError: Error, Sendable, Hashable {
  /// libgit2's return codes that callers tell apart.
  public enum Code: Sendable, Hashable {
    case notFound, exists, ambiguous, invalidName, nonFastForward, locked, modified, conflict
    case authentication, certificate, endOfFile, user, other(Int32)
  }

  /// The part of libgit2 that failed (`git_error_t`).
  public enum Class: Sendable, Hashable {
    case none, noMemory, operatingSystem, reference, zlib, repository, config, odb, index, object
    case network, ssl, ssh, http, filesystem, tree, checkout, callback, other(Int32)
  }

  public let code: Code
  public let `class`: Class
  /// libgit2's own words.
  public let message: String
  /// What was attempted, as a verb phrase: "read refs/heads/main".
  public let attempted: String

  public init(code: Code, class: Class, message: String, attempted: String) {
    self.code = code
    self.class = `class`
    self.message = message
    self.attempted = attempted
  }

  /// The error libgit2 keeps for this thread, after a call that returned `status`.
  init(status: Int32, attempted: String) {
    let last = git_error_last()
    self.init(
      code: Code(status), class: Class(last?.pointee.klass ?? 0),
      message: last.flatMap { $0.pointee.message.map { String(cString: $0) } } ?? "error \(status)",
      attempted: attempted)
  }

  /// Whether this process, or the whole system, may have no more files open.
  public var isOutOfFiles: Bool {
    message.hasSuffix("Too many open files") || message.hasSuffix("Too many open files in system")
  }

  /// The extension, or the version, of a repository's format that libgit2 can't read; nil for another error.
  public var unsupportedFormat: String? {
    let words = message.split(separator: " ")
    if message.contains("unsupported extension name "),
      let name = words.first(where: { $0.hasPrefix("extensions.") })
    {
      let known = [
        "extensions.objectformat": "SHA-256 (\(name))", "extensions.refstorage": "reftable (\(name))",
      ]
      return known[name.lowercased()] ?? String(name)
    }
    return message.contains("unsupported repository version") ? message : nil
  }

  /// Whether the object database or a reference is damaged, rather than absent or busy.
  public var isDamage: Bool {
    if isOutOfFiles || unsupportedFormat != nil { return false }
    return switch (self.class, code) {
    case (.odb, .notFound), (.zlib, _), (.object, _), (.config, .other): true
    case (.reference, .other): message.contains("corrupt")
    case (.odb, let code): code != .exists
    default: false
    }
  }
}

extension GitError.Code {
  init(_ status: Int32) {
    self =
      switch git_error_code(status) {
      case GIT_ENOTFOUND: .notFound
      case GIT_EEXISTS: .exists
      case GIT_EAMBIGUOUS: .ambiguous
      case GIT_EINVALIDSPEC: .invalidName
      case GIT_ENONFASTFORWARD: .nonFastForward
      case GIT_ELOCKED: .locked
      case GIT_EMODIFIED: .modified
      case GIT_ECONFLICT, GIT_EMERGECONFLICT: .conflict
      case GIT_EAUTH: .authentication
      case GIT_ECERTIFICATE: .certificate
      case GIT_EEOF: .endOfFile
      case GIT_EUSER: .user
      default: .other(status)
      }
  }
}

extension GitError.Class {
  init(_ number: Int32) {
    self =
      switch git_error_t(UInt32(bitPattern: number)) {
      case GIT_ERROR_NONE: .none
      case GIT_ERROR_NOMEMORY: .noMemory
      case GIT_ERROR_OS: .operatingSystem
      case GIT_ERROR_REFERENCE: .reference
      case GIT_ERROR_ZLIB: .zlib
      case GIT_ERROR_REPOSITORY: .repository
      case GIT_ERROR_CONFIG: .config
      case GIT_ERROR_ODB: .odb
      case GIT_ERROR_INDEX: .index
      case GIT_ERROR_OBJECT: .object
      case GIT_ERROR_NET: .network
      case GIT_ERROR_SSL: .ssl
      case GIT_ERROR_SSH: .ssh
      case GIT_ERROR_HTTP: .http
      case GIT_ERROR_FILESYSTEM: .filesystem
      case GIT_ERROR_TREE: .tree
      case GIT_ERROR_CHECKOUT: .checkout
      case GIT_ERROR_CALLBACK: .callback
      default: .other(number)
      }
  }
}

/// Throws what libgit2 says when `status` is negative; hands it back otherwise.
@discardableResult
func check(_ status: Int32, _ attempted: @autoclosure () -> String) throws(GitError) -> Int32 {
  guard status < 0 else { return status }
  throw GitError(status: status, attempted: attempted())
}
