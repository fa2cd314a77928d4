import Casework
import Documents
import Foundation
import Hummingbird
import Store

/// `/items/:id/template`: the file that a department fills in.
struct ItemRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("items/:id/template", use: template)
  }

  @Sendable func template(_ request: Request, context: AppContext) async throws -> Response {
    let access = try context.signedIn()
    guard let item = parts.pack.item(try context.parameters.require("id")),
      access.department == nil || access.department == item.department
    else { throw NotFound() }
    guard item.isPushable else { throw SubmissionRefusal.needsConsent(item.title) }
    let folder = parts.settings.data.appending(path: "uploads")
    let bytes = try await parts.heavy.run { try ItemTemplate.bytes(item, in: folder) }
    let export = Export(
      .sheet(Array(bytes), .xlsx), name: "\(item.id)-\(item.department)-\(item.title)-模板.xlsx",
      .blank, of: "item/\(item.id)")
    return try await parts.letOut(export, context)
  }
}
