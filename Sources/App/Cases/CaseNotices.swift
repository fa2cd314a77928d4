package import Casework
import Store

extension OpenRegister {
  /// Posts a notice or announcement; its text is kept as it went up.
  package func post(
    _ purpose: PublicNotice.Purpose, of found: HouseholdCase, _ pack: PolicyPack,
    _ calendar: WorkingCalendar
  ) throws {
    try requires(purpose == .announcement ? .announce : .keepCase)
    if purpose != .announcement, let notice = try standingNotice(found, purpose) {
      throw CaseRefusal.alreadyPosted(until: notice.until)
    }
    try checkMeeting(before: purpose, found, pack)
    let home = try db.run(
      "SELECT h.head_name, h.size FROM household h WHERE h.id = \(found.household) AND \(sees("h"))"
    )
    guard let home = home.first else { throw NotFound() }
    let subject = NoticeSubject(
      headName: try home.text("head_name"), size: try home.int("size"), kind: found.kind)
    let until = purpose == .announcement ? nil : PublicNotice.until(today, pack, calendar)
    let text = PublicNotice.text(purpose, of: subject, from: today, until: until, pack)
    let leaks = LeakScan.findings(in: text)
    guard leaks.isEmpty else { throw CaseRefusal.leak(leaks.sorted { $0.title < $1.title }) }
    try db.run(
      """
      INSERT INTO public_notice (county, id, case_id, case_seq, purpose, posted_on, until_on, text,
        officer)
      VALUES (\(county), \(try nextID("public_notice")), \(found.id), \(found.version), \(purpose.rawValue),
        \(today), \(until), \(text), \(access.officer))
      """)
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "notice")
  }

  /// The notice that was posted since the case came to its stage, with its last day as the
  /// objections have moved it.
  func standingNotice(
    _ found: HouseholdCase, _ purpose: PublicNotice.Purpose
  ) throws -> StandingNotice? {
    let row = try db.run(
      """
      SELECT id, until_on FROM public_notice
      WHERE county = \(county) AND case_id = \(found.id) AND purpose = \(purpose.rawValue)
        AND case_seq >= \(try arrival(of: found))
      ORDER BY id DESC LIMIT 1
      """
    ).first
    guard let row, let until = try row.optionalDay("until_on") else { return nil }
    let id = try row.integer("id")
    let stops = try objections(of: found.id).filter { $0.notice == id }.map {
      NoticeStop(from: $0.raisedAt.day, until: $0.handledAt?.day)
    }
    return StandingNotice(id: id, posted: until, stops: stops, today: today)
  }

  func notices(of found: Int64) throws -> [(
    purpose: String, postedOn: Day, until: Day?, text: String
  )] {
    try db.run(
      """
      SELECT purpose, posted_on, until_on, text FROM public_notice
      WHERE county = \(county) AND case_id = \(found) ORDER BY id
      """
    ).map {
      (
        try $0.text("purpose"), try $0.day("posted_on"), try $0.optionalDay("until_on"),
        try $0.text("text")
      )
    }
  }
}
