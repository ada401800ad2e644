import Galley
import JSON

extension BrokenRule {
  var json: JSON {
    [
      "rule": .string(rule.rawValue), "place": .string(place), "what": .string(what),
      "remedy": .string(remedy),
    ]
  }
}
