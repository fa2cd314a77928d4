import Casework
import Store

/// Which factors are unknown because a file that they need never came, is late, or is held back.
///
/// What is known of earlier months still counts; unknown is what happened since.
struct SourceCheck {
  let pack: PolicyPack
  let viewpoint: Viewpoint

  /// The reasons by factor.
  func unknown(in open: OpenRegister) throws -> [String: String] {
    let sent = try lastSent(in: open)
    var reasons: [String: String] = [:]
    for factor in pack.factors {
      let faults = factor.items.compactMap { id in
        pack.item(id).flatMap { fault(of: $0, sent[id]) }
      }
      if !faults.isEmpty { reasons[factor.id] = faults.joined(separator: "；") }
    }
    return reasons
  }

  /// Whether the files of some items are there.
  func sources(_ items: [DataItem], in open: OpenRegister) throws -> [String: HelpSource] {
    let sent = try lastSent(in: open)
    return Dictionary(
      items.map { item in
        let last = sent[item.id]
        return (item.id, HelpSource(last: last?.good, fault: fault(of: item, last)))
      }, uniquingKeysWith: { one, _ in one })
  }

  /// What is wrong with an item, given when its last good file came and whether one is held back.
  private func fault(of item: DataItem, _ last: LastSent?) -> String? {
    let name = "\(item.department)“\(item.title)”"
    if let last, last.isHeldBack { return "\(name)最近一份文件数据异常，待放行" }
    guard let received = last?.good else { return "\(name)从未推送" }
    guard let due = item.cadence.lastPeriod(before: viewpoint.asOf) else { return nil }
    if received >= due.from { return nil }
    return "\(name)逾期：应于 \(due.until) 前报送，最近一份为 \(received)"
  }

  struct LastSent {
    var good: Day?
    var isHeldBack = false
  }

  private func lastSent(in open: OpenRegister) throws -> [String: LastSent] {
    var sent: [String: LastSent] = [:]
    let (county, known) = (open.county, viewpoint.knownAt)
    try open.db.each(
      """
      SELECT item, MAX(received_at) AS received_at FROM submission
      WHERE county = \(county) AND finished_at <= \(known)
        AND (undone_at IS NULL OR undone_at > \(known))
      GROUP BY item
      """
    ) { row in
      sent[try row.text("item"), default: LastSent()].good = try row.instant("received_at").day
    }
    try open.db.each(
      """
      SELECT DISTINCT s.item FROM submission s
      JOIN submission_event e ON e.county = s.county AND e.submission_id = s.id
      WHERE s.county = \(county) AND e.to_stage = 'quarantined' AND e.taken_at <= \(known)
        AND NOT EXISTS (SELECT 1 FROM submission_event n
          WHERE n.county = e.county AND n.submission_id = e.submission_id AND n.seq > e.seq
            AND n.taken_at <= \(known))
      """
    ) { row in
      sent[try row.text("item"), default: LastSent()].isHeldBack = true
    }
    return sent
  }
}
