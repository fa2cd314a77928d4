import Store

extension OpenRegister {
  /// The heads of households by id, as far as the officer may see them.
  func headNames(_ ids: Set<Int64>) throws -> [Int64: String] {
    guard !ids.isEmpty else { return [:] }
    let rows = try db.run(
      """
      SELECT h.id, h.head_name FROM household h
      WHERE \(sees("h")) AND h.id IN \(many: ids.sorted())
      """)
    return Dictionary(
      try rows.map { (try $0.integer("id"), try $0.text("head_name")) },
      uniquingKeysWith: { first, _ in first })
  }
}
