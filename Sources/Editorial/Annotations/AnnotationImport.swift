import JSON

/// Annotations from other tools: one annotation, an array, an AnnotationPage or AnnotationCollection, the
/// answer of the Hypothesis search API (`rows`), or several of these one after the other, a line each say.
///
/// An id that is no UUID is replaced by a new one and kept as `via`; replies within the document follow.
public struct AnnotationImport: Sendable {
  public static let maxBytes = 64 << 20
  public static let maxCount = 100_000

  private let reader: AnnotationReader
  private let maxCount: Int

  /// - Parameter name: the file or stream, for errors.
  public init(name: String, maxCount: Int = AnnotationImport.maxCount) {
    reader = AnnotationReader(name: name)
    self.maxCount = min(maxCount, Self.maxCount)
  }

  /// - Throws: `InvalidValue` for the first annotation that is wrong: all or none are imported.
  public func annotations(parsing bytes: some Collection<UInt8>) throws(InvalidValue) -> [Annotation] {
    var items: [JSON] = []
    for document in try documents(Array(bytes)) { try collect(document, into: &items) }
    var known: [String: AnnotationID] = [:]
    var annotations: [Annotation] = []
    for place in items.indices { try identify(&items[place], &known, at: place) }
    for (place, item) in items.enumerated() {
      let json = withKnownTarget(item, known)
      do throws(InvalidValue) {
        let annotation = try reader.annotation(json)
        guard fits(annotation) else {
          throw reader.invalid("it is larger than \(AnnotationReader.maxFileBytes >> 10) KiB")
        }
        annotations.append(annotation)
      } catch {
        throw items.count == 1 ? error : numbered(error, place)
      }
    }
    return annotations
  }

  private func documents(_ bytes: [UInt8]) throws(InvalidValue) -> [JSON] {
    do {
      return try JSON.sequence(
        parsing: bytes, limits: JSON.Limits(maxBytes: Self.maxBytes), maxCount: maxCount + 1)
    } catch {
      throw reader.invalid(error)
    }
  }

  private func collect(_ document: JSON, into items: inout [JSON]) throws(InvalidValue) {
    let list = document.arrayValue ?? list(in: document)
    guard let list else {
      if document["first"]?.stringValue != nil {
        throw reader.invalid(
          "its pages are elsewhere on the web, and Galley doesn't fetch them",
          remedy: "Save the pages to files and import those")
      }
      items.append(document)
      guard items.count <= maxCount else { throw tooMany }
      return
    }
    guard items.count + list.count <= maxCount else { throw tooMany }
    items += list
  }

  private func list(in document: JSON) -> [JSON]? {
    if document["type"]?.stringValue == "Annotation" { return nil }
    return document["items"]?.arrayValue ?? document["first"]?["items"]?.arrayValue
      ?? document["rows"]?.arrayValue
  }

  private var tooMany: InvalidValue {
    InvalidValue(
      "\(quoted(reader.name)) can't be imported", why: "it has more than \(maxCount) annotations",
      remedy: "Import it in parts")
  }

  /// Gives every annotation a UUID, and remembers what it was called.
  private func identify(
    _ item: inout JSON, _ known: inout [String: AnnotationID], at place: Int
  ) throws(InvalidValue) {
    guard case .object = item else { return }
    item = withHypothesisMembers(item)
    let name = item["id"]?.stringValue
    let given = name.flatMap { AnnotationID(uuid: $0) }
    let id = given ?? .new()
    if given == nil {
      item.set("id", .string(id.urn))
      if let name, item["via"] == nil { item.set("via", .string(name)) }
    }
    guard let key = given?.urn ?? name else { return }
    guard known.updateValue(id, forKey: key) == nil else {
      throw numbered(reader.invalid("another annotation before it has the same id"), place)
    }
  }

  /// A reply to an annotation of this document names it by the id that it has now.
  private func withKnownTarget(_ item: JSON, _ known: [String: AnnotationID]) -> JSON {
    let target = item["target"]?.arrayValue?.first ?? item["target"]
    let names = [item["references"]?.arrayValue?.last, target, target?["source"], target?["id"]]
    guard let id = names.lazy.compactMap({ $0?.stringValue }).compactMap({ known[$0] }).first else {
      return item
    }
    var item = item
    item.set("target", .string(id.urn))
    return item
  }

  private func numbered(_ error: InvalidValue, _ place: Int) -> InvalidValue {
    InvalidValue(error.what, why: "annotation \(place + 1): \(error.why)", remedy: error.remedy)
  }
}

extension AnnotationImport {
  /// Makes a Web Annotation of a row of the Hypothesis API (https://h.readthedocs.io/en/latest/api/), which
  /// has `uri`, `text`, `user` and `references` where the model has others; all else is left as it is.
  private func withHypothesisMembers(_ item: JSON) -> JSON {
    guard item["type"] == nil, item["body"] == nil, let uri = item["uri"]?.stringValue else { return item }
    var item = item
    let text = item["text"]?.stringValue ?? ""
    let isReply = item["references"]?.arrayValue?.isEmpty == false
    let motivation = isReply ? "replying" : text.isEmpty ? "highlighting" : "commenting"
    item.set("type", "Annotation")
    item.set("motivation", .string(motivation))
    if !text.isEmpty {
      item.set("body", ["type": "TextualBody", "value": .string(text), "format": "text/markdown"])
    }
    if let user = item["user"]?.stringValue, item["creator"] == nil { item.set("creator", .string(user)) }
    if item["target"] == nil { item.set("target", .string(uri)) }
    return item
  }

  /// Whether the annotation's file can be read again. Only what may be too large is written out to see.
  private func fits(_ annotation: Annotation) -> Bool {
    Self.bound(annotation.raw, indent: 0) <= AnnotationReader.maxFileBytes
      || annotation.fileBytes.count <= AnnotationReader.maxFileBytes
  }

  /// At least as many bytes as the pretty text has: no byte of a string becomes more than six.
  private static func bound(_ json: JSON, indent: Int) -> Int {
    let around = 2 * indent + 8
    switch json {
    case .null, .bool: return around
    case .number(let text): return around + text.utf8.count
    case .string(let text): return around + 6 * text.utf8.count
    case .array(let items): return items.reduce(2 * around) { $0 + bound($1, indent: indent + 1) }
    case .object(let members):
      return members.reduce(2 * around) {
        $0 + 6 * $1.key.utf8.count + 6 + bound($1.value, indent: indent + 1)
      }
    }
  }
}
