/// What each level of each comparison counts, in bits (log₂ of how much more often it is seen on
/// the right person than on another), and the two lines of the verdict.
package struct MatchWeights: Sendable, Codable {
  package var name: [String: Double]
  package var number: [String: Double]
  package var birth: [String: Double]
  package var sex: [String: Double]
  package var village: [String: Double]
  package var address: [String: Double]
  package var phone: [String: Double]
  package var household: [String: Double]
  /// The share of rows that are expected to be of a person of the register.
  package var known: Double
  /// From which probability on a match is accepted, and from which on a person decides.
  package var accept: Double
  package var queue: Double

  /// `lists` holds the weights by comparison and level.
  package init(
    _ lists: [String: [String: Double]], known: Double, accept: Double, queue: Double
  ) {
    func list(_ title: String) -> [String: Double] { lists[title] ?? [:] }
    (name, number, birth, sex) = (list("name"), list("number"), list("birth"), list("sex"))
    (village, address) = (list("village"), list("address"))
    (phone, household) = (list("phone"), list("household"))
    (self.known, self.accept, self.queue) = (known, accept, queue)
  }

  /// The levels that a list of weights does not name.
  package var missing: [String] {
    func lacking<Level: CaseIterable & RawRepresentable<Int>>(
      _ list: [String: Double], _ levels: Level.Type, _ title: String
    ) -> [String] {
      Level.allCases.filter { list["\($0)"] == nil }.map { "\(title).\($0)" }
    }
    return lacking(name, NameLevel.self, "name") + lacking(number, NumberLevel.self, "number")
      + lacking(birth, BirthLevel.self, "birth") + lacking(sex, PlainLevel.self, "sex")
      + lacking(village, PlainLevel.self, "village")
      + lacking(address, PlainLevel.self, "address") + lacking(phone, PlainLevel.self, "phone")
      + lacking(household, PlainLevel.self, "household")
  }
}

/// The weights as arrays by level, for the many comparisons of a file.
package struct MatchScale: Sendable {
  private let name, number, birth, sex, village, address, phone, household: [Double]
  package let accept, queue: Double
  private let prior: Double
  private let placeCeiling: Double
  private let rarest: Double

  /// `persons` is how many the register holds.
  package init(_ weights: MatchWeights, persons: Int) {
    func list<Level: CaseIterable & RawRepresentable<Int>>(
      _ values: [String: Double], _: Level.Type
    ) -> [Double] { Level.allCases.map { values["\($0)"] ?? 0 } }
    name = list(weights.name, NameLevel.self)
    number = list(weights.number, NumberLevel.self)
    birth = list(weights.birth, BirthLevel.self)
    sex = list(weights.sex, PlainLevel.self)
    village = list(weights.village, PlainLevel.self)
    address = list(weights.address, PlainLevel.self)
    phone = list(weights.phone, PlainLevel.self)
    household = list(weights.household, PlainLevel.self)
    (accept, queue) = (weights.accept, weights.queue)
    let count = Double(max(persons, 2))
    prior = Bits.log2(weights.known / (1 - weights.known) / count)
    // Village, address, phone and household together can at most point out one household of five.
    placeCeiling = max(0, Bits.log2(count / 5))
    rarest = Bits.log2(count)
  }

  /// The weight of a comparison; the name by how many persons bear it.
  package func bits(_ levels: MatchLevels, bearers: Int) -> Double {
    var sum = prior + nameBits(levels.name, bearers) + number[levels.number.rawValue]
    if !levels.numberHoldsBirth || levels.birth == .differs { sum += birth[levels.birth.rawValue] }
    if !levels.numberHoldsBirth || levels.sex == .differs { sum += sex[levels.sex.rawValue] }
    let places =
      village[levels.village.rawValue] + address[levels.address.rawValue]
      + phone[levels.phone.rawValue] + household[levels.household.rawValue]
    return sum + min(places, placeCeiling)
  }

  /// A name says more the fewer persons bear it.
  private func nameBits(_ level: NameLevel, _ bearers: Int) -> Double {
    let standard = name[level.rawValue]
    guard level == .same, bearers > 0 else { return standard }
    return min(standard, rarest - Bits.log2(Double(bearers)))
  }

  /// The highest probability a verdict may carry when the name does not agree.
  package var withoutName: Double { max(queue, accept - 0.05) }
}

/// Logarithms and powers to the base of two, without the C library.
package enum Bits {
  package static func log2(_ value: Double) -> Double {
    guard value > 0 else { return -1_074 }
    // The series of artanh on the mantissa between 1 and 2.
    let (exponent, mantissa) = (Double(value.exponent), value.significand)
    let part = (mantissa - 1) / (mantissa + 1)
    let square = part * part
    var (sum, power) = (0.0, part)
    for step in 0..<16 {
      sum += power / Double(2 * step + 1)
      power *= square
    }
    return exponent + 2 * sum / 0.693_147_180_559_945_3
  }

  package static func power(_ bits: Double) -> Double {
    let clamped = max(-1_000, min(1_000, bits))
    let whole = clamped.rounded(.down)
    let rest = (clamped - whole) * 0.693_147_180_559_945_3
    var (sum, term) = (1.0, 1.0)
    for step in 1..<18 {
      term *= rest / Double(step)
      sum += term
    }
    return Double(sign: .plus, exponent: Int(whole), significand: sum)
  }
}
