package import Casework
import Store

/// A place by name.
package struct Place: Hashable, Sendable {
  package let code: PlaceCode
  package let name: String

  package init(code: PlaceCode, name: String) { (self.code, self.name) = (code, name) }
}

extension OpenRegister {
  package func placeNames(_ codes: Set<PlaceCode>) throws -> [PlaceCode: String] {
    guard !codes.isEmpty else { return [:] }
    let rows = try db.run(
      "SELECT code, name FROM place WHERE code IN (\(list: codes.map(\.number).sorted()))")
    return Dictionary(
      try rows.map { (try $0.place("code"), try $0.text("name")) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The places directly inside another, as far as the officer's own place reaches.
  package func places(in parent: PlaceCode) throws -> [Place] {
    let region = access.place.range
    let rows = try db.run(
      """
      SELECT code, name FROM place
      WHERE parent = \(parent) AND code BETWEEN \(region.lowerBound) AND \(region.upperBound)
      ORDER BY code
      """)
    return try rows.map { Place(code: try $0.place("code"), name: try $0.text("name")) }
  }

  /// `江背镇 高寨村`, as people say where a village is.
  package func villageTitle(_ village: PlaceCode) throws -> String {
    let names = try placeNames([village, village.within(.township)])
    return [names[village.within(.township)], names[village]].compactMap { $0 }
      .joined(separator: " ")
  }
}
