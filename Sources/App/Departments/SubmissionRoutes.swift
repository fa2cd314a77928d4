import Casework
import Documents
import Foundation
import Hummingbird
import Store

/// `/imports` and `/submissions`: files come in, are checked, committed, undone, and go back with a
/// result column.
struct SubmissionRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("imports", use: imports)
    routes.pages.post("imports", use: takeRegistry)
    routes.pages.get("submissions", use: pushes)
    routes.pages.post("submissions", use: takePush)
    routes.pages.get("submissions/:id", use: show)
    routes.pages.post("submissions/:id/commit") { request, context in
      try await step(request, context) { open, found, _ in try open.commit(found) }
    }
    routes.pages.post("submissions/:id/discard") { request, context in
      try await step(request, context) { open, found, _ in try open.take(.discard, on: found) }
    }
    routes.pages.post("submissions/:id/undo") { request, context in
      try await step(request, context) { open, found, _ in try open.undo(found) }
    }
    routes.pages.post("submissions/:id/release") { request, context in
      try await step(request, context) { open, found, form in
        try open.release(found, because: form["reason"])
      }
    }
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
    return try await take(request, context, isRegistry: true) { _, incoming, access in
      try await parts.register.write(as: access) { open in
        try open.receive(incoming, item: Submission.registry, department: "").submission
      }
    }
  }

  @Sendable func takePush(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.pushData)
    return try await take(request, context, isRegistry: false) { form, incoming, access in
      try await LayoutDesk(parts).receive(form["item"] ?? "", incoming, as: access)
    }
  }

  /// What is done with a file that came in; the answer is its submission.
  private typealias Intake = (Form, IncomingFile, Access) async throws -> Int64

  private func take(
    _ request: Request, _ context: AppContext, isRegistry: Bool, _ body: Intake
  ) async throws -> Response {
    let upload = try await Upload.receive(
      request, into: parts.settings.data.appending(path: "uploads"))
    defer { upload.discard() }
    do {
      guard let file = upload.file, let name = upload.fileName, !name.isEmpty else {
        throw SubmissionRefusal.noFile
      }
      let files = parts.files
      let hash = try await parts.heavy.run { try files.keep(file) }
      let id = try await body(
        upload.form, IncomingFile(name: name, hash: hash), context.signedIn())
      return .leading(to: "/submissions/\(id)")
    } catch let question as LayoutUnknown {
      return .leading(to: "/layouts/\(question.id)")
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
        open.submissions(item: isRegistry ? Submission.registry : nil), isRegistry: isRegistry,
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

  /// Takes a step and leads back to the page, which says where the file stands now. Whoever
  /// presses second finds it under way.
  private func step(
    _ request: Request, _ context: AppContext,
    _ body: @escaping @Sendable (OpenRegister, Submission, Form) throws -> Void
  ) async throws -> Response {
    let (id, form) = (try context.id(), try await Form.read(request, context))
    do {
      try await parts.register.write(as: context.signedIn()) { open in
        try body(open, open.submission(id), form)
      }
    } catch StageRefusal.notOpen(_, let stage) where stage.isMoving {
    } catch is MovedMeanwhile {}
    return .leading(to: "/submissions/\(id)")
  }

  /// The sender's own sheet with a result column.
  @Sendable func result(_ request: Request, context: AppContext) async throws -> Response {
    let id = try context.id()
    let (submission, outcomes) = try await parts.register.read(as: context.signedIn()) { open in
      (try open.submission(id), try open.eachOutcome(of: id))
    }
    // A file that is still arriving has no name yet.
    guard !submission.fileHash.isEmpty else { throw SubmissionRefusal.notArrived }
    let (files, folder) = (parts.files, parts.settings.data.appending(path: "uploads"))
    let (bytes, format) = try await parts.heavy.run {
      try ResultSheet.make(submission, outcomes, files, in: folder)
    }
    let export = Export(
      .sheet(Array(bytes), format), name: "result-\(id).\(format.rawValue)", .ownFile,
      of: "submission/\(id)")
    return try await parts.letOut(export, context)
  }
}
