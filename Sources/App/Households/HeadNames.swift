import Casework
import Store

extension OpenRegister {
  /// The heads of households by id, as far as the officer may see them.
  func headNames(_ ids: Set<Int64>) throws -> [Int64: String] {
    guard !ids.isEmpty else { return [:] }
    return Dictionary(
      try heads(ids).map { ($0.household, $0.name) }, uniquingKeysWith: { first, _ in first })
  }

  /// The heads of households with township and village in words, as far as the officer may see them.
  func headsAndVillages(_ ids: Set<Int64>) throws -> [Int64: (name: String, village: String)] {
    guard !ids.isEmpty else { return [:] }
    let heads = try heads(ids)
    let villages = Set(heads.map(\.village))
    let names = try placeNames(villages.union(villages.map { $0.within(.township) }))
    return Dictionary(
      heads.map { head in
        let places = [head.village.within(.township), head.village].compactMap { names[$0] }
        return (head.household, (head.name, places.joined(separator: " ")))
      }, uniquingKeysWith: { first, _ in first })
  }

  private func heads(
    _ ids: Set<Int64>
  ) throws -> [(household: Int64, name: String, village: PlaceCode)] {
    try db.run(
      """
      SELECT h.id, h.head_name, h.village FROM household h
      WHERE \(sees("h")) AND h.id IN \(many: ids.sorted())
      """
    ).map { (try $0.integer("id"), try $0.text("head_name"), try $0.place("village")) }
  }
}
