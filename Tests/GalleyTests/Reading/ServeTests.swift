import Foundation
import FoundationNetworking
import JSON
import Testing

@Suite("The review page, served by the real program")
struct ServeTests {
  /// The program while it serves; ended with the test.
  final class Serving {
    let process = Process()
    let url: URL
    let session: URLSession
    private var policy = ""

    init(_ desk: TestDesk) throws {
      process.executableURL = URL(fileURLWithPath: galleyProgram)
      process.arguments = ["serve", "--port", "0", "--json"]
      process.currentDirectoryURL = URL(fileURLWithPath: desk.folder)
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let line = pipe.fileHandleForReading.availableData
      let json = try JSON(parsing: String(decoding: line, as: UTF8.self))
      #expect(try JSONPage.read().faults(in: [json], of: "serve") == [])
      url = try #require(json["url"]?.stringValue.flatMap(URL.init(string:)))
      session = URLSession(configuration: .ephemeral)
    }

    deinit {
      process.terminate()
      process.waitUntilExit()
    }

    func get(_ path: String) async throws -> (code: Int, text: String) {
      try await answer(URLRequest(url: try #require(URL(string: path, relativeTo: url))))
    }

    func post(_ path: String, _ fields: [String: String]) async throws -> (code: Int, text: String) {
      var request = URLRequest(url: try #require(URL(string: path, relativeTo: url)))
      request.httpMethod = "POST"
      let form = fields.map { "\($0.key)=\(encoded($0.value))" }.joined(separator: "&")
      request.httpBody = Data(form.utf8)
      // As browsers do under the page's referrer policy.
      let origin = policy == "same-origin" ? "http://127.0.0.1:\(url.port ?? 0)" : "null"
      request.setValue(origin, forHTTPHeaderField: "Origin")
      return try await answer(request)
    }

    private func encoded(_ text: String) -> String {
      text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    private func answer(_ request: URLRequest) async throws -> (code: Int, text: String) {
      let (data, response) = try await session.data(for: request)
      let http = response as? HTTPURLResponse
      policy = http?.value(forHTTPHeaderField: "Referrer-Policy") ?? ""
      return (http?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }
  }

  private func hidden(_ name: String, in page: String) throws -> String {
    let start = try #require(page.range(of: "name=\"\(name)\" value=\""))
    return String(page[start.upperBound...].prefix { $0 != "\"" })
  }

  @Test(
    "a browser with the printed address reads, annotates, replies, resolves and judges; another gets nothing")
  func wholeVisit() async throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    _ = anna.start(
      "rivers", "# Head\n\nThe **dam** was [built](https://example.org) in 1950, <b>they</b> said.\n")
    #expect(
      anna.galley("annotate", "rivers", "--quote", "1950", "--comment", "<script>alert(1)</script>").code == 0
    )
    let serving = try Serving(anna)
    #expect(try await serving.get("/").code == 403)

    let index = try await serving.get(serving.url.absoluteString)
    #expect(index.code == 200 && index.text.contains("href=\"/article/rivers\""))
    let page = try await serving.get("/article/rivers")
    #expect(page.text.contains("<mark class=\"comment\" data-notes=\"1\">1950</mark>"))
    #expect(page.text.contains("&lt;script&gt;alert(1)") && !page.text.contains("<script>alert"))

    var form = ["token": try hidden("token", in: page.text), "slug": "rivers", "rev": "r1"]
    form["commit"] = try hidden("commit", in: page.text)
    let remark = form.merging([
      "kind": "query", "quote": "dam was built", "prefix": "The ", "suffix": " in 1950", "text": "By whom?",
    ]) { $1 }
    let annotated = try await serving.post("/annotate", remark)
    #expect(annotated.code == 200 && annotated.text.contains("By whom?"))
    let made = try #require(
      anna.json("annotations", "rivers").first { $0["text"]?.stringValue == "By whom?" })
    #expect(made["quote"]?.stringValue == "dam** was [built")
    #expect(made["motivation"]?.stringValue == "questioning")

    let id = try #require(made["id"]?.stringValue)
    #expect(
      try await serving.post("/reply", form.merging(["id": id, "text": "The town."]) { $1 }).code == 200)
    #expect(
      try await serving.post("/resolve", form.merging(["id": id, "resolution": "answered"]) { $1 }).code
        == 200)
    #expect(
      try await serving.post("/verdict", form.merging(["verdict": "accept"]) { $1 }).text.contains("accept"))
    #expect(try anna.json("annotations", "rivers", "--open").count == 1)

    let lost = try await serving.post("/annotate", remark.merging(["quote": "not in the text at all"]) { $1 })
    #expect(lost.code == 422 && lost.text.contains("Nothing was written"))
    #expect(try await serving.post("/reply", ["slug": "rivers", "id": id, "text": "x"]).code == 403)
    #expect(try await serving.get("/article/nothing-here").code == 422)
    #expect(try await serving.get("/article/..%2F..%2Fetc").code != 200)
    #expect(anna.isSound)
  }

  @Test("a remark whose passage is gone names the places where it may be, harmlessly")
  func orphan() async throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    let text = "Above stands the old dam.\n\n<i>Nobody</i> measured the old dam.\n"
    #expect(anna.start("rivers", text).code == 0)
    #expect(
      anna.galley(
        "annotate", "rivers", "--quote", "the old dam", "--occurrence", "1", "--comment", "Old?"
      ).code == 0)
    let later = text.replacingOccurrences(of: "Above stands the old dam.", with: "It was built in 1950.")
    #expect(anna.galley("save", "rivers", "--from", "-", input: later).code == 0)
    let serving = try Serving(anna)
    _ = try await serving.get(serving.url.absoluteString)
    let page = try await serving.get("/article/rivers").text
    #expect(page.contains("passage gone"))
    #expect(
      page.contains("Perhaps here: …") && page.contains("&lt;/i&gt; measured \u{2039}the old dam\u{203A}"))
  }
}
