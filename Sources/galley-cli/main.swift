import Glibc

exit(Application().run(Array(CommandLine.arguments.dropFirst())))
