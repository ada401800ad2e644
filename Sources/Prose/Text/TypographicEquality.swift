/// Whether two passages differ in nothing but white space, and in how quotes, dashes, ellipses and accents are written.
public func isEqualButForTypography(_ one: String, _ two: String) -> Bool {
  if one == two { return true }
  var folding = TextFolding()
  let folded = [one, two].map { folding.fold($0.unicodeScalars.map(\.value)).trimmed() }
  return folded[0] == folded[1]
}
