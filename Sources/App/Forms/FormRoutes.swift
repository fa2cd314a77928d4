import Casework
import Documents
import Foundation
import Hummingbird
import Store

/// `/forms`: what is filled in, as the pack brings it and as the county changed it, by one xlsx sheet.
struct FormRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("forms", use: list)
    routes.pages.post("forms", use: load)
    routes.pages.get("forms/:name", use: show)
    routes.pages.get("forms/:name/sheet", use: sheet)
    routes.pages.get("forms/:name/blank", use: blank)
    routes.pages.get("forms/:name/answers", use: answers)
    routes.pages.get("forms/:name/editions/:version", use: edition)
    routes.pages.post("forms/:name/terms", use: term)
    FillRoutes(parts: parts).add(to: routes)
  }

  private var folder: URL { parts.settings.data.appending(path: "uploads") }

  private func name(_ context: AppContext) -> String { context.parameters.get("name") ?? "" }

  @Sendable func list(_ request: Request, context: AppContext) async throws -> Response {
    try await list(context, fault: nil)
  }

  private func list(
    _ context: AppContext, fault: String?, _ faults: [FormReading.RowFault] = []
  ) async throws -> Response {
    try context.requires(.seeOverview)
    let pack = parts.pack
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try FormListPage(fault: fault, faults, pack, in: open)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }

  /// Reads a sheet: where every row is right its edition is kept, to be looked at before it counts.
  @Sendable func load(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.assess)
    let (access, pack) = (try context.signedIn(), parts.pack)
    let upload = try await Upload.receive(request, into: folder, limit: 4 << 20)
    defer { upload.discard() }
    do {
      guard let file = upload.file, upload.fileName?.isEmpty == false else {
        throw FormShelfRefusal.noFile
      }
      let rows = try await parts.heavy.run { try FormSheetFile.rows(of: file) }
      let reading = try await parts.register.read(as: access) { open in
        let known = try open.forms(pack)
        return FormReading(rows, newName: "x.new") { name in known.first { $0.name == name } }
      }
      guard let form = reading.form else {
        return try await list(context, fault: "这张表没有载入，请按行改好后再传。", reading.faults)
      }
      let edition = try await parts.register.write(as: access) { open in
        let name = form.name == "x.new" ? try open.newFormName() : form.name
        return try open.load(form.named(name), pack)
      }
      return .leading(to: "/forms/\(edition.name)/editions/\(edition.version)")
    } catch let refusal as FormShelfRefusal {
      return try await list(context, fault: refusal.sentence)
    } catch let fault as SheetFault {
      return try await list(context, fault: fault.sentence)
    }
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try await show(context, fault: nil)
  }

  private func show(_ context: AppContext, fault: String?) async throws -> Response {
    try context.requires(.seeOverview)
    let (name, pack) = (name(context), parts.pack)
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try FormPage(name, fault: fault, pack, in: open)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }

  /// The form as a sheet; `new` is an example to begin one with.
  @Sendable func sheet(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.seeOverview)
    let form = name(context) == "new" ? FormSheetFile.example : try await form(context)
    let folder = folder
    let bytes = try await parts.heavy.run { try FormSheetFile.bytes(of: form, in: folder) }
    let export = Export(
      .sheet(Array(bytes), .xlsx), name: "\(form.title)-\(form.version).xlsx", .blank,
      of: "form/\(form.name)")
    return try await parts.letOut(export, context)
  }

  private func form(_ context: AppContext) async throws -> FormDefinition {
    let (name, pack) = (name(context), parts.pack)
    let found = try await parts.register.read(as: context.signedIn()) { open in
      try open.form(named: name, pack)
    }
    guard let found else { throw NotFound() }
    return found
  }

  /// The form for paper, to fill in by hand.
  @Sendable func blank(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let page = FormPaperPage(try await form(context).paper(), for: try context.signedIn())
    return try parts.pages.render(page, context)
  }

  @Sendable func answers(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.seeOverview)
    try context.requires(.readHouseholds)
    let (form, folder) = (try await form(context), folder)
    let access = try context.signedIn()
    let place = request.query("place").flatMap(PlaceCode.init) ?? access.place
    let rows = try await parts.register.write(as: access) { open in
      try open.formAnswers(form, within: place)
    }
    let bytes = try await parts.heavy.run { try FormSheetFile.bytes(of: rows, in: folder) }
    let export = Export(
      .sheet(Array(bytes), .xlsx), name: "\(form.title)-填写.xlsx", .personal,
      of: "form/\(form.name)")
    return try await parts.letOut(export, context)
  }

  @Sendable func edition(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.seeOverview)
    return try await edition(context, context.parameters.get("version") ?? "", fault: nil)
  }

  private func edition(
    _ context: AppContext, _ version: String, fault: String?
  ) async throws -> Response {
    let (name, pack) = (name(context), parts.pack)
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try FormEditionPage(name, version, fault: fault, pack, in: open)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }

  /// Puts an edition in force, or with `do=end` ends a form of the county's own.
  @Sendable func term(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.assess)
    let (name, pack) = (name(context), parts.pack)
    let form = try await Form.read(request, context)
    let (version, isEnd) = (form["version"] ?? "", form["do"] == "end")
    do {
      try await parts.register.write(as: context.signedIn()) { open in
        if isEnd {
          try open.end(form: name, reason: form["reason"], pack)
        } else {
          try open.putInForce(name, version, reason: form["reason"], pack)
        }
      }
      return .leading(to: "/forms/\(name)")
    } catch let refusal as FormShelfRefusal {
      return isEnd
        ? try await show(context, fault: refusal.sentence)
        : try await edition(context, version, fault: refusal.sentence)
    }
  }
}
