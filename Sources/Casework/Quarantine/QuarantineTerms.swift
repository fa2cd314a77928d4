/// From when on a file as a whole looks wrong; the pack sets every number.
package struct QuarantineTerms: Sendable, Decodable {
  /// With how many of the item's last files it is compared, and how many there must be.
  package let history: Int
  package let fewestFiles: Int
  /// Of fewer rows no share is worth a word.
  package let fewestRows: Int
  /// How few and how many rows, as a share of the usual number, are still usual.
  package let rowsLow: Double
  package let rowsHigh: Double
  /// By how much a share (of empty cells, refused rows, persons found) may differ.
  package let missing: Double
  package let refused: Double
  package let matched: Double
  /// The population stability index from which on a distribution has moved.
  package let psi: Double
  /// How often the amounts may have doubled or halved in the middle.
  package let doublings: Int
  /// The share of rows that may tell of one day.
  package let oneDay: Double
  /// A township with at least so many rows expected must have one.
  package let townshipRows: Double

  /// What holds where a pack sets nothing.
  package static let standard = QuarantineTerms(
    history: 12, fewestFiles: 3, fewestRows: 20, rowsLow: 0.65, rowsHigh: 2.2, missing: 0.2,
    refused: 0.2, matched: 0.2, psi: 0.35, doublings: 3, oneDay: 0.8, townshipRows: 10)
}
