import Testing

@testable import GalleyWeb

@Suite("The gate of the review page")
struct GateTests {
  let gate = Gate(port: 8640, token: "0123456789abcdef0123456789abcdef")

  private func request(
    _ method: String = "GET", host: String? = "127.0.0.1:8640", origin: String? = nil, cookie: String? = nil,
    query: [String: String] = [:], form: [String: String] = [:], path: String = "/"
  ) -> Request {
    Request(
      method: method, path: path, query: query,
      headers: Request.Headers(host: host, origin: origin, cookie: cookie), form: form)
  }

  private var cookie: String { "other=1; galley8640=\(gate.token)" }

  @Test("another host name is refused, whatever cookie comes with it: DNS rebinding")
  func rebinding() {
    for host in ["evil.example:8640", "127.0.0.1", "127.0.0.1:80", nil] {
      #expect(gate.refusal(of: request(host: host, cookie: cookie))?.status == 421)
    }
    #expect(gate.refusal(of: request(host: "localhost:8640", cookie: cookie)) == nil)
  }

  @Test("the printed address sets the cookie and goes to the page without the token")
  func firstVisit() throws {
    let answer = try #require(gate.refusal(of: request(query: ["token": gate.token], path: "/article/a")))
    #expect(answer.status == 303)
    #expect(answer.headers.contains { $0.name == "Location" && $0.value == "/article/a" })
    #expect(answer.headers.contains { $0.name == "Set-Cookie" && $0.value.contains("SameSite=Strict") })
    let elsewhere = try #require(
      gate.refusal(of: request(query: ["token": gate.token], path: "//evil.example/")))
    #expect(elsewhere.headers.contains { $0.name == "Location" && $0.value == "/" })
  }

  @Test("without the cookie, or with a wrong token, nothing is shown")
  func closed() {
    #expect(gate.refusal(of: request())?.status == 403)
    #expect(gate.refusal(of: request(cookie: "galley8640=0123"))?.status == 403)
    #expect(gate.refusal(of: request(query: ["token": "0123"]))?.status == 403)
  }

  @Test("a form of another site is refused: its token is missing, or its origin is another")
  func forgery() {
    let form = ["token": gate.token]
    #expect(gate.refusal(of: request("POST", cookie: cookie))?.status == 403)
    #expect(
      gate.refusal(of: request("POST", origin: "http://evil.example", cookie: cookie, form: form))?.status
        == 403)
    #expect(gate.refusal(of: request("POST", origin: "null", cookie: cookie, form: form))?.status == 403)
    #expect(
      gate.refusal(of: request("POST", origin: "http://127.0.0.1:8640", cookie: cookie, form: form)) == nil)
    #expect(gate.refusal(of: request("PUT", cookie: cookie, form: form))?.status == 405)
  }

  @Test("tokens are long and differ")
  func tokens() {
    let tokens = Set((0..<100).map { _ in Gate.newToken() })
    #expect(tokens.count == 100 && tokens.allSatisfy { $0.utf8.count == 32 })
  }

  @Test("forms are read as browsers send them, and a broken one does no harm")
  func forms() {
    #expect(
      Request.form(Array("a=1+2&b=%C3%A9%0D%0Ax&c&=d&e=%zz%".utf8)) == [
        "a": "1 2", "b": "é\r\nx", "c": "", "": "d", "e": "%zz%",
      ])
  }
}
