/// Numbers in Chinese, Japanese and Korean figures, and the signs that stand after figures there.
extension ValueScanner {
  func isFigure(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3007, 0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341,
      0x767E, 0x5343,
      0x4E07, 0x842C, 0x4EBF, 0x5104, 0x5146, 0x5169, 0x4E24, 0x5EFF, 0x5345:
      true
    default: false
    }
  }

  /// What stands before figures: an era, a part of the day, "of a hundred".
  private static let prefixes = [
    "令和", "平成", "昭和", "大正", "明治", "民国", "民國", "公元前", "公元", "西元前", "西元", "紀元前", "西暦", "上午", "下午", "午前", "午後",
    "凌晨",
    "早上", "晚上", "中午", "傍晚", "百分之", "第", "約", "约",
  ]
  /// After any figures.
  private static let signs = "年月日号號时時分秒点點元円圓圆块塊度岁歲歳％半"
  /// After figures of ours: what is counted.
  private static let units = [
    "平方公里", "平方米", "立方米", "摄氏度", "キロメートル", "センチメートル", "パーセント", "メートル", "リットル", "公里", "千米", "英里", "厘米", "毫米",
    "公斤",
    "千克", "毫升", "公顷", "美元", "欧元", "歐元", "英镑", "日元", "港元", "人民币", "小时", "小時", "分钟", "分鐘", "秒钟", "時間", "分間",
    "年間",
    "週間", "ヶ月", "か月", "个月", "個月", "世纪", "世紀", "年代", "キロ", "センチ", "ミリ", "グラム", "トン", "ドル", "ユーロ", "ポンド", "米",
    "克", "吨", "噸",
    "升", "亩", "倍", "天", "周", "人", "次", "页", "頁", "章", "节", "節", "条", "條", "届", "版", "万",
    "萬", "億", "亿", "千", "百", "兆", "%",
  ]

  /// Behind an era or a part of the day, where figures follow.
  func afterFigurePrefix(_ start: Int) -> Int {
    for prefix in Self.prefixes where text.bytes[start...].starts(with: prefix.utf8) {
      let end = afterPlainSpace(start + prefix.utf8.count)
      guard end < text.bytes.count else { return start }
      return isDigit(end) || isFigure(text.scalar(at: end).0.value) ? end : start
    }
    return start
  }

  /// Behind blanks, or where there are none the place itself.
  private func afterPlainSpace(_ start: Int) -> Int {
    var end = start
    while byte(end) == 0x20 { end += 1 }
    return end - start <= 1 ? end : start
  }

  /// The end of a sign or unit at a place.
  private func sign(at place: Int, counts: Bool) -> Int? {
    guard place < text.bytes.count, text.bytes[place] >= 0x80 else { return nil }
    if counts, let unit = Self.units.first(where: { text.bytes[place...].starts(with: $0.utf8) }) {
      return place + unit.utf8.count
    }
    let (next, length) = text.scalar(at: place)
    return Self.signs.unicodeScalars.contains(next) ? place + length : nil
  }

  /// Chinese and Japanese figures with the signs of years, hours and money; nil for a lone figure, which is a word.
  ///
  /// - Parameter wantsUnit: whether a sign must come first: after other figures.
  func figures(from start: Int, wantsUnit: Bool = false) -> Int? {
    var (end, figures, units) = (start, 0, 0)
    var counts = wantsUnit
    while end < text.bytes.count {
      // Between figures of ours and a sign a space may stand.
      let spaced = afterPlainSpace(end)
      if end > start || wantsUnit, let sign = sign(at: counts ? spaced : end, counts: counts) {
        (end, units) = (sign, units + 1)
        continue
      }
      guard !wantsUnit || units > 0 else { return nil }
      if spaced > end || isDigit(end) {
        // More figures of ours with their sign: `5 月`.
        guard units > 0, isDigit(spaced) else { break }
        var last = spaced
        while isDigit(last) { last += text.scalar(at: last).1 }
        guard let sign = sign(at: afterPlainSpace(last), counts: true) else {
          if spaced == end { (end, figures) = (last, figures + 1) }
          break
        }
        (end, units, counts) = (sign, units + 1, true)
        continue
      }
      let (next, length) = text.scalar(at: end)
      guard isFigure(next.value) else { break }
      (end, figures, counts) = (end + length, figures + 1, false)
    }
    return figures + units > 1 || wantsUnit && units > 0 ? end : nil
  }
}
