/// What a cell looks like, whatever its heading says.
package enum CellKind: Sendable {
  case empty, identity, phone, day, money, name, township, village, text

  /// Looks at a cleaned cell.
  package init(_ cell: String) {
    if cell.isEmpty {
      self = .empty
    } else if CellKind.isIdentity(cell) {
      self = .identity
    } else if CellKind.isPhone(cell) {
      self = .phone
    } else if CellKind.isDay(cell) {
      self = .day
    } else if Money(cell) != nil {
      self = .money
    } else {
      self = CellKind.words(cell)
    }
  }

  /// 15, 18, 20 or 22 places, perhaps with the G of a school roll, that hold a birth of our time.
  static func isIdentity(_ cell: String) -> Bool {
    var bytes = Array(cell.utf8)
    if bytes.first == 0x27 { bytes.removeFirst() }
    if bytes.first == 0x47 || bytes.first == 0x67 { bytes.removeFirst() }
    guard [15, 18, 20, 22].contains(bytes.count), bytes.prefix(14).allSatisfy(isDigit) else {
      return false
    }
    if bytes.count == 15 { return bytes.allSatisfy(isDigit) && bytes[8] <= 0x31 }
    return (0x31...0x32).contains(bytes[6]) && bytes[10] <= 0x31 && bytes[12] <= 0x33
  }

  private static func isPhone(_ cell: String) -> Bool {
    let digits = cell.utf8.filter(isDigit)
    guard digits.count + cell.utf8.count(where: { $0 == 0x2D || $0 == 0x20 }) == cell.utf8.count
    else { return false }
    if digits.count == 11 { return digits[0] == 0x31 && digits[1] >= 0x33 || digits[0] == 0x30 }
    return digits.count == 12 && digits[0] == 0x30
  }

  private static func isDay(_ cell: String) -> Bool {
    guard let day = CellText.day(cell), (1_900...2_100).contains(day.year) else { return false }
    // A bare number of six or eight digits is a sum as often as a day.
    return !cell.utf8.allSatisfy(isDigit) || cell.utf8.count == 8
  }

  private static func words(_ cell: String) -> CellKind {
    let han = cell.unicodeScalars.allSatisfy { (0x4E00...0x9FFF).contains($0.value) }
    guard han else { return .text }
    if cell.hasSuffix("镇") || cell.hasSuffix("乡") { return .township }
    if cell.hasSuffix("村") || cell.hasSuffix("社区") || cell.hasSuffix("居委会") { return .village }
    let isName = (2...4).contains(cell.count) && cell.first.map(surnames.contains) == true
    return isName ? .name : .text
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// The hundred surnames that nine of ten people have.
  private static let surnames = Set(
    """
    王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜\
    戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文温欧肖詹凌连饶
    """)
}
