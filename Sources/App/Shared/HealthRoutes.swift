import Hummingbird
import Store

/// Whether the process lives, and whether it can do its work.
struct HealthRoutes {
  let database: any Database

  func add(to routes: Routes) {
    routes.open.get("healthz") { _, _ in "ok\n" }
    routes.open.get("readyz", use: ready)
    routes.open.get("version") { _, _ in Version.number + "\n" }
  }

  @Sendable func ready(_ request: Request, context: AppContext) async throws -> Response {
    do {
      try await database.read { _ = try $0.run("SELECT COUNT(*) AS n FROM place") }
      return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: "ready\n")))
    } catch {
      return Response(
        status: .serviceUnavailable, body: .init(byteBuffer: ByteBuffer(string: "no database\n")))
    }
  }
}
