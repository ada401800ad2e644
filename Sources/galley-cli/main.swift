import System

/// The words of the command line; those that aren't UTF-8 are refused rather than mended silently.
private func words() -> [String]? {
  var words: [String] = []
  for argument in UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc)).dropFirst()
  {
    guard let argument, let word = String(validatingCString: argument) else { return nil }
    words.append(word)
  }
  return words
}

exit(Application().run(words()))
