/// Other thresholds and other weights than an edition of the rules has.
package struct PolicyChanges: Hashable, Sendable {
  /// Nil where it stays.
  package let township: Coefficient?
  package let county: Coefficient?
  /// By factor; those that are not named stay.
  package let weights: [String: Double]

  package init(
    township: Coefficient, county: Coefficient, weights: [String: Double], to pack: PolicyPack
  ) {
    let standing = Dictionary(
      pack.factors.map { ($0.id, $0.weight) }, uniquingKeysWith: { first, _ in first })
    self.init(
      township: township, county: county, weights: weights,
      standing: (pack.thresholds.township, pack.thresholds.county, standing))
  }

  /// Beside the lines and weights that stand.
  package init(
    township: Coefficient, county: Coefficient, weights: [String: Double],
    standing: (township: Coefficient, county: Coefficient, weights: [String: Double])
  ) {
    self.township = township == standing.township ? nil : township
    self.county = county == standing.county ? nil : county
    self.weights = weights.filter {
      standing.weights[$0.key] != nil && standing.weights[$0.key] != $0.value
    }
  }

  /// Reads what `text` wrote; what it does not know is left out.
  package init(text: String) {
    var (lines, weights) = ([String: Coefficient](), [String: Double]())
    for piece in text.split(separator: ";") {
      let pair = piece.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2 else { continue }
      if ["township", "county"].contains(pair[0]) {
        lines[pair[0]] = Int64(pair[1]).map(Coefficient.init(micro:))
      } else {
        weights[pair[0]] = Double(pair[1])
      }
    }
    (township, county, self.weights) = (lines["township"], lines["county"], weights)
  }

  package var isEmpty: Bool { township == nil && county == nil && weights.isEmpty }

  /// The same words for the same changes.
  package var text: String {
    let lines = [township.map { "township=\($0.micro)" }, county.map { "county=\($0.micro)" }]
    return
      (lines.compactMap(\.self) + weights.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
      .joined(separator: ";")
  }
}
