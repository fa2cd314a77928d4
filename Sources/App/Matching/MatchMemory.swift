import Casework
import Store

extension OpenRegister {
  /// The key by which a department's next file is known to hold the same row: what tells its
  /// person, not what it says of them.
  func rowKey(of sought: SoughtPerson, by department: String) -> Int64 {
    let number = sought.number.uppercased().filter { !$0.isWhitespace }
    let more = number.isEmpty ? [sought.birthText, sought.villageText, sought.phone] : [number]
    let parts = ["match", department, NameText.plain(sought.name)] + more
    return blindIndex(parts.joined(separator: "\u{1F}"))
  }

  /// What a person decided of the same rows before; nil for those that are new.
  func remembered(
    _ rows: [SoughtPerson], by department: String
  ) throws -> [PersonVerdict?] {
    let known = try db.run("SELECT 1 FROM match_memory WHERE county = \(county) LIMIT 1")
    guard !known.isEmpty else { return Array(repeating: nil, count: rows.count) }
    let keys = rows.map { rowKey(of: $0, by: department) }
    var verdicts: [Int64: PersonVerdict] = [:]
    try db.each(
      """
      SELECT m.row_key, m.decided_at, m.person_id, p.household_id, p.name, h.village
      FROM match_memory m
      LEFT JOIN person p ON p.county = m.county AND p.id = m.person_id
      LEFT JOIN household h ON h.county = p.county AND h.id = p.household_id
      WHERE m.county = \(county) AND m.row_key IN \(many: Set(keys).sorted())
        AND m.department = \(department)
      """
    ) { row in
      let day = Instant(microseconds: try row.integer(at: 1)).day
      guard let person = try row.optionalInteger(at: 2) else {
        verdicts[try row.integer(at: 0)] = PersonVerdict(
          .notFound, person: nil, sentence: "\(day) 已人工判定：同样的一行不是台账里的人")
        return
      }
      verdicts[try row.integer(at: 0)] = PersonVerdict(
        .accepted,
        person: Candidate(
          person: person, household: try row.integer(at: 3), name: try row.text(at: 4),
          village: PlaceCode(number: try row.integer(at: 5)), hasSameID: false),
        sentence: "\(day) 已人工判定同样的一行为同一人，照此认定")
    }
    return keys.map { verdicts[$0] }
  }
}
