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
    var loose: [String: Set<Int64>] = [:]
    for row in rows {
      let (township, code) = (try row.text("township"), try row.integer("code"))
      let titles = VillageNames.titles(try row.text("name"))
      for title in titles.own { codes["\(township)/\(title)"] = code }
      for title in titles.loose { loose["\(township)/\(title)", default: []].insert(code) }
    }
    // 江口社区 and 江口村 of one township are two places: “江口” alone is neither.
    for (title, claimed) in loose where codes[title] == nil && claimed.count == 1 {
      codes[title] = claimed.first
    }
  }

  /// A 12-digit code is taken as it is.
  func code(_ township: String, _ village: String) -> Int64? {
    if let code = PlaceCode(village), code.level == .village { return code.number }
    return codes["\(township)/\(village)"]
  }

  /// How sheets write a place: by its own kind (`高寨村民委员会`, `高寨村委会`, `高寨村`), or loosely
  /// (`高寨`, `高寨社区`), which holds only where no other place is meant.
  private static func titles(_ name: String) -> (own: [String], loose: [String]) {
    var stem = name
    for ending in ["村民委员会", "居民委员会", "村委会", "居委会", "社区", "村"] where stem.hasSuffix(ending) {
      stem = String(stem.dropLast(ending.count))
      break
    }
    let village = ["村", "村委会", "村民委员会"].map { stem + $0 }
    let community = ["社区", "居委会", "居民委员会", "社区居委会", "社区居民委员会"].map { stem + $0 }
    let isCommunity = name.hasSuffix("社区") || name.contains("居")
    return (
      own: [name] + (isCommunity ? community : village),
      loose: [stem] + (isCommunity ? village : community)
    )
  }
}
