import Casework
import Store

/// The keys by which a person can be found beside the number and name, kept up with the register.
///
/// They are made when a file needs them, not when the registry comes in: most files need none.
struct PersonTraces: Sendable {
  let register: Register
  let access: Access
  private static let piece: Int64 = 40_000

  func refresh() async throws {
    let imports = try await register.read(as: access) { open in
      try open.registryImports()
    }
    guard imports.known != imports.all else { return }
    var after: Int64 = 0
    while true {
      let start = after
      let (traces, last) = try await register.read(as: access) { open in
        try open.staleTraces(after: start, limit: PersonTraces.piece)
      }
      guard let last else { break }
      after = last
      if !traces.isEmpty { try await register.write(as: access) { try $0.keep(traces) } as Void }
    }
    try await register.write(as: access) { open in
      _ = try open.db.run(
        """
        INSERT INTO person_trace_state (county, imports) VALUES (\(open.county), \(imports.all))
        ON CONFLICT (county) DO UPDATE SET imports = EXCLUDED.imports
        """)
    }
  }
}

/// One person's keys.
struct PersonTrace: Sendable {
  let person: Int64
  /// Nil for those who left.
  let home: (name: String, village: Int64)?
  let born: Int
  let tail: Int64?
  let phone: Int64?
  let changedAt: Int64
}

extension OpenRegister {
  func tailIndex(_ tail: String) -> Int64 { blindIndex("tail/\(tail)") }
  func phoneIndex(_ phone: UInt64) -> Int64 { blindIndex("phone/\(phone)") }

  fileprivate func registryImports() throws -> (all: Int64, known: Int64) {
    let rows = try db.run(
      """
      SELECT (SELECT COUNT(*) FROM submission WHERE county = \(county)
          AND item = \(Submission.registry) AND stage = 'committed') AS n,
        (SELECT imports FROM person_trace_state WHERE county = \(county)) AS known
      """)
    return (try rows.first?.integer("n") ?? 0, try rows.first?.optionalInteger("known") ?? 0)
  }

  /// The next persons whose keys are not those of their present version, and the last one looked
  /// at; nil where there are no more.
  fileprivate func staleTraces(
    after: Int64, limit: Int64
  ) throws -> (traces: [PersonTrace], last: Int64?) {
    var (traces, last): ([PersonTrace], Int64?) = ([], nil)
    try db.each(
      """
      SELECT p.id, p.changed_at, t.changed_at, p.id_sealed, p.phone_sealed, h.phone_sealed,
        p.birth_on, p.name, h.village, p.left_on
      FROM person p JOIN household h ON h.county = p.county AND h.id = p.household_id
      LEFT JOIN person_trace t ON t.county = p.county AND t.person_id = p.id
      WHERE p.county = \(county) AND p.id > \(after) AND p.id <= \(after + limit)
      """
    ) { row in
      let (person, changed) = (try row.integer(at: 0), try row.integer(at: 1))
      last = after + limit
      guard try row.optionalInteger(at: 2) != changed else { return }
      let number = try row.optionalBlob(at: 3).map { try unseal($0) }
      let sealed = try row.optionalBlob(at: 4) ?? row.optionalBlob(at: 5)
      let phone = try sealed.map { PersonForm.phone(of: try unseal($0)) } ?? 0
      let hasLeft = try row.optionalDayNumber(at: 9) != nil
      traces.append(
        PersonTrace(
          person: person,
          home: hasLeft ? nil : (try row.text(at: 7), try row.integer(at: 8)),
          born: try row.dayNumber(at: 6),
          tail: number.map { tailIndex(String($0.suffix(4))) },
          phone: phone == 0 ? nil : phoneIndex(phone), changedAt: changed))
    }
    if last == nil {
      // A gap in the numbers is not the end of them.
      last = try db.run(
        "SELECT MIN(id) AS next FROM person WHERE county = \(county) AND id > \(after)"
      ).first?.optionalInteger("next").map { $0 - 1 }
    }
    return (traces, last)
  }

  fileprivate func keep(_ traces: [PersonTrace]) throws {
    // Two files that need them at once take turns here.
    try db.run(
      """
      INSERT INTO person_trace_state (county, imports) VALUES (\(county), 0)
      ON CONFLICT (county) DO UPDATE SET imports = person_trace_state.imports
      """)
    try db.run(
      """
      DELETE FROM person_trace
      WHERE county = \(county) AND person_id IN \(many: traces.map(\.person))
      """)
    try db.bulk(
      into: "person_trace",
      ["county", "person_id", "name", "village", "born", "tail", "phone", "changed_at"]
    ) { writer in
      for trace in traces {
        guard let home = trace.home else { continue }
        try writer.add([
          .integer(county), .integer(trace.person), .text(home.name), .integer(home.village),
          .integer(Int64(trace.born)),
          trace.tail.map { .integer($0) } ?? .null, trace.phone.map { .integer($0) } ?? .null,
          .integer(trace.changedAt),
        ])
      }
    }
  }
}
