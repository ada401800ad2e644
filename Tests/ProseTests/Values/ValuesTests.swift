import Testing

@testable import Prose

@Suite("Values are whole")
struct ValuesTests {
  private static func values(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return Values(in: bytes).ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test(
    "dates and times",
    arguments: [
      "12/05/2024", "2024-05-12", "12.05.2024", "12 May 2024", "May 12, 2024", "May 2024", "12. Mai 2024",
      "1st of June 1999",
      "12 de mayo de 2024", "10:30", "10:30 am", "10.30 Uhr", "2024-05-06T10:30:00Z", "2024年5月12日",
      "1939–1945", "3 p.m",
      "12 мая 2024", "Sept. 3, 2001", "12:05:33.250",
    ])
  func dates(_ value: String) {
    #expect(Self.values("It was on \(value), we think.") == [value])
  }

  @Test(
    "numbers, amounts, percentages",
    arguments: [
      "10.50", "10,500.75", "1'000'000", "-5", "−12.5", "10 000", "10\u{A0}000,50 EUR", "10.50 EUR",
      "€ 12.50", "$12", "EUR 300",
      "5 %", "3.5%", "nine percent", "12 km/h", "5 million euros", "10 km²", "21 °C", "twenty-one",
      "three hundred and fifty",
      "two-thirds", "vingt-et-un", "12,00 €", "± 3 mm", "1.5×10", "5-year-old", "#123", "§ 12", "US$ 5",
    ])
  func numbers(_ value: String) {
    #expect(Self.values("It says \(value) there.") == [value])
  }

  @Test(
    "versions, addresses, names and numbers to call",
    arguments: [
      "v1.2.3-rc.1", "17.0.2+8", "978-3-16-148410-0", "3-16-148410-X", "https://example.org/a/b?q=1&r=2#top",
      "www.example.org", "ann.lee@example.org", "src/main.rs", "/usr/bin/env", "README.md",
      "https://en.wikipedia.org/wiki/A_(b)",
      "+49 30 1234567", "(030) 123-456", "030 123 45 67", "`merge_file`", "``a`b``", "COVID-19",
      "example.org",
    ])
  func addresses(_ value: String) {
    let values = Self.values("See \(value), they say.")
    #expect(values == [value] || value.contains("``"))
  }

  @Test(
    "figures of other scripts",
    arguments: ["二千零二十四年", "三百五十元", "一九四五年八月十五日", "١٢٫٥", "١٢/٥/٢٠٢٤", "१२.५", "１２．５％"])
  func figures(_ value: String) {
    #expect(Self.values("由 \(value) 起").first.map { value.hasPrefix($0) } == true)
    if !value.contains("．") { #expect(Self.values("由 \(value) 起") == [value]) }
  }

  @Test(
    "words are no values",
    arguments: [
      "The end of May came, and nobody knew.", "He is a well-known man (and so on).",
      "- a dash, *emphasis* and _more_",
      "一个人来了。", "e. g. this; that", "# Heading", "> said he", "Run `make the program` now", "a |b| c",
      "**strong**",
    ])
  func words(_ text: String) {
    #expect(Self.values(text).isEmpty)
  }

  @Test(
    "numbers that are one fact together are one value",
    arguments: [
      "1914 to 1918", "12 to 20 km", "10 – 20", "3 of 10", "3 out of 10", "10 by 20 cm",
      "2 hours and 30 minutes",
      "2h 30m", "10 h 30",
      "2024-05-12 10:30", "10:30 UTC+2", "Q3 2024", "3 1/2", "12.5 ± 0.3", "§ 12 Abs. 3", "555-1234 ext. 12",
      "52° 31′ 12″ N", "52.52° N, 13.40° E", "5'10\"", "4,5 Mrd. Euro", "44 v. Chr", "5 µg/m³",
      "12–14 May 2024",
      "vingt et un",
      "treinta y uno", "`foo(a, b)`", "2001:db8::1", "+44 (0)20 7946 0958", "12. toukokuuta 2024",
      "12. června 2024", "12 مايو 2024", "١٢ مايو ٢٠٢٤", "१२ मई २०२४", "१२ करोड़ रुपये", "5 किलोमीटर",
      "100 مليون دولار",
      "12,5٪", "10 млн рублей", "80 км/ч", "2024년 5월 12일", "3만 5천", "https://例子.中国/路径",
    ])
  func linked(_ value: String) {
    #expect(Self.values("It says \(value) there.") == [value])
  }

  @Test(
    "figures with the signs of Chinese and Japanese, spaced or not",
    arguments: [
      "2024 年 5 月 12 日", "令和6年5月12日", "上午10时30分", "晚上八点半", "午後3時30分", "300万美元", "300 万美元", "5公里", "10至20公里",
      "百分之五十",
      "第三章",
    ])
  func signs(_ value: String) {
    #expect(Self.values("他说\(value)的事") == [value])
  }

  @Test("two facts are two values")
  func apart() {
    #expect(Self.values("It rose by 5 in 2024.") == ["5", "2024"])
    #expect(Self.values("In 1914 and 1918, between 3 and 5.") == ["1914", "1918", "3 and 5"])
    #expect(Self.values("of w1x w2x and F16s B2s") == ["w1x", "w2x", "F16s", "B2s"])
    #expect(Self.values("设 8 个数") == ["8"])
    #expect(Self.values("一个人 - 三人成虎 a - 5") == ["5"])
    #expect(Self.values("`make the program` 3, 4") == ["3", "4"])
  }

  @Test("a value ends before a sentence's mark, a bracket and a link's end")
  func ends() {
    #expect(Self.values("See [it](https://a.org/b).") == ["https://a.org/b"])
    #expect(Self.values("(in 1999)") == ["1999"])
    #expect(Self.values("It was 5. Then 6.") == ["5", "6"])
    #expect(Self.values("*https://a.org/b*, 12.5.") == ["https://a.org/b", "12.5"])
    #expect(Self.values("参见 https://a.org/b。后来") == ["https://a.org/b"])
  }

  @Test("a value that is wrapped is one, one across structure isn't")
  func lines() {
    #expect(Self.values("It cost 10\nEUR then.") == ["10\nEUR"])
    let text = TokenizedText("We met in May\n12. An item", .values)
    #expect(text.tokens.contains { text.bytes[$0].elementsEqual("\n".utf8) })
  }

  @Test(
    "characters of several scalars are one token",
    arguments: ["🇩🇪", "👩‍👩‍👧", "1️⃣", "👍🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "e\u{301}", "กำ", "ကို", "한"])
  func clusters(_ cluster: String) {
    let text = TokenizedText("x \(cluster) y")
    #expect(text.tokens.map { text.string($0) } == ["x", cluster, "y"])
    let double = TokenizedText("x \(cluster)🇸🇪 y")
    #expect(double.tokens.map { double.string($0) } == ["x", cluster, "🇸🇪", "y"])
  }

  @Test("ranges are scalars, ascend, and stay whole when a range is widened")
  func ranges() {
    #expect(valueRanges(in: "né 10.50 EUR") == [3..<12])
    let values = Values(in: Array("on 12/05/2024 at".utf8))
    #expect(values.widened(6..<8) == 3..<13)
    #expect(values.widened(0..<3) == 0..<3)
    #expect(values.widened(13..<16) == 13..<16)
  }

  @Test("tokens of a text cut without joining")
  func tokens() {
    let text = TokenizedText("on 12/05/2024 at")
    #expect(text.tokens(of: Values(in: text.bytes)) == [1..<6])
  }

  @Test("any bytes give ranges inside the text")
  func hostile() {
    var random = SeededGenerator(seed: 19)
    let pieces = [
      "1", ".", " ", "-", "/", "`", "a", "+", "(", ")", "\n", "é", "年", "三", "@", "€", "May", "two", ":",
      "\u{A0}", "🇩",
    ]
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0...30, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
      var end = 0
      for range in Values(in: Array(text.utf8)).ranges {
        #expect(range.lowerBound >= end && !range.isEmpty && range.upperBound <= text.utf8.count)
        end = range.upperBound
      }
    }
  }
}
