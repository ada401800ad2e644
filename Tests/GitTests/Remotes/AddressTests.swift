import Testing

@testable import Git

@Suite("Addresses, and what goes with them")
struct AddressTests {
  @Test(
    "names, passwords and tokens are cut out of addresses wherever they stand",
    arguments: [
      ("https://TOKEN@host/news.git", "https://host/news.git"),
      ("could not use http://x:TOKEN@[::1]:80/a, sorry", "could not use http://[::1]:80/a, sorry"),
      ("'https://me:a@b@host/x' and \"ftp://u:p@h\"", "'https://host/x' and \"ftp://h\""),
      ("https://host/x.git?private_token=TOKEN now", "https://host/x.git now"),
      ("ssh://git@host/x", "ssh://git@host/x"), ("ssh://git:TOKEN@host:22/x", "ssh://git@host:22/x"),
      ("git@host:x.git", "git@host:x.git"), ("/srv/a@b/x", "/srv/a@b/x"), ("a://", "a://"),
      ("https://host/@me", "https://host/@me"), ("HTTPS://t@h", "HTTPS://h"), ("", ""),
    ])
  func redaction(text: String, shown: String) {
    #expect(withoutCredentials(text) == shown)
  }

  @Test("~/.netrc is read as curl reads it: by host and name, with quotes, comments, macros and a default")
  func netrc() {
    let file = NetrcFile(
      parsing: """
        # machine host login no password no
        machine other.org login o password p
        macdef init
        machine host login no password no

        machine host
          login anna
          password "two \\"words\\""
        machine host login ben password b
        default login d password e
        """)
    #expect(file.answer(host: "HOST", user: nil)?.password == "two \"words\"")
    #expect(file.answer(host: "host", user: "ben")?.password == "b")
    #expect(file.answer(host: "nowhere", user: nil)?.name == "d")
    #expect(file.answer(host: "nowhere", user: "x") == nil)
    #expect(NetrcFile(parsing: "machine").answer(host: "h", user: nil) == nil)
    #expect(NetrcFile(parsing: "login x password y").answer(host: "h", user: nil) == nil)
  }

  @Test("of a file of cookies those go along that are of the host and the path, and not over")
  func cookies() {
    let file = CookieFile(
      parsing: """
        # Netscape HTTP Cookie File
        .example.org\tTRUE\t/\tTRUE\t0\to\tgit-anna=1
        #HttpOnly_host.example.org\tFALSE\t/news\tFALSE\t99\tp\tq
        other.org\tFALSE\t/\tFALSE\t0\tn\tn
        .example.org\tTRUE\t/\tFALSE\t5\told\tx
        """)
    func header(_ host: String, _ path: String, _ isSecure: Bool) -> String? {
      file.header(host: host, path: path, isSecure: isSecure, now: 10)
    }
    #expect(header("host.example.org", "/news/x", true) == "Cookie: o=git-anna=1; p=q")
    #expect(header("host.example.org", "/x", false) == nil)
    #expect(header("notexample.org", "/", true) == nil)
    #expect(
      CookieFile(parsing: "Set-Cookie: a=b; Path=/").header(host: "h", path: "/", isSecure: true, now: 0)
        == "Cookie: a=b")
  }

  @Test("the parts of a web address")
  func parts() {
    let address = WebAddress("https://anna:x@[::1]:8443/a/b?c")
    #expect(address?.host == "::1" && address?.path == "/a/b" && address?.user == "anna")
    #expect(address?.hasPassword == true && address?.isSecure == true)
    #expect(WebAddress("http://host")?.path == "/")
    #expect(WebAddress("ssh://host/x") == nil && WebAddress("host:x") == nil)
  }
}
