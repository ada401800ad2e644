/// Which way a text is read, for HTML's `dir`: by most of its letters. A browser goes by the first letter, and turns a
/// paragraph round that begins with a name from elsewhere.
package func direction(of texts: [String]) -> String {
  var (left, right) = (0, 0)
  for scalar in texts.lazy.flatMap(\.unicodeScalars) where scalar.properties.isAlphabetic {
    switch scalar.value {
    case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x1_0800...0x1_0FFF, 0x1_E800...0x1_EFFF: right += 1
    default: left += 1
    }
  }
  return left + right == 0 ? "auto" : right > left ? "rtl" : "ltr"
}
