extension Program {
  func zshCompletions(_ tables: CompletionTables) -> String {
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
        let words = entries.map { shellQuoted("\($0.word):\($0.help)") }.joined(separator: " ")
        return "\(shellQuoted(command))) candidates=(\(words)) ;;"
      }
    }
    return #"""
      #compdef \#(name)
      # zsh completion for \#(name), made from its own declarations.

      \#(f)_step() {
        case "$1:$2" in
      \#(rows(steps))
          *) return 1 ;;
        esac
      }

      \#(f)_option() {
        case "$1:$2" in
      \#(rows(optionKinds))
          *) return 1 ;;
        esac
      }

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

      # Offers what the program answers: a word, a tab, a description.
      \#(f)_ask() {
        local line
        compset -P '*,'
        while IFS= read -r line; do
          word=${${line%%$'\t'*}//:/\\:}
          [[ $line == *$'\t'* ]] && word+=":${line#*$'\t'}"
          candidates+=("$word")
        done < <(command \#(name) __complete "${context[@]}" -- "$1" "$PREFIX" 2>/dev/null)
        _describe "$1" candidates
      }

      \#(f)() {
        local command= pending= ended= kind= next= word
        local -a context candidates
        integer i place=0
        for ((i = 2; i < CURRENT; i++)); do
          word=${(Q)words[i]}
          if [[ -n $pending ]]; then
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
        if [[ -z $pending && -z $ended && $PREFIX == --*=* ]]; then
          pending=${PREFIX%%=*}
          compset -P 1 '*='
        fi

        if [[ -n $pending ]]; then
          \#(f)_option "$command" "$pending"
        elif [[ -z $ended && $PREFIX == -* ]]; then
          \#(f)_options "$command"
          _describe -o option candidates
          return
        else
          \#(f)_commands "$command"
          if ((${#candidates})); then
            _describe command candidates
            return
          fi
          \#(f)_argument "$command" "$place"
        fi
        case $kind in
          words:*) compadd -- ${=kind#words:} ;;
          ask:*) \#(f)_ask "${kind#ask:}" ;;
          file) _files ;;
          directory) _files -/ ;;
        esac
      }

      # Autoloaded from fpath the file is the function's first call; sourced, it only registers it.
      if [[ "${funcstack[1]}" == \#(f) ]]; then
        \#(f) "$@"
      else
        compdef \#(f) \#(name)
      fi

      """#
  }
}
