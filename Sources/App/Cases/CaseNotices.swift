package import Casework
import Store

extension OpenRegister {
  /// Posts a notice or announcement; its text is kept as it went up.
  package func post(
    _ purpose: PublicNotice.Purpose, of found: HouseholdCase, _ pack: PolicyPack,
    _ calendar: WorkingCalendar
  ) throws {
    try requires(purpose == .announcement ? .announce : .keepCase)
    if purpose != .announcement, let until = try standingNotice(found, purpose) {
      throw CaseRefusal.alreadyPosted(until: until)
    }
    let home = try db.run(
      "SELECT h.head_name, h.size FROM household h WHERE h.id = \(found.household) AND \(sees("h"))"
    )
    guard let home = home.first else { throw NotFound() }
    let subject = NoticeSubject(
      headName: try home.text("head_name"), size: try home.int("size"), kind: found.kind)
    let until = purpose == .announcement ? nil : PublicNotice.until(today, pack, calendar)
    let text = PublicNotice.text(purpose, of: subject, from: today, until: until, pack)
    try db.run(
      """
      INSERT INTO public_notice (county, id, case_id, purpose, posted_on, until_on, text, officer)
      VALUES (\(county), \(try nextID("public_notice")), \(found.id), \(purpose.rawValue),
        \(today), \(until), \(text), \(access.officer))
      """)
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "notice")
  }

  /// The last day of the notice that was posted since the case came to its stage.
  func standingNotice(_ found: HouseholdCase, _ purpose: PublicNotice.Purpose) throws -> Day? {
    try db.run(
      """
      SELECT until_on FROM public_notice
      WHERE county = \(county) AND case_id = \(found.id) AND purpose = \(purpose.rawValue)
        AND posted_on >= \(found.stageSince.day)
      ORDER BY id DESC LIMIT 1
      """
    ).first?.optionalDay("until_on")
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
