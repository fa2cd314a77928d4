/// How Chinese characters sound and look: readings, plain forms, stroke order, four corners.
/// Shared by all who compare: one object, so that handing it on copies nothing.
package final class CharacterTable: Sendable {
  /// The everyday form of a character (龍 → 龙), by character.
  private let plain: [UInt16]
  /// Up to four syllables of a character, the usual one first; 0 is none.
  private let readings: [SIMD4<UInt16>]
  /// The reading of a character that is a surname (单 → shan), where it is another one.
  private let surnames: [UInt16: UInt16]
  /// The class of syllables that are easily confused (zh/z, n/l, ing/in), by syllable.
  private let classes: [UInt16]
  private let strokes: [UInt16: [UInt8]]
  private let corners: [UInt16: [UInt8]]

  /// From the text of `characters.csv` and of `surname_readings.csv`.
  package init(characters: String, surnames: String) {
    var plain = (0...UInt16.max).map { $0 }
    var readings = Array(repeating: SIMD4<UInt16>.zero, count: 1 << 16)
    var (strokes, corners) = ([UInt16: [UInt8]](), [UInt16: [UInt8]]())
    var surnameReadings: [UInt16: UInt16] = [:]
    var syllables = Syllables()
    for line in characters.utf8.split(separator: 0x0A).dropFirst() {
      let cells = line.split(separator: 0x2C, omittingEmptySubsequences: false)
      guard cells.count == 5, let code = CharacterTable.code(cells[0]) else { continue }
      for (place, reading) in cells[1].split(separator: 0x20).prefix(4).enumerated() {
        readings[Int(code)][place] = syllables.number(of: Array(reading))
      }
      if let simple = CharacterTable.code(cells[2]) { plain[Int(code)] = simple }
      if !cells[3].isEmpty {
        strokes[code] = Array(cells[3])
        corners[code] = Array(cells[4])
      }
    }
    for line in surnames.utf8.split(separator: 0x0A).dropFirst() {
      let cells = line.split(separator: 0x2C)
      guard cells.count == 2, Substring(cells[0]).unicodeScalars.count == 1,
        let code = CharacterTable.code(cells[0])
      else { continue }
      surnameReadings[code] = syllables.number(of: Array(cells[1]))
    }
    classes = syllables.classes
    (self.plain, self.readings, self.surnames) = (plain, readings, surnameReadings)
    (self.strokes, self.corners) = (strokes, corners)
  }

  private static func code(_ text: Substring.UTF8View) -> UInt16? {
    Substring(text).unicodeScalars.first.map(NameForm.code)
  }

  @inline(__always)
  func plain(_ code: UInt16) -> UInt16 { plain[Int(code)] }

  /// The usual syllable's class; that of the surname at the first place of a name.
  func sound(_ code: UInt16, isFirst: Bool) -> UInt16 {
    if isFirst, let reading = surnames[code] { return classes[Int(reading)] }
    let usual = readings[Int(code)][0]
    return usual == 0 ? code : classes[Int(usual)]
  }

  /// How alike two different characters are at a place of a name.
  func likeness(_ left: UInt16, _ right: UInt16, isFirst: Bool, byShape: Bool) -> Likeness {
    let (ours, theirs) = (all(left, isFirst), all(right, isFirst))
    var isNear = false
    for one in 0..<4 where ours[one] != 0 {
      for other in 0..<4 where theirs[other] != 0 {
        if ours[one] == theirs[other] { return .sound }
        if classes[Int(ours[one])] == classes[Int(theirs[other])] { isNear = true }
      }
    }
    if isNear { return .nearSound }
    return byShape && looksAlike(left, right) ? .shape : .none
  }

  private func all(_ code: UInt16, _ isFirst: Bool) -> SIMD4<UInt16> {
    if isFirst, let reading = surnames[code] { return SIMD4(reading, 0, 0, 0) }
    return readings[Int(code)]
  }

  /// By three of the four corners, or by three quarters of the strokes in their order.
  private func looksAlike(_ left: UInt16, _ right: UInt16) -> Bool {
    guard let ours = strokes[left], let theirs = strokes[right],
      let corner = corners[left], let other = corners[right]
    else { return false }
    if zip(corner, other).prefix(4).count(where: ==) >= 3 { return true }
    let shared = CharacterTable.shared(ours, theirs)
    return shared * 4 >= max(ours.count, theirs.count) * 3
  }

  /// The length of the longest common subsequence.
  private static func shared(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(repeating: 0, count: right.count + 1)
    for one in left {
      var before = 0
      for (place, other) in right.enumerated() {
        let above = row[place + 1]
        row[place + 1] = one == other ? before + 1 : max(above, row[place])
        before = above
      }
    }
    return row[right.count]
  }
}

/// What two different characters have in common.
enum Likeness: Int {
  case sound, nearSound, shape, none
}

/// The syllables met so far, each with the class of those it is confused with.
private struct Syllables {
  private var numbers: [[UInt8]: UInt16] = [:]
  private var classNumbers: [[UInt8]: UInt16] = [:]
  var classes: [UInt16] = [0]

  mutating func number(of syllable: [UInt8]) -> UInt16 {
    if let known = numbers[syllable] { return known }
    let number = UInt16(classes.count)
    numbers[syllable] = number
    let folded = Syllables.folded(syllable)
    let group = classNumbers[folded] ?? UInt16(classNumbers.count + 1)
    classNumbers[folded] = group
    classes.append(group)
    return number
  }

  /// `zhang` and `zan` become one, as many speakers of southern dialects write them for each other.
  private static func folded(_ syllable: [UInt8]) -> [UInt8] {
    var text = syllable
    if text.count > 1, "zcs".utf8.contains(text[0]), text[1] == 0x68 { text.remove(at: 1) }
    if text.first == UInt8(ascii: "n") || text.first == UInt8(ascii: "r") {
      text[0] = UInt8(ascii: "l")
    }
    if text.starts(with: "hu".utf8), text.count > 2 { text.replaceSubrange(0..<2, with: "f".utf8) }
    if text.suffix(2).elementsEqual("ng".utf8), !text.suffix(3).starts(with: "o".utf8) {
      text.removeLast()
    }
    return text
  }
}
