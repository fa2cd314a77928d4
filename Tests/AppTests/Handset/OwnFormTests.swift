import App
import Casework
import Foundation
import Store
import Testing

/// The county's own forms on the phone: offered with their edition, filled in without signal, and not
/// asked again.
struct OwnFormTests {
  /// A phone's county with a form of its own, and a question of its own in the visit sheet.
  private func phone(_ store: TestStore) async throws -> TestHandset {
    let phone = try await TestHandset(store)
    var source = FormField("x.1", "水源", .choice)
    (source.options, source.isRequired) = (["自来水", "井水"].map(FormOption.init), true)
    let water = FormDefinition(
      name: "x.water", version: "1", title: "饮水补充", document: nil,
      sections: [FormSection(title: "饮水", fields: [source, FormField("x.2", "说明", .text)])])
    let visit = try phone.county.pack().form(.visit)
    var toilet = FormField("x.3", "厕所", .choice)
    toilet.options = ["水冲", "旱厕"].map(FormOption.init)
    let asking = FormDefinition(
      name: visit.name, version: "1.1", title: visit.title, document: visit.document,
      sections: visit.sections + [FormSection(title: "厕所", fields: [toilet])])
    for (id, form) in [water, asking].enumerated() { try await start(form, Int64(id + 1), phone) }
    return phone
  }

  private func start(_ form: FormDefinition, _ id: Int64, _ phone: TestHandset) async throws {
    let encoded = String(decoding: try JSONEncoder().encode(form), as: UTF8.self)
    try await phone.county.database.write { db in
      try db.run(
        """
        INSERT INTO form_edition (county, form, version, definition, loaded_at, officer)
        VALUES (360732, \(form.name), \(form.version), \(encoded), 0, 1)
        """)
      _ = try db.run(
        """
        INSERT INTO form_term (county, id, form, version, since_at, officer, reason)
        VALUES (360732, \(id), \(form.name), \(form.version), 0, 1, '县里要求')
        """)
    }
  }

  private func filled(
    _ phone: TestHandset, _ values: [String: String], version: String = "1"
  ) -> [String: Any] {
    var record = phone.task("form", values)
    (record["form"], record["version"]) = ("x.water", version)
    return record
  }

  private func answers(_ phone: TestHandset) async throws -> [String: [String: String]] {
    try await phone.synced()["answers"] as? [String: [String: String]] ?? [:]
  }

  @Test(arguments: TestStore.available)
  func `a county's own form is filled in on the phone and not asked again`(
    store: TestStore
  ) async throws {
    let phone = try await phone(store)
    #expect(try await answers(phone).isEmpty)
    let empty = try await phone.send(filled(phone, ["x.2": "山上引的"]))
    let fields = empty.json["fields"] as? [[String: String]] ?? []
    #expect(empty.status == 422 && fields == [["field": "x.1", "sentence": "请选择“水源”。"]])
    var record = filled(phone, ["x.1": "井水", "x.2": "山上引的", "stray": "x"])
    record["filledAt"] = phone.county.clock.now.microseconds / 1_000 - 3 * 86_400_000
    let taken = try await phone.send(record)
    #expect(taken.status == 201 && taken["sentence"].contains("饮水补充"), "\(taken.json)")
    let again = try await phone.send(record)
    #expect(again["code"] == taken["code"], "one record, one receipt")
    let (household, officer) = (phone.households[0], phone.officer)
    let kept = try await phone.county.register.read(as: officer) {
      try $0.formRecords(of: household)
    }
    #expect(kept.count == 1 && kept[0].filledOn == Day("2026-11-20"))
    #expect(kept[0].answers == ["x.1": "井水", "x.2": "山上引的"])
    // What was said in full belongs to that day; the rest stands there next time.
    #expect(try await answers(phone) == ["x.water": ["x.1": "井水"]])
  }

  @Test(arguments: TestStore.available)
  func `an edition that ended meanwhile counts, one that never was does not`(
    store: TestStore
  ) async throws {
    let phone = try await phone(store)
    let unknown = try await phone.send(filled(phone, ["x.1": "井水"], version: "9"))
    #expect(unknown.status == 422 && unknown["detail"].contains("第 9 版"))
    try await phone.county.database.write { db in
      _ = try db.run(
        """
        INSERT INTO form_term (county, id, form, version, since_at, officer, reason)
        VALUES (360732, 9, 'x.water', '', 1, 1, '不再调查')
        """)
    }
    #expect(try await phone.send(filled(phone, ["x.1": "井水"])).status == 201)
    var foreign = filled(phone, ["x.1": "井水"])
    foreign["form"] = "sweep"
    #expect(try await phone.send(foreign).status == 422, "only the county's own")
    let neighbour = try await phone.county.officer(
      .informationOfficer, at: TestCounty.neighbour)
    #expect(try await phone.send(filled(phone, ["x.1": "井水"]), as: neighbour).status == 404)
  }

  @Test(arguments: TestStore.available)
  func `the county's question in the visit sheet is prefilled on the phone as well`(
    store: TestStore
  ) async throws {
    let phone = try await phone(store)
    var record = try await phone.record(changing: ["x.3": "旱厕"])
    (record["form"], record["version"]) = ("visit", "1.1")
    #expect(try await phone.send(record).status == 201)
    #expect(try await answers(phone) == ["visit": ["x.3": "旱厕"]])
  }
}
