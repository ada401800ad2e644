import Editorial
import JSON
import System
import Terminal

// The review page's server: 'galley serve' starts it as `galley-web FOLDER PORT [--json]`. A program of its own,
// because its libraries would cost every other command its start-up.

let words = CommandLine.arguments
guard words.count >= 3, let wanted = UInt16(words[2]) else {
  writeError("galley-web: it takes a folder and a port. Start it with 'galley serve'.\n")
  exit(2)
}

var environment: [String: String] = [:]
var entry = environ
while let pointer = entry.pointee {
  let text = String(cString: pointer)
  if let equals = text.firstIndex(of: "=") {
    environment[String(text[..<equals])] = String(text[text.index(after: equals)...])
  }
  entry += 1
}

// Blocked before the server's thread starts, so that only this one takes them.
var signals = sigset_t()
sigemptyset(&signals)
for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
pthread_sigmask(SIG_BLOCK, &signals, nil)

let token = Gate.newToken()
let (folder, settled) = (words[1], environment)
let server = Server(port: wanted) { request, port in
  Site(folder: folder, environment: settled, gate: Gate(port: port, token: token)).answer(request)
}
guard let server else {
  writeError(
    "galley: port \(Int(wanted)) can't be had on 127.0.0.1. Choose another one with 'galley serve --port N'.\n"
  )
  exit(1)
}

let address = "http://127.0.0.1:\(server.port)/?token=\(token)"
let output = Output(screen: .current())
if words.contains("--json") {
  let json: JSON = ["url": .string(address), "port": JSON(Int(server.port))]
  output.writeVerbatim(json.serialized(pretty: false) + "\n")
} else {
  output.writeVerbatim("The review page is at \(address)\nEnd it with Ctrl-C.\n")
}
try? output.finish()
var number: Int32 = 0
sigwait(&signals, &number)
withExtendedLifetime(server) {}
