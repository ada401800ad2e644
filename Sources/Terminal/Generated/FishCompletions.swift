extension Program {
  func fishCompletions(_ tables: CompletionTables) -> String {
    let f = "__" + shellName
    let steps = tables.steps.map {
      "case \(fishQuoted("\($0.from):\($0.word)")); set -g \(f)_found \(fishQuoted($0.to))"
    }
    let optionKinds = tables.optionKinds.map {
      "case \(fishQuoted("\($0.command):\($0.option)")); set -g \(f)_found \(fishQuoted($0.kind))"
    }
    let argumentKinds = tables.argumentKinds.map {
      let pattern = fishQuoted("\($0.command):\($0.isLast ? "*" : String($0.place))")
      return "case \(pattern); set -g \(f)_found \(fishQuoted($0.kind))"
    }
    func lists(_ table: [(command: String, entries: [CompletionTables.Entry])]) -> [String] {
      table.map { command, entries in
        let words = entries.map { "\(fishQuoted($0.word)) \(fishQuoted($0.help))" }.joined(separator: " ")
        return #"case \#(fishQuoted(command)); printf '%s\t%s\n' \#(words)"#
      }
    }
    return #"""
      # fish completion for \#(name), made from its own declarations.

      # fish's set leaves the status alone: what is found must be told by return.
      function \#(f)_step
        switch "$argv[1]:$argv[2]"
      \#(rows(steps))
          case '*'; return 1
        end
        return 0
      end

      function \#(f)_option
        switch "$argv[1]:$argv[2]"
      \#(rows(optionKinds))
          case '*'; return 1
        end
        return 0
      end

      function \#(f)_argument
        switch "$argv[1]:$argv[2]"
      \#(rows(argumentKinds))
          case '*'; return 1
        end
        return 0
      end

      function \#(f)_commands
        switch "$argv[1]"
      \#(rows(lists(tables.commands)))
        end
      end

      function \#(f)_options
        switch "$argv[1]"
      \#(rows(lists(tables.options)))
        end
      end

      function \#(f)_complete
        set -l tokens (commandline -opc)
        set -l cur (commandline -ct)
        set -l command ''
        set -l pending ''
        set -l ended ''
        set -l lead ''
        set -l place 0
        set -l context
        set -g \#(f)_found text
        for word in $tokens[2..-1]
          if test -n "$pending"
            \#(f)_option '' $pending; and set -a context $pending (string replace -r '^~/' "$HOME/" -- $word)
            set pending ''
          else if test -z "$ended" -a "$word" = --
            set ended 1
          else if test -z "$ended"; and string match -q -r -- '^-.' $word
            if string match -q -- '--*=*' $word
              \#(f)_option '' (string replace -r '=.*' '' -- $word); and set -a context $word
            else if \#(f)_option "$command" $word
              set pending $word
            end
          else if \#(f)_step "$command" $word
            set command $\#(f)_found
          else
            set place (math $place + 1)
          end
        end
        set -g \#(f)_found text
        if test -z "$pending" -a -z "$ended"; and string match -q -- '--*=*' $cur
          set pending (string replace -r '=.*' '' -- $cur)
          set lead "$pending="
          set cur (string replace -r '^[^=]*=' '' -- $cur)
        end

        if test -n "$pending"
          \#(f)_option "$command" $pending
        else if test -z "$ended"; and string match -q -- '-*' $cur
          \#(f)_options "$command"
          return
        else
          set -l next (\#(f)_commands "$command")
          if set -q next[1]
            string join \n -- $next
            return
          end
          \#(f)_argument "$command" $place
        end
        set -l kind $\#(f)_found
        set -l candidates
        switch $kind
          case 'words:*'
            set candidates (string split ' ' -- (string replace words: '' -- $kind))
          case 'ask:*'
            set -l asked (string replace ask: '' -- $kind)
            set -l last (string replace -r '.*,' '' -- $cur)
            set lead $lead(string match -r '.*,' -- $cur; or echo '')
            set candidates (command \#(name) __complete $context -- $asked "$last" 2>/dev/null)
          case file
            set candidates (__fish_complete_path "$cur")
          case directory
            set candidates (__fish_complete_directories "$cur")
        end
        for candidate in $candidates
          echo $lead$candidate
        end
      end

      complete -c \#(name) -f -a '(\#(f)_complete)'

      """#
  }
}

private func fishQuoted(_ text: String) -> String {
  var result = "'"
  for character in text {
    if character == "'" || character == "\\" { result.append("\\") }
    result.append(character)
  }
  return result + "'"
}
