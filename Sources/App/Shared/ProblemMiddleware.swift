import Casework
import Hummingbird
import Logging

/// Turns what went wrong into a page a person understands, or a problem a program can read.
struct ProblemMiddleware: RouterMiddleware {
  let pages: Pages

  func handle(
    _ request: Request, context: AppContext,
    next: (Request, AppContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch {
      let problem = Problem(error)
      if problem.status.code >= 500 {
        context.logger.error(
          "fault", metadata: ["kind": "\(type(of: error))", "detail": "\(Fault.described(error))"])
      }
      if request.uri.path.hasPrefix("/api/") { return problem.json }
      if error is NotSignedIn {
        return .leading(to: ReturnPath(request).signIn)
      }
      return try pages.render(
        ProblemPage(problem, requestID: context.id), context, status: problem.status)
    }
  }
}

/// A fault's description for the log: our own errors carry no personal data, others show their
/// type only.
enum Fault {
  static func described(_ error: any Error) -> String {
    switch error {
    case let failure as any CustomStringConvertible: String(failure.description.prefix(400))
    default: String(reflecting: type(of: error))
    }
  }
}
