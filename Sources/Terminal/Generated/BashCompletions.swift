extension Program {
  /// For bash 3.2 and later, without the bash-completion package.
  func bashCompletions(_ tables: CompletionTables) -> String {
    let f = "_" + shellName
    let steps = tables.steps.map { "\(shellQuoted("\($0.from):\($0.word)"))) next=\(shellQuoted($0.to)) ;;" }
    let optionKinds = tables.optionKinds.map { entry in
      let pattern =
        entry.command == "*"
        ? "*" + shellQuoted(":\(entry.option)") : shellQuoted("\(entry.command):\(entry.option)")
      return "\(pattern)) kind=\(shellQuoted(entry.kind)) ;;"
    }
    let argumentKinds = tables.argumentKinds.map { entry in
      let pattern = shellQuoted("\(entry.command):") + (entry.isLast ? "*" : String(entry.place))
      return "\(pattern)) kind=\(shellQuoted(entry.kind)) ;;"
    }
    func lists(_ table: [(command: String, entries: [CompletionTables.Entry])]) -> [String] {
      table.map { command, entries in
        "\(shellQuoted(command))) words=\(shellQuoted(entries.map(\.word).joined(separator: " "))) ;;"
      }
    }
    return #"""
      # bash completion for \#(name), made from its own declarations.

      # The command that WORD leads to from COMMAND.
      \#(f)_step() {
        case "$1:$2" in
      \#(rows(steps))
          *) return 1 ;;
        esac
      }

      # What value an option of a command takes; false when it takes none.
      \#(f)_option() {
        case "$1:$2" in
      \#(rows(optionKinds))
          *) return 1 ;;
        esac
      }

      # What the argument of a command at a place is.
      \#(f)_argument() {
        case "$1:$2" in
      \#(rows(argumentKinds))
          *) return 1 ;;
        esac
      }

      \#(f)_commands() {
        case "$1" in
      \#(rows(lists(tables.commands)))
        esac
      }

      \#(f)_options() {
        case "$1" in
      \#(rows(lists(tables.options)))
        esac
      }

      # Takes candidates from standard input, a line each; what follows a tab is for other shells.
      # Nothing in them is expanded, as compgen -W would.
      \#(f)_offer() {
        local line head=
        [[ $1 == list && $cur == *,* ]] && head=${cur%,*},
        while IFS= read -r line; do
          line=${line%%$'\t'*}
          [[ -n $line && $line == "${cur#"$head"}"* ]] || continue
          printf -v line %q "$line"
          COMPREPLY+=("$lead$head$line")
        done
      }

      \#(f)() {
        local cur=${COMP_WORDS[COMP_CWORD]} command= pending= ended= lead= kind= words= next= word i place=0
        local -a context=()
        local IFS=$' \t\n'
        COMPREPLY=()
        for ((i = 1; i < COMP_CWORD; i++)); do
          word=${COMP_WORDS[i]}
          if [[ -n $pending ]]; then
            # readline makes '=' a word of its own.
            [[ $word == = && ${COMP_WORDS[i - 1]} == "$pending" ]] && continue
            \#(f)_option '' "$pending" && context+=("$pending" "${word/#\~\//$HOME/}")
            pending=
          elif [[ -z $ended && $word == -- ]]; then
            ended=1
          elif [[ -z $ended && $word == -?* ]]; then
            if [[ $word == --*=* ]]; then
              \#(f)_option '' "${word%%=*}" && context+=("$word")
            elif \#(f)_option "$command" "$word"; then
              pending=$word
            fi
          elif \#(f)_step "$command" "$word"; then
            command=$next
          else
            ((place += 1))
          fi
        done
        kind=
        if [[ -z $pending && -z $ended && $cur == --*=* ]]; then
          pending=${cur%%=*} lead=$pending=
          cur=${cur#*=}
        elif [[ -n $pending && $cur == = ]]; then
          cur=
        fi

        if [[ -n $pending ]]; then
          \#(f)_option "$command" "$pending"
        elif [[ -z $ended && $cur == -* ]]; then
          \#(f)_options "$command"
          kind=words:$words
        else
          \#(f)_commands "$command"
          kind=words:$words
          [[ -n $words ]] || \#(f)_argument "$command" "$place"
        fi
        case $kind in
          words:*) \#(f)_offer words < <(printf '%s\n' ${kind#words:}) ;;
          ask:*)
            \#(f)_offer list < <(
              command \#(name) __complete ${context[@]+"${context[@]}"} \
                -- "${kind#ask:}" "${cur##*,}" 2>/dev/null) ;;
          file | directory)
            compopt -o filenames 2>/dev/null
            local action=-f
            [[ $kind == directory ]] && action=-d
            while IFS= read -r word; do COMPREPLY+=("$lead$word"); done < <(compgen "$action" -- "$cur") ;;
        esac
        return 0
      }

      complete -F \#(f) \#(name)

      """#
  }

  /// Lines of a `case`, each indented.
  func rows(_ lines: [String]) -> String { lines.map { "    \($0)" }.joined(separator: "\n") }
}
