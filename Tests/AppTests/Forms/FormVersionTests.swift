import App
import Casework
import Foundation
import Store
import Testing

/// A record is judged by the edition that it names, though another is in force meanwhile.
struct FormVersionTests {
  private static let water: FormSection = {
    var source = FormField("x.source", "水源", .choice)
    (source.options, source.isRequired) = (["自来水", "井水"].map(FormOption.init), true)
    return FormSection(title: "饮水", fields: [source])
  }()

  /// A phone's county where the visit sheet asks for the water's source since today.
  private func phone(_ store: TestStore) async throws -> TestHandset {
    let phone = try await TestHandset(store)
    let pack = try phone.county.pack()
    let form = try pack.form(.visit)
    let edition = FormDefinition(
      name: form.name, version: "1.1", title: form.title, document: form.document,
      sections: form.sections + [Self.water])
    let encoded = String(decoding: try JSONEncoder().encode(edition), as: UTF8.self)
    try await phone.county.database.write { db in
      try db.run(
        """
        INSERT INTO form_edition (county, form, version, definition, loaded_at, officer)
        VALUES (360732, 'visit', '1.1', \(encoded), 0, 1)
        """)
      _ = try db.run(
        """
        INSERT INTO form_term (county, id, form, version, since_at, officer, reason)
        VALUES (360732, 1, 'visit', '1.1', 0, 1, '县里要求')
        """)
    }
    return phone
  }

  private func record(
    _ phone: TestHandset, _ version: String?, changing changes: [String: String] = [:]
  ) async throws -> [String: Any] {
    var record = try await phone.record(changing: changes)
    (record["form"], record["version"]) = ("visit", version)
    return record
  }

  @Test(arguments: TestStore.available)
  func `an older edition is judged by itself`(store: TestStore) async throws {
    let phone = try await phone(store)
    let answer = try await phone.send(try await record(phone, "1"))
    #expect(answer.status == 201, "\(answer.json)")
    let (household, officer) = (phone.households[0], phone.officer)
    let kept = try await phone.county.register.read(as: officer) {
      try $0.formRecords(of: household)
    }
    #expect(kept.map(\.version) == ["1"])
  }

  @Test(arguments: TestStore.available)
  func `the edition in force asks for what it needs`(store: TestStore) async throws {
    let phone = try await phone(store)
    let answer = try await phone.send(try await record(phone, "1.1"))
    #expect(answer.status == 422)
    let fields = answer.json["fields"] as? [[String: String]] ?? []
    #expect(fields == [["field": "x.source", "sentence": "请选择“水源”。"]])
    let whole = try await phone.send(try await record(phone, "1.1", changing: ["x.source": "井水"]))
    #expect(whole.status == 201, "\(whole.json)")
  }

  @Test(arguments: TestStore.available)
  func `an edition that nobody knows is told with a way out`(store: TestStore) async throws {
    let phone = try await phone(store)
    var record = try await record(phone, "9")
    let answer = try await phone.send(record)
    #expect(answer.status == 422 && answer["detail"].contains("没有这一版"))
    record["isHandover"] = true
    #expect(try await phone.send(record).status == 201)
  }

  @Test(arguments: TestStore.available)
  func `a pack's form stays as it is once something was filled in with it`(
    store: TestStore
  ) async throws {
    let phone = try await phone(store)
    _ = try await phone.send(try await record(phone, "1"))
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.copyItem(
      at: PolicyShelf.bundled.appending(path: "jiangxi-2026"), to: folder)
    func change(_ file: String, _ old: String, _ new: String) throws {
      let page = folder.appending(path: file)
      let text = try String(contentsOf: page, encoding: .utf8)
      try text.replacingOccurrences(of: old, with: new)
        .write(to: page, atomically: true, encoding: .utf8)
    }
    func keep() async throws {
      _ = try await PolicyEditions.keep(
        PolicyShelf.load(folder), in: folder, at: phone.county.clock.now,
        database: phone.county.database)
    }
    try change("pack.yaml", "version: \"", "version: \"9")
    try change("forms-1-visit.yaml", "title: 同行人", "title: 同行者")
    let fault = await #expect(throws: PackFault.self) { try await keep() }
    #expect(fault?.sentence.contains("表单“入户核实表”改了而版本仍是 1") == true)
    try change("forms-1-visit.yaml", "version: \"1\"", "version: \"2\"")
    try await keep()
  }
}
