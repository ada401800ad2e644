internal import CGit
import System

/// A shared repository elsewhere, for one conversation: list, download, push.
public final class Remote {
  public let url: String
  /// Where a push goes.
  public let pushURL: String
  private let repository: Repository
  private let handle: Owned
  private let session: TransportSession
  fileprivate var rejected: [RefRejection] = []
  fileprivate var accepted: [String] = []
  fileprivate var messages = ""
  fileprivate var wordBytes = 0
  fileprivate var onProgress: (TransferProgress) -> Void = { _ in }
  private let credential: RemoteCredential
  private var http = HTTPSettings()
  /// What the remote's HEAD names, as a whole reference name, once ``list(onProgress:)`` has asked.
  public private(set) var defaultBranch: String?
  /// The proxy's address while libgit2 may read it.
  private var proxyAddress: UnsafeMutablePointer<CChar>?

  /// - Throws: ``GitError`` when the repository's configuration has no such remote.
  public convenience init(_ repository: Repository, named name: String) throws(GitError) {
    let handle = try Owned(freedBy: git_remote_free, "look up the remote \(name)") {
      git_remote_lookup($0, repository.pointer, name)
    }
    if let addresses = repository.addressesByGit(of: name) {
      try check(git_remote_set_instance_url(handle.pointer, addresses.fetch), "use the address of \(name)")
      try check(
        git_remote_set_instance_pushurl(handle.pointer, addresses.push), "use the address of \(name)")
    }
    try self.init(repository, handle: handle, proxy: repository.configuration("remote.\(name).proxy"))
  }

  /// A repository that the configuration doesn't know.
  public convenience init(_ repository: Repository, url: String) throws(GitError) {
    try self.init(
      repository,
      handle: Owned(freedBy: git_remote_free, "use the remote \(withoutCredentials(url))") {
        git_remote_create_anonymous($0, repository.pointer, url)
      })
  }

  /// - Parameter proxy: the remote's own.
  private init(
    _ repository: Repository, handle: consuming Owned, proxy: String? = nil
  ) throws(GitError) {
    self.repository = repository
    self.handle = handle
    url = git_remote_url(self.handle.pointer).map { String(cString: $0) } ?? ""
    let base = repository.workTree ?? repository.location.path
    let push = git_remote_pushurl(self.handle.pointer).map { String(cString: $0) } ?? url
    pushURL = push
    session = TransportSession(
      fetch: TransportPlan(url: url, relativeTo: base), push: TransportPlan(url: push, relativeTo: base),
      sshCommand: repository.configuration("core.sshCommand"))
    credential = RemoteCredential(url: url, repository: repository.location)
    guard session.plans.fetch.isBuiltIn || session.plans.push.isBuiltIn, SocketStream.isRegistered else {
      return
    }
    http = HTTPSettings(url: session.plans.fetch.isBuiltIn ? url : push, repository: repository.location)
    // What libgit2 finds itself keeps to no_proxy.
    if let found = http.proxy, !found.isEmpty, !repository.asksGit,
      found == repository.configuration("http.proxy")
    {
      http.proxy = nil
    }
    http.proxy = proxy ?? http.proxy
    try http.trust()
  }

  deinit {
    git_remote_disconnect(handle.pointer)
    free(proxyAddress)
  }

  /// The remote's branches and tags, without HEAD and peeled tags.
  ///
  /// - Throws: ``RemoteError``.
  public func list(onProgress: @escaping (TransferProgress) -> Void = { _ in }) throws -> [RemoteHead] {
    self.onProgress = onProgress
    AdvertisementLimit.begin()
    defer { AdvertisementLimit.end() }
    var callbacks = callbacks(session.plans.fetch)
    var proxy = proxy()
    try withStrings(http.headers) { headers in
      try speaking("connect to \(withoutCredentials(url))") {
        git_remote_connect(handle.pointer, GIT_DIRECTION_FETCH, &callbacks, &proxy, &headers)
      }
    }
    var heads: UnsafeMutablePointer<UnsafePointer<git_remote_head>?>?
    var count = 0
    try speaking("list the branches of \(withoutCredentials(url))") {
      git_remote_ls(&heads, &count, handle.pointer)
    }
    var name = git_buf()
    if git_remote_default_branch(&name, handle.pointer) == 0 {
      defaultBranch = name.ptr.map { String(cString: $0) }
      git_buf_dispose(&name)
    }
    return (0..<count).compactMap { index in
      guard let head = heads?[index], let raw = head.pointee.name, let name = String(validatingCString: raw),
        name.hasPrefix("refs/"), !name.hasSuffix("^{}"), Repository.isValidReferenceName(name)
      else { return nil }
      return RemoteHead(name: name, target: ObjectID(head.pointee.oid))
    }
  }

  /// Fetches what these heads need and this repository doesn't have. No reference changes.
  ///
  /// - Throws: ``RemoteError``.
  public func download(
    _ wanted: [RemoteHead], onProgress: @escaping (TransferProgress) -> Void = { _ in }
  ) throws {
    let missing = try wanted.filter { try !repository.has($0.target) }
    guard !missing.isEmpty else { return }
    let received = ReceivedObjects(repository)
    let tips = missing.map(\.target)
    self.onProgress = onProgress
    var options = git_fetch_options()
    git_fetch_options_init(&options, UInt32(GIT_FETCH_OPTIONS_VERSION))
    options.callbacks = callbacks(session.plans.fetch)
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE
    options.proxy_opts = proxy()
    try withStrings(http.headers) { headers in
      options.custom_headers = headers
      try withStrings(missing.map(\.name)) { names in
        try speaking("fetch from \(withoutCredentials(url))") {
          git_remote_download(handle.pointer, &names, &options)
        }
      }
    }
    guard !received.areWhole(tips) else { return }
    received.discard(with: tips)
    throw RemoteError(
      kind: .other, url: url, message: "it names commits and doesn't send all that they need", words: "")
  }

  /// Sends commits and asks the remote to move branches; it may decline each.
  ///
  /// - Throws: ``RemoteError`` when the remote can't be spoken to.
  public func push(
    _ updates: [PushUpdate], onProgress: @escaping (TransferProgress) -> Void = { _ in }
  ) throws -> PushResult {
    self.onProgress = onProgress
    (accepted, rejected, messages) = ([], [], "")
    git_remote_disconnect(handle.pointer)
    var options = git_push_options()
    git_push_options_init(&options, UInt32(GIT_PUSH_OPTIONS_VERSION))
    options.callbacks = callbacks(session.plans.push)
    options.proxy_opts = proxy()
    let specs = updates.map { $0.new == nil ? ":\($0.reference)" : "\($0.reference):\($0.reference)" }
    do {
      try withStrings(http.headers) { headers in
        options.custom_headers = headers
        try withStrings(specs) { specs in
          try speaking("push to \(withoutCredentials(pushURL))") {
            git_remote_push(handle.pointer, &specs, &options)
          }
        }
      }
    } catch let error as PushBeaten {
      rejected = updates.map { RefRejection(reference: $0.reference, reason: error.reason) }
    }
    git_remote_disconnect(handle.pointer)
    return PushResult(accepted: accepted, rejected: rejected, messages: messages)
  }

  /// libgit2's own refusal to push what isn't a fast-forward of what the remote has by now.
  private struct PushBeaten: Error {
    let reason = "non-fast-forward"
  }

  private func speaking(_ attempted: String, _ call: () -> Int32) throws {
    _ = SocketStream.takeTrouble()
    let status = call()
    guard status < 0 else { return credential.approve() }
    let error = GitError(status: status, attempted: attempted)
    if error.code == .nonFastForward || error.message.contains("not present locally") { throw PushBeaten() }
    session.end()
    let trouble = SocketStream.takeTrouble()
    if error.message.contains("REF pkt-line"), isOfSHA256 {
      throw RemoteError(
        kind: .other, url: url, message: "its objects are named by SHA-256, which Galley doesn't support",
        words: "")
    }
    throw RemoteError(
      error, url: url, words: session.words, didTimeOut: session.didTimeOut, trouble: trouble)
  }

  /// Whether git finds longer names there than SHA-1 makes.
  private var isOfSHA256: Bool {
    let answer = GitProgram.run(
      ["ls-remote", "--", url], in: repository.location.path, timeout: RemoteTimeout.seconds)
    return answer.text.prefix { $0 != "\t" }.utf8.count == 64
  }

  private func withStrings(_ texts: [String], _ body: (inout git_strarray) throws -> Void) throws {
    var pointers = texts.map { strdup($0) }
    defer { pointers.forEach { free($0) } }
    let count = pointers.count
    try pointers.withUnsafeMutableBufferPointer { buffer in
      var array = git_strarray(strings: buffer.baseAddress, count: count)
      try body(&array)
    }
  }

  /// The proxy that git's configuration and the environment name.
  private func proxy() -> git_proxy_options {
    var proxy = git_proxy_options()
    git_proxy_options_init(&proxy, UInt32(GIT_PROXY_OPTIONS_VERSION))
    proxy.type = GIT_PROXY_AUTO
    guard let named = http.proxy else { return proxy }
    guard !named.isEmpty else {
      proxy.type = GIT_PROXY_NONE
      return proxy
    }
    free(proxyAddress)
    proxyAddress = strdup(named.contains("://") ? named : "http://" + named)
    proxy.type = GIT_PROXY_SPECIFIED
    proxy.url = UnsafePointer(proxyAddress)
    return proxy
  }

  private func callbacks(_ plan: TransportPlan) -> git_remote_callbacks {
    var callbacks = git_remote_callbacks()
    git_remote_init_callbacks(&callbacks, UInt32(GIT_REMOTE_CALLBACKS_VERSION))
    callbacks.payload = Unmanaged.passUnretained(self).toOpaque()
    if case .builtIn = plan {
      callbacks.credentials = { out, _, _, allowed, payload in
        Remote.of(payload)?.credential.answer(out, allowed: allowed) ?? -1
      }
      if !http.verifies { callbacks.certificate_check = { _, _, _, _ in 0 } }
    } else {
      callbacks.transport = { out, owner, payload in
        guard let remote = Remote.of(payload) else { return -1 }
        return TransportSession.make(out, owner, Unmanaged.passUnretained(remote.session))
      }
    }
    callbacks.sideband_progress = { text, length, payload in
      guard let remote = Remote.of(payload), let text, length > 0 else { return 0 }
      remote.wordBytes += Int(length)
      // Who talks on and on is cut off.
      guard remote.wordBytes < 16 << 20 else {
        git_error_set_str(Int32(GIT_ERROR_NET.rawValue), "it talks without end")
        return -1
      }
      guard remote.messages.utf8.count < 1 << 20 else { return 0 }
      let bytes = UnsafeRawBufferPointer(start: text, count: Int(length))
      remote.messages += String(decoding: bytes, as: UTF8.self)
      return 0
    }
    callbacks.transfer_progress = { progress, payload in
      guard let progress = progress?.pointee, let remote = Remote.of(payload) else { return 0 }
      remote.onProgress(
        TransferProgress(
          phase: .receiving, doneObjects: Int(progress.received_objects),
          totalObjects: Int(progress.total_objects),
          bytes: progress.received_bytes))
      return 0
    }
    callbacks.push_transfer_progress = { done, total, bytes, payload in
      Remote.of(payload)?.onProgress(
        TransferProgress(phase: .sending, doneObjects: Int(done), totalObjects: Int(total), bytes: bytes))
      return 0
    }
    callbacks.push_update_reference = { name, status, payload in
      guard let remote = Remote.of(payload), let name = name.map({ String(cString: $0) }) else { return 0 }
      if let status {
        remote.rejected.append(RefRejection(reference: name, reason: String(cString: status)))
      } else {
        remote.accepted.append(name)
      }
      return 0
    }
    return callbacks
  }

  private static func of(_ payload: UnsafeMutableRawPointer?) -> Remote? {
    payload.map { Unmanaged<Remote>.fromOpaque($0).takeUnretainedValue() }
  }
}
