import Foundation
import Hummingbird

/// What a person sent with a form: names and values, in the order sent.
package struct Form: Sendable {
  private let fields: [(name: String, value: String)]

  package init(_ fields: [(name: String, value: String)]) { self.fields = fields }

  /// The first value of a name, without the spaces around it; nil where there is none or nothing.
  package subscript(name: String) -> String? {
    guard let field = fields.first(where: { $0.name == name }) else { return nil }
    let value = field.value.trimmingCharacters(in: .whitespacesAndNewlines)
    return value.isEmpty ? nil : value
  }

  /// Every value of a name, as from check boxes.
  package func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  package var names: [String] { fields.map(\.name) }

  /// The values with each name once, for a draft that is shown again.
  package var values: [String: String] {
    Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// Reads `application/x-www-form-urlencoded`, at most 2 MiB.
  static func read(_ request: Request, _ context: AppContext) async throws -> Form {
    let body = try await request.body.collect(upTo: 2 << 20)
    return Form(urlEncoded: String(buffer: body))
  }

  package init(urlEncoded text: String) {
    fields = text.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (Form.decoded(parts[0]), parts.count > 1 ? Form.decoded(parts[1]) : "")
    }
  }

  private static func decoded(_ text: Substring) -> String {
    let spaced = text.replacing("+", with: " ")
    return spaced.removingPercentEncoding ?? String(spaced)
  }
}

extension Request {
  /// A value of the query, without spaces around it; nil where there is none or nothing.
  func query(_ name: String) -> String? {
    guard let raw = uri.queryParameters[Substring(name)] else { return nil }
    let text = String(raw).replacing("+", with: " ")
      .trimmingCharacters(in: .whitespacesAndNewlines)
    return text.isEmpty ? nil : text
  }
}

extension Response {
  /// Leads the browser on after a form was accepted.
  static func leading(to path: String) -> Response {
    Response(status: .seeOther, headers: [.location: path])
  }
}
