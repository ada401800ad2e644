import Editorial
import System
import Terminal

enum ServeCommand {
  static let command = Command(
    CommandSpec(
      "serve", "Open the review page for your browser, on this machine only", group: HelpGroup.reading,
      discussion: [
        "Prints an address that lets one browser in. The page shows the open articles, their remarks beside the text, and "
          + "takes remarks, replies, resolutions and verdicts in your name, until it is ended with Ctrl-C."
      ],
      options: [
        OptionSpec(
          "--port", value: "N", "The port on 127.0.0.1; 0 takes a free one", kind: .integer(0...65_535))
      ],
      examples: [Example("galley serve", says: "read and annotate in the browser")],
      seeAlso: ["show", "annotate"])
  ) { context in
    _ = try context.desk()
    let program = Self.program()
    let words =
      [program, context.folder, String(context.parsed.integer("--port") ?? 8640)]
      + (context.parsed.flag("--json") ? ["--json"] : [])
    var arguments = words.map { strdup($0) } + [nil]
    execv(program, &arguments)
    throw Refusal(
      "\(program) can't be run: \(systemErrorWords())",
      "Install galley-web beside galley; 'scripts/build' makes both.")
  }

  /// The server's program stands beside this one.
  private static func program() -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let own = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return String(own.prefix(upTo: own.lastIndex(of: "/") ?? own.startIndex)) + "/galley-web"
  }
}
