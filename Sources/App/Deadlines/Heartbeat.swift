import Casework
package import Store

/// The servers' signs of life. A gap between two of them goes into the outage ledger by itself.
package struct Heartbeat: Sendable {
  let database: any Database
  let register: Register
  let shelf: RulesShelf

  package init(database: any Database, register: Register, shelf: RulesShelf) {
    (self.database, self.register, self.shelf) = (database, register, shelf)
  }

  /// Says that a server runs. For how long this program did since its last beat, in microseconds,
  /// is told by a clock that nobody sets; nil for its first.
  package func beat(after running: Int64?) async throws {
    let (now, terms) = (register.clock.now, shelf.current.pack.outages)
    let counties = try await database.write { db -> [PlaceCode] in
      // Mostly there was a beat a minute ago, and one statement does for all counties.
      try db.run(
        """
        UPDATE heartbeat SET beat_at = \(now)
        WHERE beat_at BETWEEN \(now.adding(seconds: -300)) AND \(now.adding(seconds: 300))
        """)
      return try db.run(
        """
        SELECT DISTINCT a.county FROM account a
        WHERE NOT EXISTS (SELECT 1 FROM heartbeat b WHERE b.county = a.county
          AND b.beat_at = \(now))
        """
      ).map { PlaceCode(number: try $0.integer("county") * 1_000_000) }
    }
    for county in counties {
      try await register.write(as: .system(in: county)) { try $0.beat(after: running, terms) }
    }
  }
}

extension OpenRegister {
  fileprivate func beat(after running: Int64?, _ terms: OutageTerms?) throws {
    let last = try db.run("SELECT beat_at FROM heartbeat WHERE county = \(county)").first?
      .instant("beat_at")
    guard let last else {
      try db.run(
        """
        INSERT INTO heartbeat (county, beat_at) VALUES (\(county), \(now))
        ON CONFLICT (county) DO NOTHING
        """)
      return
    }
    // Of two servers that begin at once one finds the gap.
    let mine = try db.run(
      """
      UPDATE heartbeat SET beat_at = \(now)
      WHERE county = \(county) AND beat_at = \(last) RETURNING county
      """)
    guard !mine.isEmpty else { return }
    if last > now { return try takeBackOutages() }
    let gap = ServerGap(since: last, now: now, running: running)
    if let terms, let days = gap.days(terms) { try record(gap, on: days, terms) }
  }

  private func record(_ gap: ServerGap, on days: ClosedRange<Day>, _ terms: OutageTerms) throws {
    let id = try nextID("outage")
    // What lasted for weeks may as well be a date that was set wrong: somebody has to know of it.
    let isPlain = days.upperBound - days.lowerBound < terms.serverDays
    let reason = "服务器 \(gap.from) 至 \(gap.until) 没有心跳，系统自动记入"
    try db.run(
      """
      INSERT INTO outage (county, id, place, kind, reason, from_on, until_on, recorded_at, officer,
        decided_at, decided_by, is_approved)
      VALUES (\(county), \(id), \(access.place), \(OutageKind.serverDown.rawValue), \(reason),
        \(days.lowerBound), \(days.upperBound), \(now), \(access.officer),
        \(isPlain ? now : nil), \(isPlain ? access.officer : nil), \(isPlain ? true : nil))
      """)
    audit(.recordedOutage, subject: "outage/\(id)", detail: OutageKind.serverDown.rawValue)
  }

  /// The date was put back: what the program recorded at a time that has not come was no outage.
  private func takeBackOutages() throws {
    let rows = try db.run(
      """
      UPDATE outage SET is_approved = 0, decided_at = \(now), decided_by = \(access.officer)
      WHERE county = \(county) AND officer = \(access.officer) AND kind = 'serverDown'
        AND recorded_at > \(now) AND COALESCE(decided_by, officer) = officer RETURNING id
      """)
    for row in rows {
      audit(.decidedClock, subject: "outage/\(try row.integer("id"))", detail: "refused")
    }
  }
}
