import System

/// What stands between this repository and a push, as git has it: the pre-push hook, and Git LFS, which sends the
/// content of its files by one.
public struct PrePushHook {
  let repository: Repository
  private let remote: String
  private let url: String
  private let updates: [PushUpdate]

  /// - Parameters:
  ///   - remote: its name.
  ///   - url: where to.
  public init(_ repository: Repository, remote: String, url: String, _ updates: [PushUpdate]) {
    (self.repository, self.remote, self.url, self.updates) = (repository, remote, url, updates)
  }

  /// Runs the hook as git does, and Git LFS where the commits have files of it and no hook calls it.
  ///
  /// - Parameter mark: a line of hooks that are passed over, for the one that they call first.
  /// - Returns: why nothing may be sent; nil when it may.
  public func trouble(passingOver mark: String) -> String? {
    let hook = hookFile(passingOver: mark)
    if let hook {
      let answer = run([hook, remote, url])
      guard answer.succeeded else {
        return "this repository's pre-push hook declined it: \(Self.complaint(answer))"
      }
    }
    let callsLFS = hook.flatMap(Repository.text).map { $0.contains("lfs") } ?? false
    guard !callsLFS, usesLFS else { return nil }
    let answer = run(["git", "lfs", "pre-push", remote, url])
    guard !answer.succeeded else { return nil }
    return answer.words.contains("is not a git command")
      ? "it has files that are kept in Git LFS, and git-lfs isn't installed here to send them"
      : "Git LFS can't send its files: \(Self.complaint(answer))"
  }

  private static func complaint(_ answer: GitProgram.Answer) -> String {
    let lines = (answer.words + "\n" + answer.text).split(whereSeparator: \.isNewline)
    return withoutCredentials(lines.first.map(String.init) ?? "it gave no reason")
  }

  private func run(_ words: [String]) -> GitProgram.Answer {
    let lines = updates.compactMap { update in
      update.new.map {
        "\(update.reference) \($0) \(update.reference) \(update.old ?? .zero)\n"
      }
    }
    let folder = repository.workTree ?? repository.location.path
    return GitProgram.run(
      program: ["sh", "-c", #"cd "$1" && shift && exec "$@""#, "sh", folder] + words,
      input: Array(lines.joined().utf8), timeout: 3_600)
  }

  private func hookFile(passingOver mark: String) -> String? {
    let base = repository.workTree ?? repository.commonFolder
    let folder = inHome(repository.configuration("core.hooksPath") ?? repository.commonFolder + "hooks")
    var file = (folder.hasPrefix("/") ? folder : base + folder) + "/pre-push"
    if let text = Repository.text(of: file), text.contains(mark) { file += ".before-galley" }
    return access(file, X_OK) == 0 ? file : nil
  }

  private var usesLFS: Bool {
    func asks(_ bytes: [UInt8]) -> Bool { String(decoding: bytes, as: UTF8.self).contains("filter=lfs") }
    if let own = Repository.bytes(of: repository.commonFolder + "info/attributes"), asks(own) { return true }
    return updates.contains { update in
      guard let commit = update.new, let tree = try? repository.commit(commit).tree,
        let entry = try? repository.entry(".gitattributes", in: tree),
        let bytes = try? repository.blob(entry.id)
      else { return false }
      return asks(bytes)
    }
  }
}
