/// The commands, in the order of the help. One file a command, in the folder of its group.
enum Commands {
  static let all: [Command] = [
    InitCommand.command, UndoCommand.command, DoctorCommand.command,
    CloneCommand.command, SyncCommand.command,
    NewCommand.command, AdoptCommand.command, EditCommand.command, SaveCommand.command, ReviseCommand.command,
    SubmitCommand.command, UnsubmitCommand.command, RoundsCommand.command, BlindCommand.command,
    DecideCommand.command, ShelveCommand.command,
    ReviewCommand.command, MergeCommand.command, TriageCommand.command, VerdictCommand.command,
    AnswersCommand.command,
    AnnotateCommand.command, ReplyCommand.command, EditRemarkCommand.command, RedactCommand.command,
    ResolveCommand.command, ReopenCommand.command,
    SatisfiedCommand.command,
    ReattachCommand.command, WhyCommand.command, ClaimCommand.command, ClaimsCommand.command,
    AnnotationsCommand.command, SnoozeCommand.command,
    ReadyCommand.command, ApproveCommand.command, OverrideCommand.command, PublishCommand.command,
    RetractCommand.command,
    InboxCommand.command, StatusCommand.command, ListCommand.command, SearchCommand.command,
    ReportCommand.command,
    ShowCommand.command, LogCommand.command, DiffCommand.command,
    BlameCommand.command, ServeCommand.command, ExternalDiffCommand.command,
    HooksCommand.command, HookCommand.command, GateCommand.command, VerifyCommand.command,
    MergeFileCommand.command, AnchorCommand.command,
  ]
}
