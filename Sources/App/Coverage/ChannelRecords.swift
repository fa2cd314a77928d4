package import Casework
import Store

/// The overlap of the three channels in one place, or why nothing can be said of it.
package struct PlaceCoverage: Sendable {
  package let place: PlaceCode
  package let name: String
  package let cells: ChannelCells

  var estimate: Result<CoverageEstimate, CoverageRefusal> {
    Result { () throws(CoverageRefusal) in try CoverageEstimate(cells) }
  }
}

extension OpenRegister {
  /// For each township, and last for the whole county: which channels found the households that
  /// turned out at risk since `day`, each by itself.
  ///
  /// A channel counts when its signal came in before the visit told everybody.
  package func coverage(since day: Day) throws -> [PlaceCoverage] {
    var channels: [Int64: (village: Int64, found: Set<ClueSource>)] = [:]
    try db.each(
      """
      SELECT c.household_id, c.village, s.source FROM clue c
      JOIN clue_signal s ON s.county = c.county AND s.clue_id = c.id
      LEFT JOIN visit v ON v.county = c.county AND v.id = c.visit_id
      WHERE \(sees("c")) AND c.case_id IS NOT NULL AND c.household_id IS NOT NULL
        AND c.opened_at >= \(day.start)
        AND (v.submitted_at IS NULL OR s.raised_at <= v.submitted_at)
      """
    ) { row in
      let household = try row.integer("household_id")
      let source: ClueSource = try row.raw("source")
      let village = try row.integer("village")
      channels[household, default: (village, [])].found.insert(source)
    }
    let townships = try places(in: access.place.within(.county))
    var found = townships.map { place in
      var cells = ChannelCells()
      for (_, own) in channels where place.code.range.contains(own.village) { cells.add(own.found) }
      return PlaceCoverage(place: place.code, name: place.name, cells: cells)
    }
    var whole = ChannelCells()
    for (_, own) in channels { whole.add(own.found) }
    let county = access.place.within(.county)
    found.append(
      PlaceCoverage(place: county, name: try placeNames([county])[county] ?? "", cells: whole))
    return found
  }
}
