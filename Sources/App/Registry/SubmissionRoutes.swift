import Casework
import Documents
import Foundation
import Hummingbird
import Store

/// `/imports` and `/submissions`: files come in, and go back with a result column.
struct SubmissionRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("imports", use: imports)
    routes.pages.post("imports", use: takeRegistry)
    routes.pages.get("submissions", use: pushes)
    routes.pages.post("submissions", use: takePush)
    routes.pages.get("submissions/:id", use: show)
    routes.pages.get("submissions/:id/result", use: result)
  }

  @Sendable func imports(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.importRegistry)
    return try await list(context, fault: nil, isRegistry: true)
  }

  @Sendable func pushes(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.pushData)
    return try await list(context, fault: nil, isRegistry: false)
  }

  @Sendable func takeRegistry(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.importRegistry)
    return try await take(request, context, isRegistry: true) { upload, file, access in
      try await RegistryImport(register: parts.register, files: parts.files)
        .run(file, named: upload.fileName ?? "", as: access)
    }
  }

  @Sendable func takePush(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.pushData)
    return try await take(request, context, isRegistry: false) { upload, file, access in
      let id = try await DepartmentPush(
        register: parts.register, files: parts.files, pack: parts.pack
      ).run(upload.form["item"] ?? "", file, named: upload.fileName ?? "", as: access)
      // What came in may change coefficients and raise clues at once.
      let system = Access.system(in: access.place.within(.county))
      try await Assess(register: parts.register, pack: parts.pack).run(as: system)
      let pack = parts.pack
      _ = try await parts.register.write(as: system) { try Warnings.raise(in: $0, pack) }
      return id
    }
  }

  /// What is done with a file that came in; the answer is its submission.
  private typealias Intake = (Upload, URL, Access) async throws -> Int64

  private func take(
    _ request: Request, _ context: AppContext, isRegistry: Bool,
    _ body: Intake
  ) async throws -> Response {
    let upload = try await Upload.receive(
      request, into: parts.settings.data.appending(path: "uploads"))
    defer { upload.discard() }
    do {
      guard let file = upload.file, upload.fileName?.isEmpty == false else {
        throw SubmissionRefusal.noFile
      }
      let id = try await body(upload, file, context.signedIn())
      return .leading(to: "/submissions/\(id)")
    } catch let refusal as SubmissionRefusal {
      return try await list(context, fault: refusal.sentence, isRegistry: isRegistry)
    }
  }

  private func list(
    _ context: AppContext, fault: String?, isRegistry: Bool
  ) async throws -> Response {
    let pack = parts.pack
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try SubmissionListPage(
        open.submissions(item: isRegistry ? "registry" : nil), isRegistry: isRegistry,
        fault: fault, pack, in: open)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    let (id, pack) = (try context.id(), parts.pack)
    let fate = request.query("fate").flatMap(RowFate.init(rawValue:))
    let after = request.query("after").flatMap(Int64.init) ?? 0
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try SubmissionPage(open.submission(id), fate: fate, after: after, pack, in: open)
    }
    return try parts.pages.render(page, context)
  }

  /// The sender's own sheet with a result column.
  @Sendable func result(_ request: Request, context: AppContext) async throws -> Response {
    let id = try context.id()
    let (submission, outcomes) = try await parts.register.read(as: context.signedIn()) { open in
      (try open.submission(id), try open.eachOutcome(of: id))
    }
    let (files, folder) = (parts.files, parts.settings.data.appending(path: "uploads"))
    let (bytes, format) = try await parts.heavy.run {
      try ResultSheet.make(submission, outcomes, files, in: folder)
    }
    let type = format == .csv ? "text/csv; charset=utf-8" : "application/octet-stream"
    let name = "result-\(id).\(format.rawValue)"
    return Response(
      status: .ok,
      headers: [
        .contentType: type, .contentDisposition: "attachment; filename=\"\(name)\"",
        .cacheControl: "no-store",
      ],
      body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
