import Editorial
import Galley
import JSON
import Terminal

enum ReviewCommands {
  static let all = [annotate, MarkedReviewCommand.review, verdict, reply, resolve]
  static let group = "Review"

  static let revisionOption = OptionSpec(
    "--rev", value: "rN", "The revision; the current one if not given", kind: .dynamic("revision"))
  static let occurrenceOption = OptionSpec(
    "--occurrence", value: "K", "Which place, from 1, when the words stand several times",
    kind: .integer(1...1_000_000), requires: ["--quote"])
  static let idArgument = ArgumentSpec(
    "ID", "The annotation, by the end of its id", kind: .dynamic("annotation"))

  static let annotate = Command(
    CommandSpec(
      "annotate", "Say something about a passage", group: group,
      discussion: [
        "The passage is named by its words. Where they stand several times, the places are listed and --occurrence chooses one.",
        "--from imports W3C Web Annotations: one, several one after the other, an array, a collection, or a folder's .json files; "
          + "all of them or none, in one commit.",
      ],
      arguments: [DraftCommands.slugArgument],
      options: [
        OptionSpec("--quote", value: "Q", "The passage's words"),
        occurrenceOption,
        OptionSpec("--comment", value: "T", "A remark", requires: ["--quote"]),
        OptionSpec(
          "--query", value: "T", "A question that must be answered before publication", requires: ["--quote"]),
        OptionSpec(
          "--suggest", value: "T", "The text to put in the passage's place; empty to take it away",
          requires: ["--quote"]),
        OptionSpec(
          "--claim", value: "T", "A statement of fact that must be checked, with what there is to say of it",
          valueOptional: true, requires: ["--quote"]),
        OptionSpec(
          "--source", value: "S", "Where the claim is from: a URL or words", requires: ["--claim"]),
        OptionSpec(
          "--from", value: "FILE", "Import annotations from a JSON file or a folder of them; - reads stdin",
          kind: .file),
        revisionOption,
      ],
      exclusive: [.exactlyOne("--comment", "--query", "--suggest", "--claim", "--from")],
      examples: [
        Example(
          "galley annotate rivers --quote 'last Tuesday' --query 'Which date?'", says: "ask a question"),
        Example("galley annotate rivers --quote 'who are' --suggest 'who is'", says: "suggest other words"),
        Example(
          "galley annotate rivers --quote 'built in 1950' --claim --source 'the deed'", says: "mark a claim"),
        Example("galley annotate rivers --from remarks.json", says: "import Web Annotations"),
      ],
      seeAlso: ["show", "verdict"])
  ) { context in
    let parsed = context.parsed
    let desk = try context.desk()
    let slug = try context.slug()
    if let path = parsed.value("--from") {
      let done = try desk.importAnnotations(slug, revision: context.revision(), context.documents(path))
      return try outcome(done, desk)
    }
    let remark: Remark =
      if let text = parsed.value("--comment") {
        .comment(text)
      } else if let text = parsed.value("--query") {
        .query(text)
      } else if let text = parsed.value("--claim") {
        .claim(text.isEmpty ? nil : text, source: parsed.value("--source"))
      } else {
        .suggestion(parsed.required("--suggest"))
      }
    let done = try desk.annotate(
      slug, revision: context.revision(), quote: parsed.value("--quote") ?? "",
      occurrence: parsed.integer("--occurrence"), remark)
    return try outcome(done, desk)
  }

  static let verdict = Command(
    CommandSpec(
      "verdict", "Close your review with a verdict", group: group,
      arguments: [
        DraftCommands.slugArgument,
        ArgumentSpec(
          "VERDICT", "Your judgement of the revision", kind: .oneOf(Verdict.allCases.map(\.rawValue))),
      ],
      options: [OptionSpec("-m", value: "T", "Why"), revisionOption],
      examples: [
        Example("galley verdict rivers minor -m 'One number needs a source'", says: "ask for small changes")
      ],
      seeAlso: ["annotate", "publish"])
  ) { context in
    let desk = try context.desk()
    let verdict = Verdict(rawValue: context.parsed.required("VERDICT")) ?? .minor
    let done = try desk.giveVerdict(
      context.slug(), verdict, message: context.parsed.value("-m"), revision: context.revision())
    return try outcome(done, desk, says: "Verdict on \(done.slug) \(done.number): \(verdict.rawValue).")
  }

  static let reply = Command(
    CommandSpec(
      "reply", "Reply to an annotation", group: group,
      arguments: [idArgument, ArgumentSpec("TEXT", "The reply")],
      examples: [Example("galley reply 3f9a 'It was 3 March 2026.'", says: "answer a question")],
      seeAlso: ["resolve"])
  ) { context in
    let desk = try context.desk()
    let done = try desk.reply(to: context.parsed.required("ID"), context.parsed.required("TEXT"))
    return try outcome(done, desk)
  }

  static let resolve = Command(
    CommandSpec(
      "resolve", "Say what became of a remark", group: group,
      discussion: [
        "A suggestion resolved as accepted is taken into the text by the next 'galley revise'; with --with-change its author "
          + "puts it in, in other words. A remark that is deferred to a revision is open again there. Say why when you reject."
      ],
      arguments: [
        idArgument,
        ArgumentSpec("RESOLUTION", "What became of it", kind: .oneOf(Resolution.allCases.map(\.rawValue))),
      ],
      options: [
        OptionSpec("-m", value: "T", "Why"),
        OptionSpec("--with-change", "Accepted, but in other words than suggested"),
        OptionSpec("--to", value: "rN", "Put off to this revision", kind: .dynamic("revision")),
      ],
      examples: [
        Example("galley resolve 3f9a answered", says: "close a query"),
        Example("galley resolve 3f9a rejected -m 'The town is right'", says: "turn it down, and say why"),
        Example("galley resolve 3f9a deferred --to r3", says: "put it off"),
      ],
      seeAlso: ["reply", "revise", "satisfied"])
  ) { context in
    let desk = try context.desk()
    let resolution = Resolution(rawValue: context.parsed.required("RESOLUTION")) ?? .answered
    let done = try desk.resolve(
      context.parsed.required("ID"), resolution, message: context.parsed.value("-m"),
      withChange: context.parsed.flag("--with-change"), deferredTo: context.revision("--to"))
    return try outcome(
      done, desk, says: "Resolved \(context.parsed.required("ID")) of \(done.slug) as \(resolution.rawValue)."
    )
  }

  static func outcome(_ done: Annotated, _ desk: Desk, says: String? = nil) throws -> Outcome {
    let short = ShortIDs(try desk.openArticle(done.slug).map { Array(try desk.annotationIDs(of: $0)) } ?? [])
    return Outcome(
      notes: done.notes,
      json: {
        [
          [
            "slug": .string(done.slug.description), "revision": .string(done.number.description),
            "reviewer": .string(done.reviewer.component),
            "ids": .array(done.annotations.map { .string($0.id.description) }),
            "id": done.annotations.count == 1 ? .string(done.annotations[0].id.description) : .null,
            "annotations": JSON(done.annotations.count), "alreadyThere": JSON(done.alreadyThere),
            "commit": done.commit.map { .string($0.description) } ?? .null,
          ]
        ]
      },
      text: { paint in
        if let says { return says + "\n" }
        let there =
          done.alreadyThere > 0
          ? " \(done.alreadyThere) \(done.alreadyThere == 1 ? "was" : "were") there already." : ""
        guard done.annotations.count == 1, let only = done.annotations.first else {
          return "\(done.annotations.count) annotations on \(done.slug) \(done.number).\(there)\n"
        }
        return
          "\(paint.yellow(short.tail(of: only.id)))  \(only.noun) on \(done.slug) \(done.number).\(there)\n"
      })
  }
}

extension Context {
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
