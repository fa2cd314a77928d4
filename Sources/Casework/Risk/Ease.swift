/// A kind of fact that lowers a factor's strength: help that was given, insurance that paid.
package struct Ease: Sendable, Decodable {
  /// The kind of fact.
  package let kind: String
  package let title: String
  /// The share of the strength that it takes away.
  package let share: Double
  /// The sum at which it takes the whole share; less takes less. Nil where being there is enough.
  package let fullYuan: Int?
  /// Whether it must be of the same person.
  package let ofPerson: Bool?

  package enum CodingKeys: String, CodingKey { case kind, title, share, fullYuan, ofPerson }

  /// Help may answer much of a risk, but somebody still has to look.
  package static let most = 0.8
  /// Help of the last year counts.
  package static let days = 365

  /// What it takes away when this much was paid; nil is not paid at all.
  package func relief(_ paid: Money?) -> Double {
    guard let paid else { return 0 }
    guard let fullYuan else { return share }
    return share * min(1, Double(max(0, paid.fen)) / (Double(fullYuan) * 100))
  }
}

extension [Ease] {
  /// What is left of a strength: `strength · (1 − min(0.8, Σ relief))`.
  package func left(of strength: Double, paid: (Ease) -> Money?) -> Double {
    strength * (1 - Swift.min(Ease.most, reduce(0) { $0 + $1.relief(paid($1)) }))
  }
}
