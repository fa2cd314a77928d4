import Foundation
import Hummingbird

/// `/openapi.json`, the description of `/api/v1` for programs (OpenAPI 3.1), and `/docs`, the same for
/// people.
struct OpenAPIRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.open.get("openapi.json") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
        body: .init(byteBuffer: ByteBuffer(bytes: try APIDescription.bytes.get())))
    }
    routes.open.get("docs") { _, context in
      try parts.pages.render(APIPage(try APIDescription.read.get()), context)
    }
  }
}

/// The part of the description that the page shows.
struct APIDescription: Decodable, Sendable {
  let info: Info
  let paths: [String: [String: Operation]]

  struct Info: Decodable, Sendable {
    let summary: String
    let description: String
  }

  struct Operation: Decodable, Sendable {
    let summary: String
    let tags: [String]
  }

  /// As it lies beside the program.
  static let bytes = Result {
    try Data(contentsOf: Bundle.module.bundleURL.appending(path: "Resources/openapi.json"))
  }
  static let read = Result { try JSONDecoder().decode(APIDescription.self, from: bytes.get()) }
}

/// What `Templates/api/docs.mustache` shows.
struct APIPage: Page {
  static let template = "api/docs"
  let summary: String
  let description: String
  let sections: [Section]

  struct Section: Sendable {
    let title: String
    let lines: [Line]
  }

  struct Line: Sendable {
    let method: String
    let path: String
    let summary: String
  }

  init(_ described: APIDescription) {
    (summary, description) = (described.info.summary, described.info.description)
    let all = described.paths.sorted { $0.key < $1.key }.flatMap { path, operations in
      operations.sorted { $0.key < $1.key }.map { method, operation in
        (
          operation.tags.first ?? "",
          Line(method: method.uppercased(), path: path, summary: operation.summary)
        )
      }
    }
    let titles = ["令牌", "记录", "推送", "手机走访", "微信"]
    sections = titles.map { title in
      Section(title: title, lines: all.filter { $0.0 == title }.map(\.1))
    }
  }
}
