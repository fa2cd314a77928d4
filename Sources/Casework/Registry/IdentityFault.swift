/// What is wrong with an identity number, told so that the sender can mend it.
package enum IdentityFault: Hashable, Sendable {
  case empty, damagedByExcel, wrongLength(Int), wrongCharacter, wrongBirth, birthInFuture
  case wrongCheckDigit(expected: Character)

  package var sentence: String {
    switch self {
    case .empty: "证件号码为空，请补填"
    case .damagedByExcel: "证件号码被 Excel 转成了科学计数，末几位已丢失，请把该列设为文本后重新填写"
    case .wrongLength(let length): "证件号码应为 18 位（残疾人证 20 位或 22 位），实为 \(length) 位"
    case .wrongCharacter: "证件号码含有数字以外的字符"
    case .wrongBirth: "证件号码中的出生日期不存在"
    case .birthInFuture: "证件号码中的出生日期在今天之后"
    case .wrongCheckDigit(let expected): "证件号码校验位不对，前 17 位对应的应为 \(expected)"
    }
  }
}

/// An identity number as a cell gives it: the number, or what is wrong with it; a disability card
/// carries its holder's number and says kind and grade.
package struct IdentityCell: Sendable {
  package let number: Result
  package private(set) var disabilityKind: Int?
  package private(set) var disabilityGrade: Int?

  package enum Result: Sendable {
    case right(ResidentID)
    case wrong(IdentityFault)
  }

  /// Reads a cleaned cell.
  package init(_ cell: String, today: Day) {
    var text = cell
    for prefix in ["'", "G", "g"] where text.hasPrefix(prefix) { text.removeFirst() }
    if text.utf8.count == 20 || text.utf8.count == 22 {
      let tail = Array(text.utf8.dropFirst(18).prefix(2)).map { Int($0) - 48 }
      if (1...7).contains(tail[0]), (1...4).contains(tail[1]) {
        (disabilityKind, disabilityGrade) = (tail[0], tail[1])
        text = String(text.prefix(18))
      }
    }
    if let id = ResidentID(text) {
      number = id.birth > today ? .wrong(.birthInFuture) : .right(id)
    } else {
      number = .wrong(IdentityCell.fault(of: text))
    }
  }

  private static func fault(of text: String) -> IdentityFault {
    if text.isEmpty { return .empty }
    if text.contains("E+") || text.contains("e+") { return .damagedByExcel }
    if text.utf8.count == 18, text.hasSuffix("000"), text.allSatisfy(\.isNumber) {
      // 15 digits are all that a number cell keeps; the rest are zeros.
      return .damagedByExcel
    }
    guard text.utf8.count == 18 else { return .wrongLength(text.count) }
    guard text.dropLast().allSatisfy({ $0.isASCII && $0.isNumber }) else { return .wrongCharacter }
    let digits = text.utf8.map { Int($0) - 48 }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    guard
      Day(year: number(6..<10), month: number(10..<12), day: number(12..<14)) != nil
    else { return .wrongBirth }
    let expected = ResidentID.checkCharacter(of: String(text.prefix(17)))
    return expected.map { .wrongCheckDigit(expected: $0) } ?? .wrongCharacter
  }
}
