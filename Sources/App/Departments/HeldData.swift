import Casework
import Store

extension OpenRegister {
  /// A sentence per item whose newest file waits because it looks wrong: which data stand
  /// meanwhile, and how old they are.
  func heldData(_ pack: PolicyPack) throws -> [String] {
    let rows = try db.run(
      """
      SELECT h.item, h.held_at, g.good_at
      FROM (SELECT item, MAX(received_at) AS held_at FROM submission
        WHERE county = \(county) AND stage = 'quarantined' GROUP BY item) h
      LEFT JOIN (SELECT item, MAX(received_at) AS good_at FROM submission
        WHERE county = \(county) AND stage = 'committed' GROUP BY item) g ON g.item = h.item
      WHERE g.good_at IS NULL OR g.good_at < h.held_at ORDER BY h.item
      """)
    return try rows.compactMap { row in
      guard let item = pack.item(try row.text("item")) else { return nil }
      let held = "\(item.department)“\(item.title)”\(try row.instant("held_at").day) 的文件数据异常，待核对"
      guard let good = try row.optionalInstant("good_at")?.day else { return "\(held)；以前没有数据。" }
      return "\(held)；现用 \(good) 的数据，已有 \(today - good) 天。"
    }
  }
}
