import Editorial
import Prose

/// Remarks that exist, as marks on a text: each begins with a tag that names it, so that it is known again.
struct TaggedRemarks {
  private(set) var marks: [CriticMark] = []
  /// Remarks on passages that are gone, or on the whole text.
  private(set) var placeless: [String] = []

  /// - Parameter threads: placed in the text, in its order.
  init(_ threads: [PlacedThread]) {
    for placed in threads where placed.thread.root.annotation.saysSomething {
      let thread = placed.thread
      guard let range = placed.placement?.range, !range.isEmpty else {
        placeless.append(TaggedRemark.text(thread, isMarked: false))
        continue
      }
      let replacement = placed.placement?.status == .kept ? thread.root.annotation.replacement : nil
      if let last = marks.last, range.lowerBound < last.range.upperBound {
        // Marks don't nest: a remark on a passage that another mark covers follows that mark, with its quote.
        let isOnIt = range == last.range && replacement == nil
        marks[marks.count - 1].comments.append(
          TaggedRemark.text(
            thread, isMarked: isOnIt && thread.root.annotation.replacement == nil,
            isUnsure: placed.isUnsure))
      } else {
        let isMarked = replacement != nil || thread.root.annotation.replacement == nil
        marks.append(
          CriticMark(
            range: range, replacement: replacement,
            comments: [TaggedRemark.text(thread, isMarked: isMarked, isUnsure: placed.isUnsure)]))
      }
    }
  }
}

/// A remark in words: `#0f3a9c21 Ben asks: Which date?`
enum TaggedRemark {
  static let digits = 8

  /// - Parameters:
  ///   - isMarked: whether the mark before it shows its passage and replacement, so that the words need not.
  ///   - isUnsure: whether it may belong elsewhere.
  ///   - replies: how many of its replies follow it; nil for all.
  static func text(
    _ thread: Thread, isMarked: Bool, isUnsure: Bool = false, replies: Int? = nil
  ) -> String {
    let root = thread.root
    let who = root.name
    var text = "#\(root.id.description.suffix(digits)) \(who)\(isUnsure ? " (place unsure)" : "")"
    let quote = isMarked ? "" : root.annotation.anchor.map { " on \u{201C}\($0.exact)\u{201D}" } ?? ""
    if let replacement = root.annotation.replacement {
      text += isMarked ? " suggests" : " suggests \u{201C}\(replacement)\u{201D}\(quote)"
      if let message = root.annotation.text { text += ": \(message)" }
    } else {
      let asks = root.annotation.motivation == .questioning ? " asks" : ""
      text += "\(asks)\(quote): \(root.annotation.text ?? "")"
    }
    for reply in thread.replies.prefix(replies ?? .max) {
      text +=
        " \u{2014} \(reply.name): \(reply.annotation.text ?? "")"
    }
    return withoutControls(text)
  }

  /// In a remark they mean nothing, and a terminal that prints the copy would obey them.
  private static func withoutControls(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      scalars.append(scalar.isControlSign && scalar != "\n" && scalar != "\t" ? "\u{FFFD}" : scalar)
    }
    return String(scalars)
  }

  /// Every way the remark may have been written, the longest first.
  static func variants(_ thread: Thread) -> [String] {
    (0...thread.replies.count).flatMap { count in
      [true, false].flatMap { isMarked in
        [true, false].map { text(thread, isMarked: isMarked, isUnsure: $0, replies: count) }
      }
    }.sorted { $0.utf8.count > $1.utf8.count }
  }

  /// The id that a comment begins with, when it is a tagged one.
  static func tag(of comment: String) -> Substring? {
    let text = comment.drop(while: \.isWhitespace)
    guard text.first == "#" else { return nil }
    let tag = text.dropFirst().prefix { $0.isHexDigit }
    guard tag.utf8.count == digits, text.dropFirst(digits + 1).first?.isWhitespace ?? true else { return nil }
    return tag
  }
}

/// Tells the remarks that exist already from what a reviewer added to a copy.
struct KnownRemarks {
  /// How many were found in the copy.
  private(set) var count = 0
  /// What was added to one of them.
  private(set) var replies: [(thread: Thread, words: String)] = []

  private let threads: [AnnotationID: Thread]
  private let ids: ShortIDs

  init(_ threads: [Thread], _ ids: ShortIDs) {
    self.threads = Dictionary(threads.map { ($0.root.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.ids = ids
  }

  /// The marks without those that stand for known remarks.
  mutating func remaining(_ marks: [CriticMark]) -> [CriticMark] {
    var left: [CriticMark] = []
    for mark in marks {
      var comments: [String] = []
      var isKnown = false
      for comment in mark.comments {
        guard let thread = thread(of: comment) else {
          comments.append(comment)
          continue
        }
        count += 1
        if thread.root.annotation.replacement == mark.replacement { isKnown = true }
        if let words = added(to: thread, in: comment) { replies.append((thread, words)) }
      }
      // A known suggestion whose words were changed is a new one.
      let replacement = isKnown ? nil : mark.replacement
      if replacement != nil || !comments.isEmpty {
        left.append(CriticMark(range: mark.range, replacement: replacement, comments: comments))
      }
    }
    return left
  }

  private func thread(of comment: String) -> Thread? {
    guard let tag = TaggedRemark.tag(of: comment), case .one(let id) = ids.resolve(String(tag)) else {
      return nil
    }
    return threads[id]
  }

  /// What a comment says more than the remark as it was written; white space doesn't count. All of it when the
  /// remark's own words were changed.
  private func added(to thread: Thread, in comment: String) -> String? {
    let signs = comment.unicodeScalars.filter { !$0.properties.isWhitespace }
    for variant in TaggedRemark.variants(thread) {
      let known = variant.unicodeScalars.filter { !$0.properties.isWhitespace }
      if signs.elementsEqual(known) { return nil }
      guard signs.starts(with: known) else { continue }
      var rest = known.count
      let words = comment.unicodeScalars.drop { scalar in
        guard rest > 0 else { return scalar.properties.isWhitespace }
        if !scalar.properties.isWhitespace { rest -= 1 }
        return true
      }
      return String(words)
    }
    let whole = TaggedRemark.text(thread, isMarked: true).unicodeScalars.filter {
      !$0.properties.isWhitespace
    }
    if whole.starts(with: signs) { return nil }
    let words = comment.drop(while: \.isWhitespace).dropFirst(TaggedRemark.digits + 1).drop(
      while: \.isWhitespace)
    return words.isEmpty ? nil : String(words)
  }
}

extension Annotation {
  fileprivate var saysSomething: Bool { replacement != nil || text != nil }
}
