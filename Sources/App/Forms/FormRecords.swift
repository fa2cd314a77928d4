package import Casework
import Foundation
import Store

/// A form that was filled in, with the version it was filled in with.
package struct FormRecord: Sendable {
  package let id: Int64
  package let form: String
  package let version: String
  package let household: Int64?
  package let village: PlaceCode
  /// `visit/12`, `case/3`, `clue/7`, `household/5`.
  package let subject: String
  package let filledOn: Day
  package let recordedAt: Instant
  package let officer: Int64
  package let answers: [String: String]
}

/// A form that cannot be taken in yet; every field that stands in the way is named.
package struct FormIncomplete: Refusal {
  package let refusals: [any Refusal]
  package var sentence: String { refusals.map(\.sentence).joined() }
}

/// Whom a filled-in form is about, and what it belongs to.
struct FormSubject: Sendable {
  let household: Int64?
  let village: PlaceCode
  let subject: String

  init(household: Int64?, village: PlaceCode, subject: String) {
    (self.household, self.village, self.subject) = (household, village, subject)
  }

  /// What is filled in for a household's case.
  init(_ found: HouseholdCase) {
    self.init(household: found.household, village: found.village, subject: "case/\(found.id)")
  }
}

extension OpenRegister {
  /// Keeps the answers to a form as they were judged by it.
  func keep(
    _ answers: [String: String], to form: FormDefinition, about subject: FormSubject, on day: Day
  ) throws {
    try db.run(
      """
      INSERT INTO form_record (county, id, form, version, household_id, village, subject,
        answers_sealed, filled_on, recorded_at, officer)
      VALUES (\(county), \(try nextID("form_record")), \(form.name), \(form.version),
        \(subject.household), \(subject.village), \(subject.subject),
        \(try seal(JSONText.object(answers))), \(day), \(now), \(access.officer))
      """)
  }

  private static let columns: SQL = """
    r.id, r.form, r.version, r.household_id, r.village, r.subject, r.filled_on, r.recorded_at,
    r.officer, r.answers_sealed
    """

  func formRecord(_ id: Int64) throws -> FormRecord {
    let rows = try db.run(
      "SELECT \(Self.columns) FROM form_record r WHERE \(sees("r")) AND r.id = \(id)")
    guard let row = rows.first else { throw NotFound() }
    return try record(row)
  }

  /// What was filled in for a household, the newest first.
  package func formRecords(of household: Int64) throws -> [FormRecord] {
    try db.run(
      """
      SELECT \(Self.columns) FROM form_record r
      WHERE \(sees("r")) AND r.household_id = \(household) ORDER BY r.id DESC LIMIT 50
      """
    ).map(record)
  }

  /// What was filled in with something else, e.g. `visit/12`; nil before forms kept their version.
  func formRecord(of subject: String, _ form: String) throws -> FormRecord? {
    try db.run(
      """
      SELECT \(Self.columns) FROM form_record r
      WHERE \(sees("r")) AND r.subject = \(subject) AND r.form = \(form)
      ORDER BY r.id DESC LIMIT 1
      """
    ).first.map(record)
  }

  /// The records of a form in a place, the oldest first, after one of them.
  func formRecords(
    _ form: String, within place: PlaceCode, after id: Int64, limit: Int
  ) throws -> [FormRecord] {
    let range = place.range
    return try db.run(
      """
      SELECT \(Self.columns) FROM form_record r
      WHERE \(sees("r")) AND r.village BETWEEN \(range.lowerBound) AND \(range.upperBound)
        AND r.form = \(form) AND r.id > \(id) ORDER BY r.id LIMIT \(limit)
      """
    ).map(record)
  }

  private func record(_ row: Row) throws -> FormRecord {
    let text = try unseal(row.blob("answers_sealed"))
    return FormRecord(
      id: try row.integer("id"), form: try row.text("form"), version: try row.text("version"),
      household: try row.optionalInteger("household_id"), village: try row.place("village"),
      subject: try row.text("subject"), filledOn: try row.day("filled_on"),
      recordedAt: try row.instant("recorded_at"), officer: try row.integer("officer"),
      answers: try JSONDecoder().decode([String: String].self, from: Data(text.utf8)))
  }
}

extension Form {
  /// What was sent for the fields of a form; several choices are joined.
  func answers(to form: FormDefinition) -> [String: String] {
    var answers: [String: String] = [:]
    for field in form.fields {
      let sent = all(field.name)
      if !sent.isEmpty { answers[field.name] = sent.joined(separator: ",") }
    }
    return answers
  }
}
