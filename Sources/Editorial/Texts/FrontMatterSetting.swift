extension FrontMatter {
  /// The article's text with one top-level key set, every other byte as it was. A text without front matter
  /// gets one.
  ///
  /// - Throws: when the front matter can't be read, or the key is written so that it can't be changed without
  ///   touching others.
  public static func setting(
    _ key: String, to value: String, in text: String, name: String = "index.md"
  ) throws(InvalidValue) -> String {
    let old = try checked(text, name: name)
    guard let fieldsRange = old.fieldsRange else {
      let gap = text.isEmpty || text.utf8.first == 0x0A ? "" : "\n"
      return "---\n\(yamlQuoted(key)): \(yamlQuoted(value))\n---\n\(gap)\(text)"
    }
    var scalars = Array(text.unicodeScalars)
    let (range, replacement) = old.edit(key, value, Array(scalars[fieldsRange]))
    let shifted = range.lowerBound + fieldsRange.lowerBound..<range.upperBound + fieldsRange.lowerBound
    scalars.replaceSubrange(shifted, with: Array(replacement.unicodeScalars))
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    let new = FrontMatter(of: String(result), name: name)
    guard new.hasOnlySet(key, to: value, in: old) else {
      throw InvalidValue(
        "'\(key)' can't be set in the front matter of \(quoted(name))",
        why: "it is written in a way that only a person can change", remedy: "Change it in the text",
        place: old.fields?.place)
    }
    return String(result)
  }

  /// What to replace, in scalars of the fields.
  private func edit(
    _ key: String, _ value: String, _ written: [Unicode.Scalar]
  ) -> (range: Range<Int>, replacement: String) {
    let entries = fields?.entries ?? []
    let entry = entries.first { $0.key == key }
    switch syntax {
    case .toml:
      // A key after a table's header would be the table's.
      guard let entry else { return (0..<0, "\(tomlKey(key)) = \(tomlQuoted(value))\n") }
      return (entry.value.range, tomlQuoted(value))
    case .json:
      guard let entry else {
        return (1..<1, "\n  \(tomlQuoted(key)): \(tomlQuoted(value))" + (entries.isEmpty ? "" : ","))
      }
      return (entry.value.range, tomlQuoted(value))
    case .yaml, nil: return Self.yamlEdit(entries, entry, key, value, written)
    }
  }

  private static func yamlEdit(
    _ entries: [Yaml.Entry], _ entry: Yaml.Entry?, _ key: String, _ value: String, _ yaml: [Unicode.Scalar]
  ) -> (range: Range<Int>, replacement: String) {
    guard let entry else {
      let indent = String(repeating: " ", count: max((entries.first?.place.column ?? 1) - 1, 0))
      let separator = yaml.isEmpty || yaml.last == "\n" ? "" : "\n"
      return (yaml.count..<yaml.count, "\(separator)\(indent)\(yamlQuoted(key)): \(yamlQuoted(value))\n")
    }
    let old = entry.value.range.clamped(to: 0..<yaml.count)
    let newline = yaml[old].last == "\n" ? "\n" : ""
    let colon = entry.keyRange.upperBound
    if entry.value.place.line == entry.place.line, !old.isEmpty { return (old, yamlQuoted(value) + newline) }
    let start = min(colon + 1, yaml.count)
    return (start..<max(start, old.upperBound), " " + yamlQuoted(value) + newline)
  }

  private func tomlKey(_ key: String) -> String {
    let isBare = key.unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
        || $0 == "_"
    }
    return isBare && !key.isEmpty ? key : tomlQuoted(key)
  }

  private func hasOnlySet(_ key: String, to value: String, in old: FrontMatter) -> Bool {
    guard problem == nil, body.utf8.elementsEqual(old.body.utf8), let entries = fields?.entries else {
      return false
    }
    let before = (old.fields?.entries ?? []).filter { $0.key != key }
    let after = entries.filter { $0.key != key }
    guard case .scalar(let text, _)? = fields?[key]?.content, text == value else { return false }
    return before.count == after.count
      && zip(before, after).allSatisfy { $0.key == $1.key && $0.value.isEqualButForTypography(as: $1.value) }
  }
}

extension FrontMatter {
  /// What stands in the place of each scalar that is hidden.
  public static let hidingSign: Character = "\u{2588}"

  /// The text with the values of these front matter keys blacked out, scalar for scalar, so that offsets hold.
  public static func hiding(_ keys: Set<String>, in text: String) -> String {
    let old = FrontMatter(of: text)
    guard let fieldsRange = old.fieldsRange, let entries = old.fields?.entries else { return text }
    var scalars = Array(text.unicodeScalars)
    for entry in entries where keys.contains(entry.key) {
      let range = entry.value.range
      for place in range.clamped(to: 0..<fieldsRange.count)
      where !scalars[place + fieldsRange.lowerBound].properties.isWhitespace {
        scalars[place + fieldsRange.lowerBound] = hidingSign.unicodeScalars.first ?? "?"
      }
    }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return String(result)
  }
}
