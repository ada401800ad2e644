import Foundation
import System
import Testing

/// A real sshd on loopback with a host key, a port and an authorized key of its own.
final class SSHServer {
  let port: Int
  private let folder: URL
  private let process: ServerProcess

  static let program = "/usr/sbin/sshd"
  static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

  /// - Parameter forcing: a command that runs in place of the one that the client asks for.
  init(in folder: URL, named name: String = "sshd", forcing command: String? = nil) throws {
    self.folder = folder.appendingPathComponent(name)
    port = try freePort()
    try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
    // sshd wants its folder when root runs it.
    try? FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
    let place = self.folder.path
    for key in ["host", "user", "stranger"] {
      let made = run("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key], in: place)
      try #require(made.code == 0, "\(made.err)")
    }
    try FileManager.default.copyItem(atPath: "\(place)/user.pub", toPath: "\(place)/authorized_keys")
    // With a HOME of its own: bash would run the machine's ~/.bashrc for each session, which may take seconds.
    let settings =
      """
      SetEnv HOME=\(place)
      ListenAddress 127.0.0.1
      Port \(port)
      HostKey \(place)/host
      AuthorizedKeysFile \(place)/authorized_keys
      StrictModes no
      UsePAM no
      PermitRootLogin yes
      PasswordAuthentication no
      KbdInteractiveAuthentication no
      PidFile none
      MaxStartups 100
      \(command.map { "ForceCommand \($0)" } ?? "")

      """
    try Data(settings.utf8).write(to: self.folder.appendingPathComponent("sshd_config"))
    process = try ServerProcess(
      [Self.program, "-D", "-e", "-f", "\(place)/sshd_config"], log: "\(place)/log")
    try waitForPort(port)
    try trust(hostKey: "host")
  }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  /// Writes the client's known_hosts: this key is the server's.
  func trust(hostKey name: String) throws {
    let key = try String(contentsOfFile: path("\(name).pub"), encoding: .utf8)
    try write("[127.0.0.1]:\(port) \(key)", to: "known_hosts")
  }

  /// The user's ssh configuration, in which the server is called `news`.
  ///
  /// - Parameter more: further lines of the host's.
  func configuration(key: String = "user", more: String = "") throws -> String {
    let name = "config-\(UUID().uuidString)"
    try write(
      """
      Host news
        HostName 127.0.0.1
        Port \(port)
        \(more)
      Host *
        User \(NSUserName())
        IdentityFile \(path(key))
        IdentitiesOnly yes
        IdentityAgent none
        UserKnownHostsFile \(path("known_hosts"))
        GlobalKnownHostsFile /dev/null
        StrictHostKeyChecking yes

      """, to: name)
    return path(name)
  }

  /// The environment in which galley's ssh reads that configuration.
  func environment(key: String = "user", more: String = "") throws -> [String: String] {
    ["GIT_SSH_COMMAND": "ssh -F '\(try configuration(key: key, more: more))'", "GALLEY_TIMEOUT": "20"]
  }
}
