/// The groups of the help. The folders of Commands and of Galley are called alike.
enum HelpGroup {
  static let desks = "Desks"
  static let sync = "Sync"
  static let drafts = "Drafts"
  static let rounds = "Rounds"
  static let reviews = "Reviews"
  static let remarks = "Remarks"
  static let publishing = "Publishing"
  static let reading = "Reading"
  static let server = "Server"
  static let filters = "Filters"
  static let help = "Help"
}
