import Casework
import Foundation
import Store

extension OpenRegister {
  /// What households last answered to the questions that the county asks beside the rules', by
  /// household and form, so that nobody is asked again.
  func ownAnswers(
    of households: [Int64], _ pack: PolicyPack
  ) throws -> [Int64: [String: [String: String]]] {
    let asking = try forms(pack).filter { form in
      form.fields.contains { FormDefinition.isOwn($0.name) }
    }
    guard !asking.isEmpty else { return [:] }
    let rows = try db.run(
      """
      SELECT r.household_id, r.form, r.answers_sealed FROM form_record r
      WHERE r.county = \(county) AND r.id IN (
        SELECT MAX(n.id) FROM form_record n
        WHERE n.county = \(county) AND n.household_id IN (\(list: households))
          AND n.form IN (\(list: asking.map(\.name))) GROUP BY n.household_id, n.form)
      """)
    let forms = Dictionary(asking.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var found: [Int64: [String: [String: String]]] = [:]
    for row in rows {
      let name = try row.text("form")
      guard let form = forms[name] else { continue }
      let text = try unseal(row.blob("answers_sealed"))
      let answers = try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
      let lasting = form.fields.filter { FormDefinition.isOwn($0.name) && $0.lasts(in: form) }
      let known = lasting.compactMap { field in answers[field.name].map { (field.name, $0) } }
      guard !known.isEmpty else { continue }
      found[try row.integer("household_id"), default: [:]][name] = Dictionary(
        known, uniquingKeysWith: { first, _ in first })
    }
    return found
  }
}
