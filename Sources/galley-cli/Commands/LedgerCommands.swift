/// The commands of the editor's ledger; see docs/ledger.md.
enum LedgerCommands {
  static let all = AnswerCommands.all
}
