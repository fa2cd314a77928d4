import Casework
import Foundation
import Hummingbird
import Store

/// `/jobs`: what is under way, how far it is, and a way to stop it.
struct JobRoutes {
  let parts: AppParts
  private static let pause = Duration.milliseconds(400)
  /// A stream ends after so many looks, and the browser opens the next by itself.
  private static let looks = 150

  func add(to routes: Routes) {
    routes.pages.get("jobs", use: list)
    routes.pages.get("jobs/:id", use: show)
    routes.pages.get("jobs/:id/events", use: events)
    routes.pages.post("jobs/:id/cancel", use: cancel)
    routes.pages.post("jobs/:id/retry", use: retry)
  }

  @Sendable func list(_ request: Request, context: AppContext) async throws -> Response {
    let page = try await parts.register.read(as: context.signedIn()) { try JobListPage($0) }
    return try parts.pages.render(page, context)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    let id = try context.id()
    let page = try await parts.register.read(as: context.signedIn()) { try JobPage($0.job(id)) }
    return try parts.pages.render(page, context)
  }

  /// How far the job is, told again whenever it changes (server-sent events).
  @Sendable func events(_ request: Request, context: AppContext) async throws -> Response {
    let (id, access) = (try context.id(), try context.signedIn())
    let (register, stop) = (parts.register, parts.workshop.stop)
    _ = try await register.read(as: access) { try $0.job(id) }
    return Response(
      status: .ok,
      headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
      body: .init { writer in
        var told = ""
        for look in 0..<JobRoutes.looks where !stop.isSet {
          let job = try await register.read(as: access) { try $0.job(id) }
          let text = JobProgress(job).json
          // A comment now and then keeps the connection from looking idle.
          if text != told || look % 20 == 0 {
            try await writer.write(ByteBuffer(string: "retry: 1000\ndata: \(text)\n\n"))
            told = text
          }
          if !job.isOpen { break }
          try await Task.sleep(for: JobRoutes.pause)
        }
        try await writer.finish(nil)
      })
  }

  @Sendable func cancel(_ request: Request, context: AppContext) async throws -> Response {
    let id = try context.id()
    let job = try await parts.register.write(as: context.signedIn()) { open in
      let job = try open.job(id)
      try open.cancel(job)
      return job
    }
    return .leading(to: JobProgress(job).href)
  }

  @Sendable func retry(_ request: Request, context: AppContext) async throws -> Response {
    let id = try context.id()
    try await parts.register.write(as: context.signedIn()) { try $0.retry($0.job(id)) }
    return .leading(to: "/jobs/\(id)")
  }
}
