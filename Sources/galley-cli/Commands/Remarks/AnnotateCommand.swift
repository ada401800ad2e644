import Editorial
import Galley
import JSON
import System
import Terminal

enum AnnotateCommand {
  static let command = Command(
    CommandSpec(
      "annotate", "Say something about a passage", group: HelpGroup.remarks,
      discussion: [
        "The passage is named by its words, as they stand in the text or as they are read on a page. Where they stand several times, the places are listed and --occurrence chooses one. A text given as - is read from stdin.",
        "--from imports W3C Web Annotations: one, several one after the other, an array, a collection, or a folder's .json files; "
          + "all that have a place in the text, in one commit. Those that haven't are listed with the reason.",
      ],
      arguments: [CommonArguments.slug],
      options: [
        OptionSpec("--quote", value: "Q", "The passage's words"),
        CommonArguments.occurrence,
        OptionSpec("--comment", value: "T", "A remark; on the whole article without --quote"),
        OptionSpec(
          "--query", value: "T", "A question that must be answered before publication"),
        OptionSpec(
          "--suggest", value: "T", "The text to put in the passage's place; empty to take it away",
          requires: ["--quote"]),
        OptionSpec("--reason", value: "T", "Why, of a suggestion", requires: ["--suggest"]),
        OptionSpec(
          "--claim", value: "T", "A statement of fact that must be checked, with what there is to say of it",
          valueOptional: true, requires: ["--quote"]),
        OptionSpec(
          "--source", value: "S", "Where the claim is from: a URL or words", requires: ["--claim"]),
        OptionSpec(
          "--by", value: "NAME",
          "Whose words they are, as in 'Cara Facts <cara@example.org>', when you bring them in"),
        OptionSpec(
          "--from", value: "FILE", "Import annotations from a JSON file or a folder of them; - reads stdin",
          kind: .file),
        CommonArguments.revision,
      ],
      exclusive: [.exactlyOne("--comment", "--query", "--suggest", "--claim", "--from")],
      examples: [
        Example(
          "galley annotate rivers --quote 'last Tuesday' --query 'Which date?'", says: "ask a question"),
        Example(
          "galley annotate rivers --quote 'who are' --suggest 'who is' --reason Grammar",
          says: "suggest other words"),
        Example("galley annotate rivers --comment 'Too long by half'", says: "remark on the whole article"),
        Example(
          "galley annotate rivers --quote 'built in 1950' --claim --source 'the deed'", says: "mark a claim"),
        Example(
          "galley annotate rivers --quote 1950 --query 'Source?' --by 'Cara Facts'",
          says: "bring in what was said on the telephone"),
        Example("galley annotate rivers --from remarks.json", says: "import Web Annotations"),
      ],
      seeAlso: ["show", "verdict"])
  ) { context in
    let parsed = context.parsed
    let desk = try context.desk()
    let slug = try context.slug()
    if let path = parsed.value("--from") {
      let done = try desk.importAnnotations(slug, revision: context.revision(), context.documents(path))
      return try done.outcome(on: desk)
    }
    let remark: Remark =
      if let text = try context.text("--comment") {
        .comment(text)
      } else if let text = try context.text("--query") {
        .query(text)
      } else if let text = parsed.value("--claim") {
        .claim(text.isEmpty ? nil : text, source: parsed.value("--source"))
      } else {
        .suggestion(try context.words(parsed.required("--suggest")))
      }
    let done = try desk.annotate(
      slug, revision: context.revision(), quote: parsed.value("--quote"),
      occurrence: parsed.integer("--occurrence"), remark, reason: context.text("--reason"),
      for: parsed.value("--by").map(context.maker))
    return try done.outcome(on: desk)
  }
}

extension Context {
  /// A person as git writes one: `NAME <MAIL>`, a name or an e-mail alone.
  fileprivate func maker(_ typed: String) throws -> Annotation.Creator {
    let parts = typed.split(separator: "<", maxSplits: 1, omittingEmptySubsequences: false)
    let name = (parts.first ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let email = parts.count > 1 ? parts[1].prefix { $0 != ">" }.filter { !$0.isWhitespace } : ""
    let isMail = parts.count == 1 && name.contains("@") && !name.contains(" ")
    guard !name.isEmpty || email.contains("@"), parts.count == 1 || email.contains("@") else {
      throw Refusal(.usage, "'\(typed)' names nobody", "Write --by 'NAME <MAIL>', or a name alone.")
    }
    return Annotation.Creator(
      name: name.isEmpty || isMail ? nil : name, email: isMail ? name : email.isEmpty ? nil : email)
  }

  /// A file, stdin for `-`, or the JSON files of a folder by their names.
  ///
  /// - Throws: ``Refusal`` when one can't be read, the folder has none, or all together are too large.
  fileprivate func documents(_ path: String) throws -> [(name: String, bytes: [UInt8])] {
    guard let names = namesInFolder(path) else {
      return [
        (inputName(path), try input(path, limit: AnnotationImport.maxBytes))
      ]
    }
    let files = names.filter { $0.hasSuffix(".json") }.sorted().map { "\(path)/\($0)" }
    guard !files.isEmpty else {
      throw Refusal("\(path) holds no .json file", "Name another folder, or a file.")
    }
    var room = AnnotationImport.maxBytes
    return try files.map { file in
      let bytes = try input(file, limit: room)
      room -= bytes.count
      return (file, bytes)
    }
  }
}
