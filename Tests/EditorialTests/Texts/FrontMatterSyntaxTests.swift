import Testing

@testable import Editorial

@Suite("Front matter in YAML, TOML and JSON, as site generators read it")
struct FrontMatterSyntaxTests {
  static let texts = [
    "---\ntitle: The rivers\nauthor: Ann\nembargo: 2099-12-01\ncredits:\n  dam.png: Bo\n---\nBody.\n",
    "---\ntitle: The rivers\nauthor: Ann\nembargo: 2099-12-01\ncredits: {dam.png: Bo}\n...\nBody.\n",
    "+++\ntitle = \"The rivers\"\nauthor = 'Ann' # who\nembargo = 2099-12-01\n\n[credits]\n\"dam.png\" = \"\"\"\nBo\"\"\"\n+++\nBody.\n",
    "{\n  \"title\": \"The rivers\", \"author\": \"Ann\",\n  \"embargo\": \"2099-12-01\",\n  \"credits\": {\"dam.png\": \"Bo\"}\n}\nBody.\n",
  ]

  @Test("says the same in each", arguments: texts)
  func reading(_ text: String) {
    let front = FrontMatter(of: text)
    #expect(front.problem == nil)
    #expect(front.title == "The rivers")
    #expect(front.authors == [FrontMatter.Author(name: "Ann", email: nil)])
    #expect(front.fields?["embargo"]?.text == "2099-12-01")
    #expect(front.fields?["credits"]?["dam.png"]?.text == "Bo")
    #expect(front.body == "Body.\n")
    #expect(String(text.unicodeScalars.dropFirst(front.bodyOffset)) == "Body.\n")
  }

  @Test("a key is set, whether it is there or not, and nothing else changes", arguments: texts)
  func setting(_ text: String) throws {
    let changed = try FrontMatter.setting("title", to: "A \"dam\"\\", in: text)
    #expect(FrontMatter(of: changed).title == "A \"dam\"\\")
    #expect(changed.hasSuffix("\nBody.\n"))
    let added = try FrontMatter.setting("slug", to: "x y", in: text)
    #expect(FrontMatter(of: added).fields?["slug"]?.text == "x y")
    #expect(FrontMatter(of: added).title == "The rivers")
    #expect(FrontMatter(of: added).fields?["credits"]?.entries?.count == 1)
  }

  @Test("names are hidden in each, scalar for scalar", arguments: texts)
  func hiding(_ text: String) {
    let hidden = FrontMatter.hiding(["author"], in: text)
    #expect(!hidden.contains("Ann"))
    #expect(hidden.unicodeScalars.count == text.unicodeScalars.count)
    #expect(hidden.contains("The rivers"))
  }

  @Test(
    "an empty one is one",
    arguments: ["---\n---\n\nBody.\n", "+++\n+++\n\nBody.\n", "---\n# only a remark\n---\n\nBody.\n"])
  func empty(_ text: String) throws {
    let front = FrontMatter(of: text)
    #expect(front.syntax != nil)
    #expect(front.fields == nil)
    let titled = try FrontMatter.setting("title", to: "T", in: text)
    #expect(FrontMatter(of: titled).title == "T")
    #expect(titled.hasSuffix("\n\nBody.\n"))
    #expect(titled.split(separator: "\n").count { $0 == "---" || $0 == "+++" } == 2)
  }

  @Test(
    "what is wrong in TOML is told with its line",
    arguments: [
      ("+++\ntitle = \"x\nb = 1\n+++\n", 2), ("+++\na = 1\na = 2\n+++\n", 3), ("+++\n= 1\n+++\n", 2),
      ("+++\na = \n+++\n", 2),
      ("+++\n[a\n+++\n", 2), ("+++\na = [1, 2\n+++\n", 3), ("+++\na = 1\n[a]\n+++\n", 3),
      ("+++\na = 1 2 \"\n b\n+++\n", 3),
    ])
  func faults(_ text: String, _ line: Int) {
    let problem = FrontMatter(of: text).problem
    #expect(problem?.place?.line == line, "\(String(describing: problem))")
  }

  @Test("tables, arrays of tables, dotted keys and inline tables are mappings and sequences")
  func tables() throws {
    var reader = TomlReader(
      "a.b = 1\nlist = [\n  'x', # one\n  \"y\\u00e9\",\n]\nin = {k = true, l.m = 2}\n[[who]]\nname = 'Ann'\n[[who]]\nname = 'Bo'\n[who.at]\nplace = 'K'\n",
      name: "t", firstLine: 1)
    let yaml = try reader.document()
    #expect(yaml["a"]?["b"]?.intValue == 1)
    #expect(yaml["list"]?.items?.map(\.text) == ["x", "yé"])
    #expect(yaml["in"]?["l"]?["m"]?.text == "2")
    #expect(yaml["who"]?.items?.map { $0["name"]?.text } == ["Ann", "Bo"])
    #expect(yaml["who"]?.items?.last?["at"]?["place"]?.text == "K")
  }

  @Test(
    "TOML nested too deeply is refused, however it says so",
    arguments: [
      String(repeating: "a.", count: 100_000) + "a = 1", "[" + String(repeating: "a.", count: 100_000) + "a]",
      "a = " + String(repeating: "{b.c = ", count: 20) + "1" + String(repeating: "}", count: 20),
      "a = " + String(repeating: "[", count: 100_000),
    ])
  func deepTables(_ toml: String) {
    let problem = FrontMatter(of: "+++\n\(toml)\n+++\n").problem
    #expect(problem?.why.contains("nested deeper") == true, "\(String(describing: problem?.why))")
  }

  @Test("a large TOML front matter is read with each value's line")
  func largeTables() throws {
    var reader = TomlReader(String(repeating: "[[a]]\nb.c = 1\n", count: 20_000), name: "t", firstLine: 1)
    let tables = try #require(try reader.document()["a"]?.items)
    #expect(tables.count == 20_000)
    #expect(tables.last?["b"]?["c"]?.place == InvalidValue.Place(line: 40_000, column: 7))
  }

  @Test(
    "a text that only begins like it has none",
    arguments: ["{\nno json\n}\n", "{{< figure >}}\n", "{ a: b }\n", "+++ b\n", "---- \n"])
  func none(_ text: String) {
    let front = FrontMatter(of: text)
    #expect(front.problem == nil)
    #expect(front.body == text)
  }
}
