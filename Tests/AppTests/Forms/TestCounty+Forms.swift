import Casework
import Store

@testable import App

extension TestCounty {
  /// Puts an edition of a form in force that asks something more.
  @discardableResult
  func add(_ fields: [FormField], to known: KnownForm) async throws -> String {
    let admin = try await officer(.countyAdministrator, at: TestCounty.county)
    let pack = try pack()
    return try await register.write(as: admin) { open in
      let form = try open.form(known, pack)
      let added = FormSection(title: "本县补充", fields: fields)
      let next = FormDefinition(
        name: form.name, version: "", title: form.title, document: form.document,
        sections: form.sections.filter { $0.title != added.title } + (fields.isEmpty ? [] : [added])
      )
      let edition = try open.load(next, pack)
      try open.putInForce(form.name, edition.version, reason: "经局务会议研究启用", pack)
      return edition.version
    }
  }
}
