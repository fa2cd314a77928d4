import Casework
import Store

extension OpenRegister {
  /// Clues and cases by village and stage; no two stages of the two have the same name.
  func workCounts(in place: PlaceCode) throws -> [Row] {
    let range = place.range
    return try db.run(
      """
      SELECT c.village, c.stage, COUNT(*) AS n FROM clue c
      WHERE \(sees("c")) AND c.village BETWEEN \(range.lowerBound) AND \(range.upperBound)
      GROUP BY c.village, c.stage
      UNION ALL
      SELECT k.village, k.stage, COUNT(*) FROM household_case k
      WHERE \(sees("k")) AND k.village BETWEEN \(range.lowerBound) AND \(range.upperBound)
      GROUP BY k.village, k.stage
      """)
  }
}
