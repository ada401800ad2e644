import Editorial
import Galley
import JSON
import Pages
import Prose

extension RevisionDiff {
  var json: JSON {
    var json: JSON = [
      "slug": .string(slug.description), "from": .string(old.number.description),
      "to": .string(new.number.description), "fromCommit": .string(old.tip.description),
      "toCommit": .string(new.tip.description), "spans": .array(reader.spans.map { $0.json }),
      "paragraphs": .array(reader.blocks.map(\.json)),
      "moves": .array(
        reader.moves.map {
          ["old": $0.old.json, "new": $0.new.json, "changed": .bool($0.isChanged)]
        }),
      "annotations": .array(remarks.map { $0.json(ids, of: slug) }),
    ]
    json.set("files", files.json)
    json.set("since", review?.json ?? .null)
    return json
  }
}

extension OwnReview {
  fileprivate var json: JSON {
    [
      "reviewer": .string(person.component), "revision": .string(read.number.description),
      "commit": .string(read.tip.description), "verdict": verdict.map { .string($0.rawValue) } ?? .null,
      "at": at.map { .string($0.description) } ?? .null,
    ]
  }
}

extension DiffRemark {
  fileprivate func json(_ ids: ShortIDs, of slug: Slug) -> JSON {
    [
      "remark": placed.json(ids, of: slug), "old": oldRange?.json ?? .null,
      "decidedIn": placed.thread.decidedIn.map { .string($0.description) } ?? .null,
    ]
  }
}

extension ReaderBlock {
  fileprivate var json: JSON {
    [
      "kind": .string(kind.rawValue), "old": old.json, "new": new.json,
      "move": move.map { JSON($0) } ?? .null, "spans": .array(spans.map(\.json)),
    ]
  }
}

extension ReaderSpan {
  fileprivate var json: JSON {
    [
      "kind": .string(kind.rawValue), "text": .string(text), "old": old.json, "new": new.json,
      "move": move.map { JSON($0) } ?? .null,
    ]
  }
}

extension Range<Int> {
  fileprivate var json: JSON { ["start": JSON(lowerBound), "end": JSON(upperBound)] }
}
