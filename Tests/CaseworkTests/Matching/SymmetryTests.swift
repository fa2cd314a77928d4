import Casework
import Testing

/// Whoever is compared with whom, they agree in the same way.
struct SymmetryTests {
  private static let table = CharacterTable(
    characters: """
      char,readings,plain,strokes,corners
      张,zhang,,5153154,12234
      章,zhang,,41431251112,00406
      丽,li,,12541254,10227
      莉,li,,122312341122,44902
      未,wei,,11234,50900
      末,mo,,11234,50900
      民,min,,51515,77747
      明,ming,,25113511,67020
      """, surnames: "surname,pinyin\n")

  /// A generator that gives the same in every run.
  private struct Dice: RandomNumberGenerator {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  private static func text(_ dice: inout Dice, _ letters: String, _ length: ClosedRange<Int>)
    -> String
  {
    let letters = Array(letters)
    return String(
      (0..<Int.random(in: length, using: &dice)).map { _ in
        letters[Int.random(in: letters.indices, using: &dice)]
      })
  }

  /// A right number and, of some, one with a slip.
  private static func number(_ dice: inout Dice) -> String {
    let first =
      "3607321980010" + String(Int.random(in: 1...3, using: &dice))
      + String(Int.random(in: 100...130, using: &dice))
    var digits = Array(first + String(ResidentID.checkCharacter(of: first) ?? "0"))
    if Bool.random(using: &dice) {
      digits[Int.random(in: 0..<17, using: &dice)] =
        Array("0123456789")[Int.random(in: 0..<10, using: &dice)]
    }
    return String(digits)
  }

  @Test func `comparing is the same in both directions`() {
    var dice = Dice()
    var levels: Set<NameLevel> = []
    for _ in 0..<20_000 {
      let names = (0..<2).map { _ in
        NameForm(Self.text(&dice, "张章丽莉未末民明某*", 0...4), Self.table)
      }
      let level = NameLevel(names[0], names[1], Self.table)
      levels.insert(level)
      #expect(level == NameLevel(names[1], names[0], Self.table))
      let births = (0..<2).map { _ in
        BirthForm(
          "19\(Int.random(in: 80...82, using: &dice))-0\(Int.random(in: 1...3, using: &dice))"
            + (Bool.random(using: &dice) ? "-0\(Int.random(in: 1...4, using: &dice))" : ""))
      }
      #expect(BirthLevel(births[0], births[1]) == BirthLevel(births[1], births[0]))
      let numbers = (0..<2).map { _ in NumberForm(Self.number(&dice)) }
      #expect(NumberLevel(numbers[0], numbers[1]) == NumberLevel(numbers[1], numbers[0]))
    }
    // Not all of one kind, or the test would say nothing.
    #expect(levels.count >= 9, "\(levels)")
  }
}
