internal import CGit
import Glibc

extension Remote {
  /// Asks `git credential` for a name and password, once; a second call means that they were wrong.
  func credential(
    _ out: UnsafeMutablePointer<UnsafeMutablePointer<git_credential>?>?, _ url: UnsafePointer<CChar>?,
    _ user: UnsafePointer<CChar>?, _ allowed: UInt32
  ) -> Int32 {
    guard allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT.rawValue != 0, let url else {
      return GIT_PASSTHROUGH.rawValue
    }
    let question = "url=\(String(cString: url))\n\n"
    guard credentialTries < 2, let answer = Self.ask("fill", question) else {
      return GIT_EAUTH.rawValue
    }
    if credentialTries > 0 { _ = Self.ask("reject", answer) }
    credentialTries += 1
    var values: [Substring: Substring] = [:]
    for line in answer.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { values[parts[0]] = parts[1] }
    }
    guard let name = values["username"], let password = values["password"] else { return GIT_EAUTH.rawValue }
    return git_credential_userpass_plaintext_new(out, String(name), String(password))
  }

  private static func ask(_ action: String, _ question: String) -> String? {
    guard let process = try? TransportProcess(["git", "credential", action], removing: []) else { return nil }
    _ = question.withCString { process.write($0, strlen($0)) }
    process.closeInput()
    var answer: [UInt8] = []
    var buffer = [CChar](repeating: 0, count: 4096)
    while true {
      let count = process.read(into: &buffer, buffer.count)
      guard count > 0 else { break }
      answer += buffer[..<count].map { UInt8(bitPattern: $0) }
    }
    return answer.isEmpty ? nil : String(decoding: answer, as: UTF8.self)
  }
}
