import Casework
import Store

extension OpenRegister {
  /// Clues and cases under way, by village.
  func workCounts(in place: PlaceCode) throws -> [(Counted, [Row])] {
    func clues(_ also: SQL) throws -> [Row] {
      try db.run(
        """
        SELECT c.village, COUNT(*) AS n FROM clue c
        WHERE \(sees("c")) AND c.village BETWEEN \(place.range.lowerBound)
          AND \(place.range.upperBound) AND c.closed_at IS NULL \(also)
        GROUP BY c.village
        """)
    }
    let cases = try db.run(
      """
      SELECT c.village, COUNT(*) AS n FROM household_case c
      WHERE \(sees("c")) AND c.village BETWEEN \(place.range.lowerBound)
        AND \(place.range.upperBound) AND c.closed_at IS NULL AND c.identified_on IS NULL
      GROUP BY c.village
      """)
    return [
      (.clues, try clues("")),
      (.reviews, try clues("AND c.stage IN ('townshipReview', 'countyReview')")),
      (.casesUnderWay, cases),
    ]
  }
}
