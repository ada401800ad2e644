import System

/// What a download brought: nothing refers to it until git finds that nothing is missing.
struct ReceivedObjects {
  private let repository: Repository
  private let packsBefore: Set<String>

  /// Made before the download.
  init(_ repository: Repository) {
    self.repository = repository
    packsBefore = Self.packs(of: repository)
  }

  private static func packs(of repository: Repository) -> Set<String> {
    Set(repository.files(in: "objects/pack").filter { $0.hasSuffix(".pack") })
  }

  /// Whether all that these commits need is here. Git's own check after a fetch.
  func areWhole(_ tips: [ObjectID]) -> Bool {
    let answer = GitProgram.run(
      ["--git-dir", ".", "rev-list", "--objects", "--quiet", "--stdin"]
        + (repository.hasPromisor ? ["--exclude-promisor-objects"] : []) + ["--not", "--all"],
      in: repository.location.path, input: Array(tips.map { "\($0)\n" }.joined().utf8))
    return answer.code == nil || answer.succeeded
  }

  /// Removes what came with these commits, so that it can come again and whole.
  func discard(with tips: [ObjectID]) {
    let folder = repository.commonFolder + "objects/pack/"
    for pack in Self.packs(of: repository).subtracting(packsBefore) {
      let name = folder + pack.dropLast("pack".count)
      let index = GitProgram.run(
        ["show-index"], in: repository.location.path, input: Repository.bytes(of: name + "idx") ?? [])
      guard tips.contains(where: { index.text.contains($0.description) }) else { continue }
      for ending in ["idx", "pack", "rev", "promisor"] { unlink(name + ending) }
    }
  }
}
