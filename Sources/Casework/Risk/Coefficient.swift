internal import Glibc

/// A risk coefficient between 0 and 1, in whole millionths.
package struct Coefficient: Hashable, Comparable, Sendable {
  package let micro: Int64

  package init(micro: Int64) { self.micro = micro }

  /// `1 − e^(−H)` of a hazard (`design.md` D8).
  package init(hazard: Hazard) {
    micro = Int64((1_000_000 * -expm1(-Double(hazard.micro) / 1_000_000)).rounded())
  }

  package static func < (left: Coefficient, right: Coefficient) -> Bool { left.micro < right.micro }

  /// The least hazard that reaches this coefficient.
  package var hazard: Hazard {
    // Of 1 itself the logarithm is infinite; rounded, a hazard of 15 reaches it.
    let below = Double(min(self.micro, 999_999)) / 1_000_000
    var micro = Int64((-1_000_000 * log1p(-below)).rounded())
    while micro > 0, Coefficient(hazard: Hazard(micro: micro - 1)) >= self { micro -= 1 }
    while Coefficient(hazard: Hazard(micro: micro)) < self { micro += 1 }
    return Hazard(micro: micro)
  }
}

extension Coefficient: CustomStringConvertible {
  /// `0.78`, cut off, not rounded, so that 0.7499 never reads as 0.75.
  package var description: String {
    let cents = micro / 10_000
    return "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }
}

extension Coefficient: Decodable {
  package init(from decoder: any Decoder) throws {
    let box = try decoder.singleValueContainer()
    let micro = try (box.decode(Double.self) * 1_000_000).rounded()
    // No hazard reaches 1.
    guard (0..<1_000_000).contains(micro) else {
      throw DecodingError.dataCorruptedError(in: box, debugDescription: "not in [0, 1)")
    }
    self.init(micro: Int64(micro))
  }
}

/// What risk adds up in: the parts of a household sum to its hazard exactly, in millionths.
package struct Hazard: Hashable, Comparable, Sendable {
  package let micro: Int64

  package init(micro: Int64) { self.micro = micro }

  package static let zero = Hazard(micro: 0)

  package static func < (left: Hazard, right: Hazard) -> Bool { left.micro < right.micro }
  package static func + (left: Hazard, right: Hazard) -> Hazard {
    Hazard(micro: left.micro + right.micro)
  }

  /// `round(1,000,000 · θ · s · 2^(−age ⁄ half-life))` with θ = −ln(1 − weight).
  ///
  /// - Parameters:
  ///   - weight: the coefficient if the factor stood alone at full strength, in [0, 1).
  ///   - strength: how strongly it is there, in [0, 1].
  ///   - ageDays: days since it was true; nothing before that day counts.
  ///   - halfLifeDays: days in which it loses half of its weight; nil for what does not fade.
  /// - Returns: the part in whole millionths.
  package static func part(
    weight: Double, strength: Double, ageDays: Int, halfLifeDays: Int?
  ) -> Hazard {
    let decay = halfLifeDays.map { exp2(-Double(max(0, ageDays)) / Double($0)) } ?? 1
    return Hazard(micro: Int64((-1_000_000 * log1p(-weight) * strength * decay).rounded()))
  }
}
