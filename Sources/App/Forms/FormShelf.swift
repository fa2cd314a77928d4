package import Casework
import Foundation
import Store

/// An edition of a form, with who brought it and since when it counts.
struct FormEdition: Sendable {
  let definition: FormDefinition
  let loadedAt: Instant
  let officer: Int64
  /// Whether it came with a pack.
  let isPacked: Bool
}

/// Since when an edition of a form is in force; the newest of a form counts.
struct FormTerm: Sendable {
  let form: String
  /// Empty where the form was ended.
  let version: String
  let since: Instant
  let officer: Int64
  let reason: String
}

extension PolicyPack {
  /// The pack's own edition of a form that the rules read.
  package func form(_ form: KnownForm) throws -> FormDefinition {
    guard let found = forms?.first(where: { $0.name == form.rawValue }) else {
      throw PackFault(file: edition, line: nil, reason: "没有表单 \(form.rawValue)")
    }
    return found
  }
}

extension OpenRegister {
  /// The edition of a form that is in force here.
  package func form(_ form: KnownForm, _ pack: PolicyPack) throws -> FormDefinition {
    try changed([try pack.form(form)], within: form.rawValue).first ?? pack.form(form)
  }

  /// A form in force by its name; nil where there is none.
  func form(named name: String, _ pack: PolicyPack) throws -> FormDefinition? {
    try changed((pack.forms ?? []).filter { $0.name == name }, within: name).first
  }

  /// All forms in force here: the pack's, as the county changed them, and then its own.
  func forms(_ pack: PolicyPack) throws -> [FormDefinition] {
    try changed(pack.forms ?? [], within: nil)
  }

  private func changed(
    _ packed: [FormDefinition], within name: String?
  ) throws -> [FormDefinition] {
    let only: SQL = name.map { "AND t.form = \($0)" } ?? ""
    let rows = try db.run(
      """
      SELECT t.form, e.definition FROM form_term t
      JOIN form_edition e ON e.county IN (0, t.county) AND e.form = t.form AND e.version = t.version
      WHERE t.county = \(county) \(only)
        AND t.id = (SELECT MAX(n.id) FROM form_term n
          WHERE n.county = t.county AND n.form = t.form)
      ORDER BY t.form
      """)
    let changed = try rows.map { try FormDefinition.read($0.text("definition")) }
    let own = changed.filter { form in !packed.contains { $0.name == form.name } }
    return packed.map { form in changed.first { $0.name == form.name } ?? form } + own
  }

  /// An edition that was ever loaded, by which a record of its time is read.
  func form(_ name: String, version: String) throws -> FormDefinition? {
    try db.run(
      """
      SELECT definition FROM form_edition
      WHERE county IN (0, \(county)) AND form = \(name) AND version = \(version)
      """
    ).first.map { try FormDefinition.read($0.text("definition")) }
  }

  /// Every edition of a form, the newest first.
  func formEditions(_ name: String) throws -> [FormEdition] {
    try db.run(
      """
      SELECT county, definition, loaded_at, officer FROM form_edition
      WHERE county IN (0, \(county)) AND form = \(name)
      ORDER BY county DESC, loaded_at DESC, version DESC
      """
    ).map { row in
      FormEdition(
        definition: try FormDefinition.read(row.text("definition")),
        loadedAt: try row.instant("loaded_at"), officer: try row.integer("officer"),
        isPacked: try row.integer("county") == 0)
    }
  }

  /// What was in force of a form, the newest first.
  func formTerms(_ name: String) throws -> [FormTerm] {
    try db.run(
      """
      SELECT form, version, since_at, officer, reason FROM form_term
      WHERE county = \(county) AND form = \(name) ORDER BY id DESC
      """
    ).map { row in
      FormTerm(
        form: try row.text("form"), version: try row.text("version"),
        since: try row.instant("since_at"), officer: try row.integer("officer"),
        reason: try row.text("reason"))
    }
  }
}

extension FormDefinition {
  static func read(_ json: String) throws -> FormDefinition {
    try JSONDecoder().decode(FormDefinition.self, from: Data(json.utf8))
  }

  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}
