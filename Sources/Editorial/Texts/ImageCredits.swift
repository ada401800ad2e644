/// An image of a Markdown text, and what its title says.
private struct Image {
  let file: String
  let title: String
}

/// The images of a Markdown text that name nobody: neither by a title (`![alt](file "Photo: Ann")`, that of a reference's
/// definition, or the `title` of an `<img>`) nor in the front matter's `credits`, a mapping from files to credits.
public func imagesWithoutCredit(in frontMatter: FrontMatter) -> (images: Int, without: [String]) {
  // Only Markdown and HTML have a place for a credit that is read here.
  guard frontMatter.format.pictures(in: "") == nil else { return (0, []) }
  let images = images(in: frontMatter.body)
  let without = images.filter { image in
    let credit = frontMatter.fields?["credits"]?[image.file]?.text ?? ""
    return (image.title + credit).allSatisfy(\.isWhitespace)
  }
  return (images.count, without.map(\.file))
}

/// The images that a text shows from its own folder: their paths from there, each once, in the text's order.
///
/// Not those of other sites, of the site's root, or of other folders.
public func shownFiles(in frontMatter: FrontMatter) -> [String] {
  shown(in: frontMatter) { file in file.hasPrefix("/") ? nil : pathInside(file).map { [$0] } }.map { $0[0] }
}

/// The images that a text shows from the repository that it is in, each with the paths that it may have there, the likeliest
/// first: an address from the site's root is that of a file in a folder whose content generators copy to the root.
///
/// - Parameter folder: the text's, with a slash at the end.
public func shownPaths(in frontMatter: FrontMatter, from folder: String) -> [[String]] {
  shown(in: frontMatter) { file in
    guard file.hasPrefix("/") else { return pathInside(folder + file).map { [$0] } }
    return pathInside(String(file.dropFirst())).map { path in
      ["static/", "public/", "assets/", ""].map { $0 + path }
    }
  }
}

/// What is made of the images' files, each once; Liquid's `{{ site.baseurl }}` stands for the site's root.
private func shown(in frontMatter: FrontMatter, _ paths: (String) -> [String]?) -> [[String]] {
  var known: Set<[String]> = []
  let files =
    frontMatter.format.pictures(in: frontMatter.body) ?? images(in: frontMatter.body).map(\.file)
  return files.compactMap { file in
    var path = file.prefix { $0 != "#" && $0 != "?" }
    if path.hasPrefix("{{"), let end = path.firstRange(of: "}}") { path = path[end.upperBound...] }
    guard !path.isEmpty, !path.contains(":"), !path.contains("\\"), !path.contains("{"),
      !path.hasPrefix("//"),
      let found = paths(percentDecoded(path)), known.insert(found).inserted
    else { return nil }
    return found
  }
}

/// A path without `.` and `..`; nil when it leads out of where it begins.
private func pathInside(_ path: String) -> String? {
  var parts: [Substring] = []
  for part in path.split(separator: "/") where part != "." {
    if part != ".." {
      parts.append(part)
    } else if parts.popLast() == nil {
      return nil
    }
  }
  return parts.isEmpty ? nil : parts.joined(separator: "/")
}

/// What is no UTF-8 once decoded stays as it is.
private func percentDecoded(_ text: Substring) -> String {
  guard text.contains("%") else { return String(text) }
  var bytes: [UInt8] = []
  var rest = Array(text.utf8)[...]
  while let byte = rest.first {
    if byte == UInt8(ascii: "%"), rest.count > 2,
      let value = UInt8(String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16)
    {
      bytes.append(value)
      rest = rest.dropFirst(3)
    } else {
      bytes.append(byte)
      rest = rest.dropFirst()
    }
  }
  return String(validating: bytes, as: UTF8.self) ?? String(text)
}

private func images(in text: String) -> [Image] {
  var found: [Image] = []
  let definitions = definitions(in: text)
  var rest = text[...]
  while let start = rest.firstRange(of: "![") {
    rest = rest[start.upperBound...]
    guard let end = closing(of: rest) else { break }
    let label = rest[..<end]
    let after = rest[rest.index(after: end)...]
    switch after.first {
    case "(":
      guard let close = after.firstIndex(of: ")") else { continue }
      found.append(destination(after[after.index(after: after.startIndex)..<close]))
      rest = after[close...]
    case "[":
      let name = after.dropFirst().prefix { $0 != "]" }
      if let image = definitions[(name.isEmpty ? label : name).lowercased()] { found.append(image) }
    default:
      if let image = definitions[label.lowercased()] { found.append(image) }
    }
  }
  return found + tags(in: text)
}

/// The bracket that closes the one before a text, within its paragraph.
private func closing(of text: Substring) -> Substring.Index? {
  var depth = 0
  var isEscaped = false
  var last: Character?
  for place in text.indices {
    let character = text[place]
    if character == "\n", last == "\n" { return nil }
    last = character
    if isEscaped {
      isEscaped = false
    } else if character == "\\" {
      isEscaped = true
    } else if character == "[" {
      depth += 1
    } else if character == "]" {
      if depth == 0 { return place }
      depth -= 1
    }
  }
  return nil
}

/// `file "title"`, the file in angle brackets or not.
private func destination(_ text: Substring) -> Image {
  let inside = text.drop(while: \.isWhitespace)
  let file =
    inside.first == "<" ? inside.dropFirst().prefix { $0 != ">" } : inside.prefix { !$0.isWhitespace }
  let title = inside[file.endIndex...].filter { !$0.isWhitespace && !"<>\"'()".contains($0) }
  return Image(file: String(file), title: title)
}

/// Lines such as `[label]: file "title"`, by their labels in lower case.
private func definitions(in text: String) -> [String: Image] {
  var found: [String: Image] = [:]
  for line in text.split(separator: "\n") {
    let line = line.drop { $0 == " " }
    guard line.first == "[", let end = line.firstRange(of: "]:") else { continue }
    found[line[..<end.lowerBound].dropFirst().lowercased()] = destination(line[end.upperBound...])
  }
  return found
}

private func tags(in text: String) -> [Image] {
  var found: [Image] = []
  var rest = text[...]
  while let start = rest.firstRange(of: "<img") {
    rest = rest[start.upperBound...]
    guard let end = rest.firstIndex(of: ">"), rest.first?.isWhitespace ?? false else { continue }
    let tag = rest[..<end]
    found.append(Image(file: attribute("src", in: tag), title: attribute("title", in: tag)))
    rest = rest[end...]
  }
  return found
}

private func attribute(_ name: String, in tag: Substring) -> String {
  for quote in ["\"", "'"] {
    guard let start = tag.firstRange(of: "\(name)=\(quote)") else { continue }
    return String(tag[start.upperBound...].prefix { String($0) != quote })
  }
  return ""
}
