internal import CGit

extension Repository {
  /// What is wrong with the bytes of a commit, as a clause; nil when git and everybody else read the same in it.
  ///
  /// What `git fsck` calls an error in a commit, and what shows other names and words than the bytes say: another encoding
  /// than UTF-8.
  public func fault(inCommit id: ObjectID) throws(GitError) -> String? {
    let odb = try database
    var oid = id.oid
    let object = try Owned(freedBy: git_odb_object_free, "read commit \(id.short)") {
      git_odb_read($0, odb.pointer, &oid)
    }
    guard git_odb_object_type(object.pointer) == GIT_OBJECT_COMMIT,
      let data = git_odb_object_data(object.pointer)
    else { return "it isn't a commit" }
    return RawCommit.fault(
      in: UnsafeRawBufferPointer(start: data, count: git_odb_object_size(object.pointer)))
  }
}

/// A commit's bytes: lines of `NAME SP VALUE`, an empty one, and the message.
enum RawCommit {
  static func fault(in bytes: some Collection<UInt8>) -> String? {
    guard !bytes.contains(0) else { return "it has a NUL in it" }
    guard let text = String(validating: bytes, as: UTF8.self) else { return "it isn't UTF-8" }
    var headers = header(of: text)[...]
    guard headers.popFirst().flatMap({ value(of: "tree", in: $0) }).map(isID) == true else {
      return "its tree line is malformed"
    }
    while let parent = headers.first.flatMap({ value(of: "parent", in: $0) }) {
      guard isID(parent) else { return "a parent line of it is malformed" }
      headers.removeFirst()
    }
    for name in ["author", "committer"] {
      guard let line = headers.popFirst().flatMap({ value(of: name, in: $0) }) else {
        return "its \(name) line is missing, or not where it belongs"
      }
      if let fault = identityFault(line) { return "its \(name) line is malformed: \(fault)" }
    }
    for line in headers where !line.hasPrefix(" ") {
      let name = line.prefix { $0 != " " }
      if ["tree", "parent", "author", "committer"].contains(name) {
        return "its \(name) line is there twice"
      }
      guard name == "encoding" else { continue }
      let encoding = line.dropFirst(name.count + 1)
      guard ["utf-8", "utf8"].contains(encoding.lowercased()) else { return "its encoding isn't UTF-8" }
    }
    return nil
  }

  /// The lines before the first empty one. By scalars: to Swift a carriage return and a line feed are one character.
  private static func header(of text: String) -> [String] {
    var lines: [String] = []
    for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
      guard !line.isEmpty else { break }
      lines.append(String(line))
    }
    return lines
  }

  private static func value(of name: String, in line: String) -> Substring? {
    line.hasPrefix(name + " ") ? line.dropFirst(name.count + 1) : nil
  }

  private static func isID(_ text: Substring) -> Bool {
    (text.utf8.count == 40 || text.utf8.count == 64)
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// `NAME <E-MAIL> SECONDS OFFSET`, by the rules of fsck's `fsck_ident`.
  private static func identityFault(_ line: Substring) -> String? {
    let scalars = Array(line.unicodeScalars)
    guard let open = scalars.firstIndex(of: "<"), let close = scalars.firstIndex(of: ">"), open < close,
      !scalars[(open + 1)...].contains("<"), !scalars[(close + 1)...].contains(">")
    else { return "it has not one e-mail in <>" }
    guard open > 1, scalars[open - 1] == " " else { return "it has no name, or none apart from the e-mail" }
    guard scalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      return "it has a control character"
    }
    var after = String(String.UnicodeScalarView(scalars[(close + 1)...])).utf8[...]
    guard after.popFirst() == 0x20 else { return "it has no time" }
    let seconds = after.prefix { (0x30...0x39).contains($0) }
    // More than git's own timestamps hold; a zero before others means octal to some.
    guard !seconds.isEmpty, seconds.count <= 18, seconds.first != 0x30 || seconds.count == 1 else {
      return "its time is no number that git takes"
    }
    let offset = Array(after.dropFirst(seconds.count))
    guard offset.count == 6, offset[0] == 0x20, [0x2B, 0x2D].contains(offset[1]),
      offset[2...].allSatisfy({ (0x30...0x39).contains($0) })
    else { return "its offset from UTC isn't of the form +0000" }
    return nil
  }
}
