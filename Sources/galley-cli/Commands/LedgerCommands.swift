/// The commands of the editor's ledger; see docs/ledger.md.
enum LedgerCommands {
  static let all =
    AnswerCommands.all + PlaceCommands.all + ClaimCommands.all + ReadyCommands.all
    + RoundCommands.all + BlindCommands.all + InboxCommands.all
}
