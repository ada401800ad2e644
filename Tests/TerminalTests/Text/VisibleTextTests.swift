import Terminal
import TestSupport
import Testing

@Suite struct VisibleTextTests {
  @Test(
    "ordinary text of any script is unchanged",
    arguments: [
      "plain", "naïve café", "東京の夏", "مرحبا بالعالم", "שלום", "हिन्दी", "ไทย", "한국어", "e\u{301}", "a\u{A0}b",
      "“quotes” – dashes…", "👩‍👩‍👧‍👦", "❤️", "👍🏽", "🏳️‍🌈", "1️⃣", "🇩🇪", "👩🏽‍⚕️", "می‌خواهم", "ක්‍ෂ", "ന്‍", "葛\u{E0100}",
    ]) func unchanged(text: String)
  {
    #expect(visible(text, keepNewlines: false) == text)
  }

  @Test("control characters become their pictures or escapes") func controls() {
    #expect(visible("\u{1B}[31mred\u{7}\u{0}\u{7F}", keepNewlines: true) == "␛[31mred␇␀␡")
    #expect(visible("a\u{9B}2Jb\u{85}", keepNewlines: true) == "a\\u{9B}2Jb\\u{85}")
  }

  @Test("line breaks and tabs stay only where they are wanted, a lone carriage return never")
  func lineBreaks() {
    #expect(visible("a\n\tb\r\nc", keepNewlines: true) == "a\n\tb\r\nc")
    #expect(visible("a\n\tb\r\nc", keepNewlines: false) == "a␊␉b␍␊c")
    #expect(visible("safe\rEVIL", keepNewlines: true) == "safe␍EVIL")
  }

  @Test(
    "what reorders or hides text is written out",
    arguments: [
      "\u{202A}", "\u{202E}", "\u{2066}", "\u{2069}", "\u{200E}", "\u{200F}", "\u{061C}", "\u{200B}",
      "\u{2060}",
      "\u{FEFF}", "\u{AD}", "\u{2028}", "\u{2029}", "\u{E0001}", "\u{E0041}", "\u{E007F}", "\u{115F}",
      "\u{3164}",
      "\u{FFA0}", "\u{180E}", "\u{FFF9}", "\u{1D173}", "\u{034F}", "\u{200D}", "\u{200C}", "\u{FE0F}",
      "\u{E0100}",
    ]) func spoofs(text: String) throws
  {
    let value = try #require(text.unicodeScalars.first).value
    let escape = "\\u{\(String(value, radix: 16, uppercase: true))}"
    #expect(visible("a\(text)b", keepNewlines: false) == "a\(escape)b")
  }

  @Test("joiners and selectors are shown where no sequence needs them") func strayJoiners() {
    #expect(visible("pay\u{200D}pal", keepNewlines: false) == "pay\\u{200D}pal")
    #expect(visible("1\u{FE0F}2", keepNewlines: false) == "1\\u{FE0F}2")
    #expect(visible("😀\u{200D}x", keepNewlines: false) == "😀\\u{200D}x")
    #expect(visible("ن\u{200C}\u{200C}\u{200C}", keepNewlines: false) == "ن\u{200C}\\u{200C}\\u{200C}")
  }

  @Test("whatever comes in, nothing a terminal obeys comes out, and a second time changes nothing")
  func random() {
    var random = SeededRandom(seed: 11)
    let pool: [ClosedRange<UInt32>] = [
      0...0x9F, 0x200B...0x206F, 0xFE00...0xFE0F, 0x620...0x640, 0x1F468...0x1F470, 0xE0000...0xE01EF,
      0x30...0x39,
      0x20E3...0x20E3, 0x1F3FB...0x1F3FF, 0x915...0x94D,
    ]
    for _ in 0..<3000 {
      var scalars = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        let range = pool.randomElement(using: &random) ?? 0...0
        if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) { scalars.append(scalar) }
      }
      let shown = visible(String(scalars), keepNewlines: false)
      #expect(visible(shown, keepNewlines: false) == shown)
      for scalar in shown.unicodeScalars {
        #expect(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value))
        #expect(!(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value))
        #expect(!(0xE0000...0xE007F).contains(scalar.value))
      }
    }
  }
}
