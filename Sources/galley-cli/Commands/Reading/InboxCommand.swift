import Editorial
import Galley
import Git
import JSON
import Terminal

enum InboxCommand {
  static let command = Command(
    CommandSpec(
      "inbox", "What waits for you, on every desk you name", group: HelpGroup.reading,
      discussion: [
        "Reads the desks as they are on this machine: 'galley sync' brings them up to date. Name them with --desk, or once for all with 'git config --global --add galley.desk DIR'; else it is the desk at hand. "
          + "What a tool found waits for nobody until a person takes it up."
      ],
      options: [
        OptionSpec(
          "--desk", value: "DIR", "A desk; may be given several times", kind: .directory, repeating: true)
      ],
      examples: [
        Example("galley inbox --desk news --desk books", says: "two desks in one list")
      ],
      seeAlso: ["status", "snooze"])
  ) { context in
    var folders = context.parsed.values("--desk")
    if folders.isEmpty, context.parsed.value("--repo") == nil { folders = configurationValues("galley.desk") }
    if folders.isEmpty { folders = [context.folder] }
    let boxes = try folders.map { folder in
      (folder, try Desk.open(folder, environment: context.environment).inbox())
    }
    let snoozed = boxes.reduce(0) { $0 + $1.1.snoozed }
    return Outcome(
      notes: snoozed > 0 ? ["\(counted(snoozed, "remark")) put off with 'galley snooze'"] : [], isPaged: true,
      json: { boxes.flatMap { folder, box in box.items.map { $0.json(desk: folder) } } },
      text: { paint in
        var out = ""
        for (folder, box) in boxes where !box.items.isEmpty {
          if boxes.count > 1 { out += "\(paint.bold(visible(folder, keepNewlines: false)))\n" }
          out += box.items.map { $0.text(paint) }.joined()
        }
        return out.isEmpty ? "Nothing waits for you.\n" : out
      })
  }
}

extension InboxItem {
  fileprivate func json(desk: String) -> JSON {
    [
      "desk": .string(desk), "slug": .string(slug.description), "revision": .string(number.description),
      "kind": .string(kind.rawValue), "id": id.map { .string($0.description) } ?? .null,
      "what": .string(words), "next": .string(next), "due": due.map { .string($0.description) } ?? .null,
    ]
  }

  fileprivate func text(_ paint: Paint) -> String {
    let due = due.map { ", due \($0)" } ?? ""
    return
      "  \(paint.bold("\(slug) \(number)")): \(visible(words, keepNewlines: false))\(due)\n      \(paint.dim(visible(next, keepNewlines: false)))\n"
  }
}
