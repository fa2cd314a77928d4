import Casework
import Store

extension OpenRegister {
  /// More than one sheet holds without getting slow.
  static var mostExported: Int { 50_000 }

  /// The answers to a form in a place: one row a record, one column a field that any of its versions
  /// asked; numbers that name a person are masked.
  func formAnswers(
    _ form: FormDefinition, within place: PlaceCode
  ) throws -> [[String]] {
    let editions = try formEditions(form.name).map(\.definition)
    var (fields, names) = (form.fields, Set(form.fields.map(\.name)))
    for field in editions.flatMap(\.fields) where names.insert(field.name).inserted {
      fields.append(field)
    }
    let byVersion = Dictionary(
      editions.map { ($0.version, $0) }, uniquingKeysWith: { first, _ in first })
    var rows = [["乡镇村", "户编号", "户主", "填写日期", "填写人", "版本"] + fields.map(\.title)]
    var after: Int64 = 0
    while rows.count <= Self.mostExported {
      let records = try formRecords(form.name, within: place, after: after, limit: 500)
      guard let last = records.last else { break }
      after = last.id
      let homes = try formHomes(Set(records.compactMap(\.household)))
      let officers = try officerNames(Set(records.map(\.officer)))
      let villages = try villageTitles(Set(records.map(\.village)))
      for record in records {
        let home = record.household.flatMap { homes[$0] }
        let asked = byVersion[record.version] ?? form
        rows.append(
          [
            villages[record.village] ?? "", home?.code ?? "", home?.head ?? "",
            "\(record.filledOn)", officers[record.officer] ?? "", record.version,
          ]
            + fields.map { field in
              record.answers[field.name].map { (asked.field(field.name) ?? field).masked($0) } ?? ""
            })
      }
    }
    audit(.exportedForm, subject: "form/\(form.name)", detail: "\(place) \(rows.count - 1)")
    return rows
  }

  private func formHomes(
    _ ids: Set<Int64>
  ) throws -> [Int64: (code: String, head: String)] {
    guard !ids.isEmpty else { return [:] }
    let rows = try db.run(
      """
      SELECT h.id, h.code, h.head_name FROM household h
      WHERE \(sees("h")) AND h.id IN (\(list: ids.sorted()))
      """)
    return Dictionary(
      try rows.map {
        (try $0.integer("id"), (code: try $0.text("code"), head: try $0.text("head_name")))
      }, uniquingKeysWith: { first, _ in first })
  }

  private func villageTitles(_ villages: Set<PlaceCode>) throws -> [PlaceCode: String] {
    let names = try placeNames(villages.union(villages.map { $0.within(.township) }))
    return Dictionary(
      villages.map { village in
        let words = [names[village.within(.township)], names[village]].compactMap { $0 }
        return (village, words.joined(separator: " "))
      }, uniquingKeysWith: { first, _ in first })
  }
}
