import Casework
import Testing

/// Records of 1,000 made-up people with seven columns and planted slips, blanks and exchanges.
struct FieldLinkerTests {
  private static let kinds: [FieldKind] = [.text, .text, .code, .text, .code, .code]

  private struct Dice {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    mutating func next(_ below: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(below))
    }
    mutating func word(_ length: Int, of words: Int) -> String {
      var inner = Dice(state: UInt64(1 + next(words)) &* 0xD1B5_4A32_D192_ED03)
      for _ in 0..<4 { _ = inner.next(2) }
      return String((0..<length).map { _ in Character(Unicode.Scalar(UInt8(97 + inner.next(26)))) })
    }
  }

  private static func record(_ dice: inout Dice) -> [String] {
    [
      dice.word(6, of: 300), dice.word(7, of: 400), String(1 + dice.next(60)),
      dice.word(11, of: 500), String(10_000 + dice.next(300)),
      "19\(10 + dice.next(90))-0\(1 + dice.next(9))-\(10 + dice.next(18))",
    ]
  }

  private static func spoilt(_ record: [String], _ dice: inout Dice) -> [String] {
    var record = record
    for column in record.indices {
      let fate = dice.next(12)
      var letters = Array(record[column])
      if fate == 0 { record[column] = "" }
      if fate == 1 || fate == 2, letters.count > 2 {
        letters.swapAt(1, 2)
        record[column] = String(letters)
      }
      if fate == 3, column == 1 { record.swapAt(0, 1) }
    }
    return record
  }

  @Test func `weights fitted without labels find nearly every record`() {
    var (dice, values) = (Dice(), FieldValues())
    let people = (0..<1_000).map { _ in Self.record(&dice) }
    let persons = people.map { values.row($0) }
    // Every fifth row is of somebody who is not in the table.
    let rows = people.enumerated().map { place, person in
      values.row(
        place % 5 == 0 ? Self.record(&dice) : Self.spoilt(person, &dice))
    }
    let linker = FieldLinker(
      FieldTable(Self.kinds, values, rows: persons), rows: rows, lines: TestWeights.standard)
    var (right, wrong) = (0, 0)
    for (place, row) in rows.enumerated() {
      let verdict = linker.verdict(on: row)
      guard verdict.outcome == .accepted else { continue }
      if verdict.place == place, place % 5 != 0 { right += 1 } else { wrong += 1 }
    }
    let (precision, recall) = (Double(right) / Double(right + wrong), Double(right) / 800)
    #expect(precision > 0.997 && recall > 0.98, "\(right) right, \(wrong) wrong")
  }

  @Test(arguments: [
    ("Miller St.", "ｍｉｌｌｅｒ st", "same"), ("miller", "miler", "near"),
    ("miller", "milelr", "near"), ("miller", "mixxer", "far"), ("miller", "axxxer", "differs"),
    ("miller", "", "missing"), ("miller", "smith", "elsewhere"),
  ])
  func `two values agree by their level`(one: String, two: String, level: String) {
    for (left, right) in [([one, "smith"], [two, "x"]), ([two, "x"], [one, "smith"])] {
      var values = FieldValues()
      let rows = [values.row(left), values.row(right)]
      let table = FieldTable([.text, .text], values, rows: [rows[0]])
      #expect(table.pattern(rows[0], rows[1]).labels(2)[0] == level)
    }
  }

  @Test func `a table without rows finds nobody`() {
    var values = FieldValues()
    let row = values.row(["miller", "4740"])
    let linker = FieldLinker(
      FieldTable([.text, .code], values, rows: []), rows: [row], lines: TestWeights.standard)
    let verdict = linker.verdict(on: row)
    #expect(verdict.place == nil && verdict.outcome == .none && verdict.probability == 0)
  }
}
