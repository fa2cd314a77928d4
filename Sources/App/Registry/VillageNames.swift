import Casework
import Store

/// The villages of a county by the names that sheets use.
struct VillageNames {
  private var codes: [String: Int64] = [:]

  init(_ open: OpenRegister) throws {
    let region = open.access.place.range
    let rows = try open.db.run(
      """
      SELECT v.code, v.name, t.name AS township FROM place v
      JOIN place t ON t.code = v.parent
      WHERE v.level = 5 AND v.code BETWEEN \(region.lowerBound) AND \(region.upperBound)
      """)
    for row in rows {
      let (township, name) = (try row.text("township"), try row.text("name"))
      for title in VillageNames.titles(name) {
        codes["\(township)/\(title)"] = try row.integer("code")
      }
    }
  }

  /// A 12-digit code is taken as it is.
  func code(_ township: String, _ village: String) -> Int64? {
    if let code = PlaceCode(village), code.level == .village { return code.number }
    return codes["\(township)/\(village)"]
  }

  /// `高寨村民委员会`, `高寨村委会`, `高寨村`, `高寨` are one village.
  private static func titles(_ name: String) -> [String] {
    var stem = name
    for ending in ["村民委员会", "居民委员会", "村委会", "居委会", "社区", "村"] where stem.hasSuffix(ending) {
      stem = String(stem.dropLast(ending.count))
      break
    }
    return [name, stem, stem + "村", stem + "社区", stem + "村委会", stem + "居委会"]
  }
}
