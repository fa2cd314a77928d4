import Casework
import Foundation
import HTTPTypes
import Hummingbird
import Store

/// `/api/v1/submissions`: programs push files through the same pipeline as the pages
/// (`docs/pushing.md`).
struct PushRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.api.post("submissions", use: begin)
    routes.api.get("submissions", use: list)
    routes.api.get("submissions/:id", use: show)
    routes.api.head("submissions/:id", use: show)
    routes.api.patch("submissions/:id", use: append)
    routes.api.get("submissions/:id/rows", use: rows)
    routes.api.get("submissions/:id/result") { request, context in
      try await SubmissionRoutes(parts: parts).result(request, context: context)
    }
    routes.api.post("submissions/:id/commit", use: commit)
    routes.api.delete("submissions/:id", use: undo)
  }

  /// A whole file as a form, or the announcement of one that follows piece by piece.
  @Sendable func begin(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.pushData)
    let key = HTTPField.Name("Idempotency-Key").flatMap { request.headers[$0] }
    let isForm = request.headers[.contentType]?.hasPrefix("multipart/form-data") ?? false
    let asked = isForm ? try await whole(request) : try await announced(request, context)
    let (access, workshop) = (try context.signedIn(), parts.workshop)
    let item = try workshop.item(asked.item, as: access)
    let id = try await again {
      try await parts.register.write(as: access) { try $0.begin(asked, key: key, item: item) }
    }
    var answer = try await answer(id, context, status: .created)
    answer.headers[.location] = "/api/v1/submissions/\(id)"
    return answer
  }

  /// Of two requests with one key at once the second finds the row of the first.
  private func again<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
    do { return try await body() } catch is UniqueViolation { return try await body() }
  }

  private func whole(_ request: Request) async throws -> PushRequest {
    let upload = try await Upload.receive(
      request, into: parts.settings.data.appending(path: "uploads"))
    defer { upload.discard() }
    guard let file = upload.file, let name = upload.fileName, !name.isEmpty else {
      throw SubmissionRefusal.noFile
    }
    let files = parts.files
    let hash = try await parts.heavy.run { try files.keep(file) }
    return PushRequest(item: upload.form["item"] ?? "", name: name, size: 0, hash: hash)
  }

  private func announced(_ request: Request, _ context: AppContext) async throws -> PushRequest {
    struct Announcement: Decodable {
      let item: String
      let fileName: String
      let size: Int
    }
    let said = try await request.decode(as: Announcement.self, context: context)
    guard (1...PushUpload.mostBytes).contains(said.size) else { throw PushRefusal.size }
    guard !said.fileName.isEmpty else { throw PushRefusal.name }
    return PushRequest(item: said.item, name: said.fileName, size: said.size)
  }

  /// The next piece of a file, from the byte named by `Upload-Offset`.
  @Sendable func append(_ request: Request, context: AppContext) async throws -> Response {
    let (id, access) = (try context.id(), try context.signedIn())
    guard let offset = request.headers[PushAnswer.offset].flatMap({ Int($0) }) else {
      throw PushRefusal.offset
    }
    let upload = try await parts.register.read(as: access) { open in
      try (open.submission(id), open.upload(of: id)).1
    }
    guard let upload else { throw MovedMeanwhile() }
    guard offset == upload.arrived else { throw OffsetMismatch(arrived: upload.arrived) }
    let bytes = Array(
      buffer: try await request.body.collect(upTo: PushUpload.mostInPiece))
    let arrived = upload.arrived + bytes.count
    guard arrived <= upload.size else { throw PushRefusal.pieceTooLong }
    let (files, name) = (parts.files, PushUpload.part(id, in: access.place.county))
    let sealed = try await parts.heavy.run {
      try files.append(bytes, to: name, sealed: upload.sealed)
    }
    try await parts.register.write(as: access) {
      try $0.note(upload, arrived: arrived, sealed: sealed)
    }
    if arrived == upload.size {
      let hash = try await parts.heavy.run { try files.finish(name) }
      try await parts.register.write(as: access) { try $0.arrive(id, hash: hash) }
    }
    return try await answer(id, context)
  }

  @Sendable func list(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.pushData)
    let found = try await parts.register.read(as: context.signedIn()) { open in
      try open.submissions(item: nil).map { try PushAnswer($0, in: open) }
    }
    return try JSONAnswer.response(["items": found])
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try await answer(context.id(), context)
  }

  /// Rows of one fate, or all, after a row; `next` is where the following page begins.
  @Sendable func rows(_ request: Request, context: AppContext) async throws -> Response {
    let id = try context.id()
    let fate = request.query("fate").flatMap(RowFate.init(rawValue:))
    let after = request.query("after").flatMap(Int64.init) ?? 0
    let limit = min(1_000, max(1, request.query("limit").flatMap(Int.init) ?? 200))
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try RowsAnswer(open.submission(id), fate, after: after, limit: limit, in: open)
    }
    return try JSONAnswer.response(page)
  }

  /// Confirms the dry run; confirmed already it answers with where the file stands.
  @Sendable func commit(_ request: Request, context: AppContext) async throws -> Response {
    let id = try context.id()
    do {
      try await parts.register.write(as: context.signedIn()) { open in
        _ = try open.commit(open.submission(id))
      }
    } catch StageRefusal.notOpen(_, let stage) where [.committing, .committed].contains(stage) {}
    return try await answer(id, context, status: .accepted)
  }

  /// Takes the file back: what is not committed is given up, what is committed is undone.
  @Sendable func undo(_ request: Request, context: AppContext) async throws -> Response {
    let (id, access) = (try context.id(), try context.signedIn())
    try await parts.register.write(as: access) { open in
      let found = try open.submission(id)
      if found.stage.canBeLeft {
        try open.take(.discard, on: found)
      } else if found.stage != .undoing, found.stage != .undone {
        try open.undo(found)
      }
    }
    parts.files.drop(PushUpload.part(id, in: access.place.county))
    return try await answer(id, context, status: .accepted)
  }

  private func answer(
    _ id: Int64, _ context: AppContext, status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let found = try await parts.register.read(as: context.signedIn()) { open in
      try PushAnswer(open.submission(id), in: open)
    }
    var response = try JSONAnswer.response(found, status: status)
    if let arrived = found.arrived { response.headers[PushAnswer.offset] = String(arrived) }
    return response
  }
}
