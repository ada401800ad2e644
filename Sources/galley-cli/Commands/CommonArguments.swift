import Terminal

/// Arguments and options that several commands take.
enum CommonArguments {
  static let slug = ArgumentSpec(
    "SLUG", "The article, as in 'rivers' or 'news/rivers'", kind: .dynamic("slug"))
  static let id = ArgumentSpec(
    "ID", "The annotation, by the end of its id", kind: .dynamic("annotation"))
  static let ids = ArgumentSpec(
    "ID", "The annotations, each by the end of its id", count: .oneOrMore, kind: .dynamic("annotation"))
  static let revision = OptionSpec(
    "--rev", value: "rN", "The revision; the current one if not given", kind: .dynamic("revision"))
  static let occurrence = OptionSpec(
    "--occurrence", value: "K", "Which place, from 1, when the words stand several times",
    kind: .integer(1...1_000_000), requires: ["--quote"])

  /// How a person settles passages that two sides changed differently.
  static let settling = [
    OptionSpec(
      "--ours", value: "LIST", "Settle marked passages with our side: 'all', or numbers such as 1,3"),
    OptionSpec("--theirs", value: "LIST", "Settle marked passages with the other side"),
    OptionSpec("--edit", "Settle marked passages in your editor"),
    OptionSpec(
      "--settled", value: "FILE",
      "Give back the file that an earlier --edit kept, with --edit to open it again"),
  ]
}
