import Casework
import Store

extension DataItem {
  /// The kind of fact by which the province's coefficient comes in; its `value` is in millionths.
  static let provincialFact = "provincialCoefficient"
}

extension OpenRegister {
  /// The last coefficient that the province sent of each household, as it was known.
  func provincialCoefficients(
    known viewpoint: Viewpoint, among touched: Set<Int64>?
  ) throws -> [Int64: Coefficient] {
    var sent: [Int64: Coefficient] = [:]
    try db.each(
      """
      SELECT f.household_id, f.detail ->> 'value' AS value FROM fact f
      WHERE f.county = \(county) AND f.kind = \(DataItem.provincialFact)
        AND f.true_on <= \(viewpoint.asOf) AND f.known_at <= \(viewpoint.knownAt)
        AND NOT EXISTS (SELECT 1 FROM fact r
          WHERE r.county = f.county AND r.replaces = f.id AND r.known_at <= \(viewpoint.knownAt))
      ORDER BY f.true_on, f.id
      """
    ) { row in
      let household = try row.integer("household_id")
      guard touched?.contains(household) ?? true, let value = try row.optionalReal("value")
      else { return }
      sent[household] = Coefficient(micro: Int64((value * 1_000_000).rounded()))
    }
    return sent
  }
}
