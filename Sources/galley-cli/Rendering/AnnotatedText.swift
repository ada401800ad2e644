import Editorial
import Galley
import JSON
import Terminal

extension Annotated {
  func outcome(on desk: Desk, says: String? = nil) throws -> Outcome {
    let short = ShortIDs(try desk.openArticle(slug).map { Array(try desk.annotationIDs(of: $0)) } ?? [])
    return Outcome(
      notes: notes + left.map { "annotation \($0.number) \($0.reason). It was left out" },
      json: {
        [json]
      },
      text: { paint in
        if let says { return says + "\n" }
        let there =
          alreadyThere > 0
          ? " \(alreadyThere) \(alreadyThere == 1 ? "was" : "were") there already." : ""
        guard annotations.count == 1, let only = annotations.first else {
          return "\(annotations.count) annotations on \(slug) \(number).\(there)\n"
        }
        return
          "\(paint.yellow(short.tail(of: only.id)))  \(only.noun) on \(slug) \(number).\(there)\n"
      })
  }
}

extension Annotated {
  fileprivate var json: JSON {
    [
      "slug": .string(slug.description), "revision": .string(number.description),
      "reviewer": .string(reviewer.component),
      "ids": .array(annotations.map { .string($0.id.description) }),
      "id": annotations.count == 1 ? .string(annotations[0].id.description) : .null,
      "annotations": JSON(annotations.count), "alreadyThere": JSON(alreadyThere),
      "left": .array(left.map(\.json)),
      "commit": commit.map { .string($0.description) } ?? .null,
    ]
  }
}

extension [Annotated] {
  /// Of what was said of several remarks, one object for each revision.
  ///
  /// - Parameter says: the sentence, given the articles.
  func outcome(_ says: @escaping ([String]) -> String) -> Outcome {
    var slugs: [String] = []
    for done in self where !slugs.contains(done.slug.description) { slugs.append(done.slug.description) }
    return Outcome(
      notes: flatMap(\.notes), json: { map(\.json) }, text: { [slugs] _ in says(slugs) + "\n" })
  }
}

/// `a`, `a and b`, `a, b and c`
func listed(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return "\(words.dropLast().joined(separator: ", ")) and \(last)"
}

extension LeftOut {
  fileprivate var json: JSON {
    [
      "number": JSON(number), "id": .string(id.description), "why": .string(reason),
    ]
  }
}
