import Editorial
import JSON
import Prose
import Terminal

// How it is shown that people disagree who did not know of one another.

extension Annotation {
  /// What it makes of what it is about, in a word or two.
  var outcomeInWords: String {
    switch kind {
    case .resolution(.accepted, _) where isWithChange: "accepted with a change"
    case .resolution(.deferred, _): deferredTo.map { "deferred to \($0)" } ?? Resolution.deferred.rawValue
    case .resolution(let resolution, _): resolution.rawValue
    case .satisfaction(let isSatisfied, _): isSatisfied ? "satisfied" : "not satisfied"
    case .check(let state, _, _): state.rawValue
    case .decision(let decision, _): decision.rawValue
    case .verdict(let verdict, _): verdict.rawValue
    case .reattachment:
      "it is about \(quoted(cited?.quote?.exact ?? ""))\(decidedIn.map { " in \($0)" } ?? "")"
    default: motivation.name
    }
  }
}

extension Disagreement {
  /// One object for each that doesn't hold.
  var json: [JSON] {
    others.map { entry in
      [
        "id": .string(entry.id.description), "reviewer": .string(entry.person.component),
        "says": .string(entry.annotation.outcomeInWords),
        "reason": entry.annotation.text.map { .string($0) } ?? .null,
        "against": .string(holds.id.description), "holds": .string(holds.annotation.outcomeInWords),
      ]
    }
  }

  /// One line for each that doesn't hold, safe for a terminal.
  func lines(_ paint: Paint) -> [String] {
    others.map { entry in
      func shown(_ text: String) -> String { visible(oneLine(text), keepNewlines: false) }
      let reason = entry.annotation.text.map { ": \(shown($0))" } ?? ""
      return
        "\(paint.red("contradicted")): \(shown(holds.name)) says \(holds.annotation.outcomeInWords), \(shown(entry.name)) says \(entry.annotation.outcomeInWords)\(reason)"
    }
  }
}
