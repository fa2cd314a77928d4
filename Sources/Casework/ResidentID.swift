/// A resident identity number of 18 characters with a right check digit (GB 11643-1999).
///
/// It prints masked; `digits` is the number itself and leaves the program sealed only.
package struct ResidentID: Hashable, Sendable {
  package let digits: String
  package let birth: Day
  package let sex: Sex

  /// Nil unless the number has 18 characters, a day of birth and a right check digit.
  package init?(_ text: String) {
    let characters = Array(text.utf8)
    guard characters.count == 18, let values = ResidentID.values(characters) else { return nil }
    func number(_ range: Range<Int>) -> Int { values[range].reduce(0) { $0 * 10 + $1 } }
    guard ResidentID.checkValue(of: values) == values[17],
      let birth = Day(year: number(6..<10), month: number(10..<12), day: number(12..<14))
    else { return nil }
    digits = text.hasSuffix("x") ? String(text.dropLast()) + "X" : text
    self.birth = birth
    sex = values[16].isMultiple(of: 2) ? .female : .male
  }

  /// The check character of a number whose first 17 digits are given.
  package static func checkCharacter(of first17: String) -> Character? {
    guard let values = values(Array(first17.utf8)), values.count == 17 else { return nil }
    let value = checkValue(of: values)
    return value == 10 ? "X" : Character(String(value))
  }

  private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

  private static func checkValue(of values: [Int]) -> Int {
    var sum = 0
    for place in 0..<17 { sum += values[place] * weights[place] }
    return (12 - sum % 11) % 11
  }

  private static func values(_ characters: [UInt8]) -> [Int]? {
    var values: [Int] = []
    values.reserveCapacity(18)
    for (place, character) in characters.enumerated() {
      switch character {
      case 0x30...0x39: values.append(Int(character - 0x30))
      case 0x58 where place == 17, 0x78 where place == 17: values.append(10)
      default: return nil
      }
    }
    return values
  }
}

extension ResidentID: CustomStringConvertible {
  /// `360732********1234`: enough to tell two people apart, too little to be stolen.
  package var description: String { "\(digits.prefix(6))********\(digits.suffix(4))" }
}

/// A person's sex as registered (GB/T 2261.1).
package enum Sex: String, CaseIterable, Sendable, Codable {
  case male
  case female
}
