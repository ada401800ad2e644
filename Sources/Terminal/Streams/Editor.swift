import System

/// The user's editor: the first of the variables that is set, then `vi`.
public func editorCommand(variables: [String] = ["VISUAL", "EDITOR"]) -> String {
  variables.lazy.compactMap(environmentVariable).first { !$0.isEmpty } ?? "vi"
}

/// Opens the files in an editor and waits for it. The command may have arguments of its own, as in
/// `code --wait`: the shell reads it, as git does.
public func runEditor(_ command: String, files: [String]) throws(SpawnError) -> ExitStatus {
  try leavingSignalsToChild { () throws(SpawnError) in
    try wait(for: spawn(["sh", "-c", "\(command) \"$@\"", command] + files))
  }
}
