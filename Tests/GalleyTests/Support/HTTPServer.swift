import Foundation
import Testing

/// A real nginx with TLS and passwords in front of git's own http-backend, on loopback.
///
/// Its certificate, for `localhost`, is signed by an authority that only the tests know.
final class HTTPServer {
  let port: Int
  private let folder: URL
  private let servers: [ServerProcess]

  static let programs = ["/usr/sbin/nginx", "/usr/sbin/fcgiwrap", "/usr/bin/openssl", "/usr/bin/htpasswd"]
  static var isInstalled: Bool { programs.allSatisfy(FileManager.default.isExecutableFile) }

  /// The password of everybody.
  static let password = "correct horse"

  /// - Parameters:
  ///   - root: the folder that holds the repositories.
  ///   - people: whom it lets in.
  ///   - gated: whether `galley gate` stands in the place of http-backend.
  init(root: URL, people: [String], gated: Bool = false) throws {
    folder = root.appendingPathComponent("nginx")
    let place = folder.path
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func made(_ program: String, _ words: String...) throws {
      let done = run(program, words, in: place)
      try #require(done.code == 0, "\(words): \(done.err)")
    }
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    func request(_ words: String...) throws {
      let done = run("/usr/bin/openssl", ["req"] + key + words, in: place)
      try #require(done.code == 0, "\(done.err)")
    }
    try request("-x509", "-days", "2", "-subj", "/CN=Test authority", "-keyout", "ca.key", "-out", "ca.pem")
    try request("-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr")
    try Data("subjectAltName=DNS:localhost\n".utf8).write(to: folder.appendingPathComponent("names"))
    try made(
      "/usr/bin/openssl", "x509", "-req", "-days", "2", "-in", "server.csr", "-CA", "ca.pem", "-CAkey",
      "ca.key",
      "-CAcreateserial", "-extfile", "names", "-out", "server.pem")
    for (index, person) in people.enumerated() {
      try made("/usr/bin/htpasswd", index == 0 ? "-bc" : "-b", "people", person, Self.password)
    }
    let gate = folder.appendingPathComponent("gate.cgi")
    try Data("#!/bin/sh\nexec '\(galleyProgram)' gate --http --root '\(root.path)'\n".utf8).write(to: gate)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: gate.path)
    port = try freePort()
    let owner = NSUserName() == "root" ? "user root;" : ""
    let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "\($0)_temp_path \(place)/\($0);" }
    let settings =
      """
      \(owner)
      worker_processes 1;
      daemon off;
      pid \(place)/pid;
      error_log \(place)/log;
      events { worker_connections 64; }
      http {
        access_log off;
        \(paths.joined(separator: "\n  "))
        client_max_body_size 0;
        server {
          listen 127.0.0.1:\(port) ssl;
          ssl_certificate \(place)/server.pem;
          ssl_certificate_key \(place)/server.key;
          auth_basic "news";
          auth_basic_user_file \(place)/people;
          location / {
            fastcgi_pass unix:\(place)/socket;
            fastcgi_param SCRIPT_FILENAME \(gated ? gate.path : "/usr/lib/git-core/git-http-backend");
            fastcgi_param GIT_PROJECT_ROOT \(root.path);
            fastcgi_param GIT_HTTP_EXPORT_ALL "";
            fastcgi_param PATH_INFO $uri;
            fastcgi_param REMOTE_USER $remote_user;
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param QUERY_STRING $query_string;
            fastcgi_param CONTENT_TYPE $content_type;
            fastcgi_param CONTENT_LENGTH $content_length;
            fastcgi_param HTTP_GIT_PROTOCOL $http_git_protocol;
            fastcgi_param HTTP_CONTENT_ENCODING $http_content_encoding;
          }
        }
      }

      """
    try Data(settings.utf8).write(to: folder.appendingPathComponent("nginx.conf"))
    servers = [
      try ServerProcess(
        ["/usr/sbin/fcgiwrap", "-c", "4", "-s", "unix:\(place)/socket"], log: "\(place)/fcgiwrap.log"),
      try ServerProcess(
        ["/usr/sbin/nginx", "-p", place, "-e", "\(place)/log", "-c", "\(place)/nginx.conf"],
        log: "\(place)/nginx.log"),
    ]
    try waitForPort(port)
  }

  /// The file of the authority that signed its certificate.
  var authority: String { folder.appendingPathComponent("ca.pem").path }

  func url(_ repository: String = "remote.git", port: Int? = nil) -> String {
    "https://localhost:\(port ?? self.port)/\(repository)"
  }

  /// Git's configuration of a person: who to trust, and a helper that knows a password and notes what it is told.
  func configuration(of person: String, password: String = HTTPServer.password) throws -> [String: String] {
    let helper = folder.appendingPathComponent("helper-\(UUID().uuidString)")
    let script =
      """
      #!/bin/sh
      echo "$1" >>'\(notes(of: person))'
      [ "$1" = get ] && printf 'username=%s\\npassword=%s\\n' '\(person)' '\(password)'
      exit 0

      """
    try Data(script.utf8).write(to: helper)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: helper.path)
    let file = folder.appendingPathComponent("config-\(UUID().uuidString)")
    let text = "[http]\n\tsslCAInfo = \(authority)\n[credential]\n\thelper = \(helper.path)\n"
    try Data(text.utf8).write(to: file)
    return ["GIT_CONFIG_GLOBAL": file.path, "GALLEY_TIMEOUT": "20"]
  }

  /// What a person's credential helper was asked, one word a line.
  func told(_ person: String) -> [Substring] {
    ((try? String(contentsOfFile: notes(of: person), encoding: .utf8)) ?? "").split(separator: "\n")
  }

  private func notes(of person: String) -> String { folder.appendingPathComponent("told-\(person)").path }
}
