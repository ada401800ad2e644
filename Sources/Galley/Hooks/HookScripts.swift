import Git

/// The scripts of the hooks that git runs for each reference: a push of a thousand would start the program thousands of
/// times. They let through by themselves what is, word for word, in the list of what was checked (``CheckedPush``), and
/// ask the program about everything else: it knows the reasons.
enum HookScripts {
  /// Sets `checked`; holds when the list is this push's and may still be used.
  private static let isOurs = """
    checked=${GIT_DIR:-.}/\(CheckedPush.fileName)
    isOurs() {
      { read -r owner until <"$checked"; read -r now idle </proc/uptime; } 2>/dev/null &&
        [ "$owner" = "$PPID" ] && [ "${now%.*}" -lt "$until" ]
    }
    """

  static func update(_ call: String) -> String {
    """
    \(isOurs)
    [ "$3" != \(ObjectID.zero) ] && isOurs && grep -qxF -- "$2 $3 $1" "$checked" && exit 0
    exec \(call)

    """
  }

  /// Git runs this up to three times a reference.
  static func referenceTransaction(_ call: String) -> String {
    """
    [ "$1" = prepared ] || exit 0
    read -r input || [ -n "$input" ] || exit 0
    if read -r next; then input=$(printf '%s\\n' "$input" "$next"; cat); fi
    \(isOurs)
    case $input in
    *" \(ObjectID.zero) refs/"*) ;;
    *"
    "*) isOurs && { printf '%s\\n' "$input" | grep -qvxFf "$checked"; [ $? = 1 ]; } && exit 0 ;;
    *) isOurs && grep -qxF -- "$input" "$checked" && exit 0 ;;
    esac
    printf '%s\\n' "$input" | \(call)

    """
  }
}
