import Documents
import HTTPTypes
import Hummingbird
import NIOCore

/// Packs texts on their way out, so that a page comes quickly where the signal is weak.
struct Packing: RouterMiddleware {
  private static let least = 1_024
  private static let most = 8 << 20

  func handle(
    _ request: Request, context: AppContext,
    next: (Request, AppContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    guard request.method == .get || request.method == .post, response.status == .ok,
      request.headers[.acceptEncoding]?.contains("gzip") == true,
      response.headers[.contentEncoding] == nil, isText(response),
      // What has no length yet is a stream of events.
      let length = response.body.contentLength, (Packing.least...Packing.most).contains(length)
    else { return response }
    let whole = Collected()
    try await response.body.write(whole)
    guard let packed = Gzip.pack(Array(buffer: whole.buffer)) else { return response }
    response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: packed))
    response.headers[.contentLength] = nil
    response.headers[.contentEncoding] = "gzip"
    response.headers[.vary] = "Accept-Encoding"
    return response
  }

  private func isText(_ response: Response) -> Bool {
    let type = response.headers[.contentType] ?? ""
    return ["text/", "application/json", "image/svg", "application/manifest"]
      .contains { type.hasPrefix($0) } || type.contains("javascript")
  }
}

/// Takes a body in.
private final class Collected: ResponseBodyWriter {
  // A class, because the writer is handed over and read afterwards.
  private(set) var buffer = ByteBuffer()

  func write(_ piece: ByteBuffer) async throws { buffer.writeImmutableBuffer(piece) }
  func finish(_ trailing: HTTPFields?) async throws {}
}
