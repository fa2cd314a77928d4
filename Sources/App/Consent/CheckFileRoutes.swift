import Casework
import Documents
import Foundation
import Hummingbird
import Store

/// `/checks/:id/list`, `/checks/:id/answers`: a body fetches its list and hands it back answered.
struct CheckFileRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("checks/:id/list", use: list)
    routes.pages.post("checks/:id/answers", use: answer)
  }

  @Sendable func list(_ request: Request, context: AppContext) async throws -> Response {
    let (id, access) = (try context.id(), try context.signedIn())
    let department = request.query("department") ?? access.department ?? ""
    let (list, rules) = (try await self.list(of: id, for: department, context), parts.settings)
    let folder = rules.data.appending(path: "uploads")
    let bytes = try await parts.heavy.run { () throws -> Data in
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let file = folder.appending(path: ".list-\(UUID().uuidString).xlsx")
      defer { unlink(file.path) }
      let writer = try SheetFile.create(file.path, .xlsx)
      for row in list.rows { try writer.add(row) }
      try writer.close()
      return try Data(contentsOf: file)
    }
    let export = Export(
      .sheet(Array(bytes), .xlsx), name: "\(list.number).xlsx", .personal, of: "check/\(id)")
    return try await parts.letOut(export, context)
  }

  /// What a body is asked; that it was fetched is on record.
  private func list(
    of id: Int64, for department: String, _ context: AppContext
  ) async throws -> CheckList {
    let rules = Rules(parts)
    return try await parts.register.write(as: context.signedIn()) { open in
      try open.fetchList(of: open.economicCheck(id), for: department, rules)
    }
  }

  @Sendable func answer(_ request: Request, context: AppContext) async throws -> Response {
    let (id, access, rules) = (try context.id(), try context.signedIn(), Rules(parts))
    let upload = try await Upload.receive(
      request, into: parts.settings.data.appending(path: "uploads"), limit: 8 << 20)
    defer { upload.discard() }
    let department = upload.form["department"] ?? access.department ?? ""
    guard let file = upload.file, upload.fileName?.isEmpty == false else {
      throw CheckRefusal.badFile(["没有选择文件"])
    }
    let rows = try await parts.heavy.run { try CheckFileRoutes.rows(of: file) }
    let keys = parts.checkKeys
    try await parts.register.write(as: access) { open in
      let check = try open.economicCheck(id)
      try open.checkAsked(department, check)
      let findings = try open.list(of: check, for: department, rules).findings(in: rows)
      try open.answer(findings, of: department, to: check, keys)
    }
    return .leading(to: access.may(.answerCheck) ? "/checks" : "/checks/\(id)")
  }

  private static func rows(of file: URL) throws -> [(number: Int, cells: [String])] {
    do {
      var (reader, rows): (any SheetReader, [(number: Int, cells: [String])]) = (
        try SheetFile.open(file.path), []
      )
      while let row = try reader.next(), rows.count < 20_000 {
        rows.append((row.number, row.cells.map(CellText.cleaned)))
      }
      return rows
    } catch let fault as SheetFault {
      throw CheckRefusal.badFile([fault.sentence])
    }
  }
}

extension OpenRegister {
  /// What a body is asked; that it was fetched is on record.
  func fetchList(
    of check: EconomicCheck, for department: String, _ rules: Rules
  ) throws -> CheckList {
    try checkAsked(department, check)
    try db.run(
      """
      UPDATE check_request SET fetched_at = \(now)
      WHERE county = \(county) AND check_id = \(check.id) AND department = \(department)
      """)
    try note(.fetched, of: nil, on: check.caseID, department)
    audit(.movedCheck, subject: "check/\(check.id)", detail: "fetched/\(department)")
    return try list(of: check, for: department, rules)
  }

  /// The questions are those of the rules under which the case began.
  func list(
    of check: EconomicCheck, for department: String, _ rules: Rules
  ) throws -> CheckList {
    let edition = try db.run(
      "SELECT pack FROM household_case WHERE county = \(county) AND id = \(check.caseID)"
    ).first?.text("pack")
    let pack = rules.edition(edition ?? "").pack
    return CheckList(
      number: check.number, questions: try questions(of: check, to: department, pack))
  }
}
