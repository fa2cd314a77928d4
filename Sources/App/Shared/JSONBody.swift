import Foundation
import Hummingbird
import NIOCore

extension Request {
  /// A program's JSON, at most 2 MiB; what is wrong with it is told by its place.
  ///
  /// - Parameter type: what it is read as.
  /// - Returns: the value.
  /// - Throws: `DecodingError`, or an HTTP error where the body is too large.
  func json<Value: Decodable>(as type: Value.Type = Value.self) async throws -> Value {
    let sent = try await body.collect(upTo: 2 << 20)
    return try JSONDecoder().decode(Value.self, from: Data(String(buffer: sent).utf8))
  }
}

extension DecodingError {
  /// What is wrong with the JSON, where, and what to do.
  var sentence: String {
    switch self {
    case .keyNotFound(let key, let context):
      "缺少字段“\(DecodingError.place(context.codingPath + [key]))”，请补上后重新提交。"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "字段“\(DecodingError.place(context.codingPath))”的值类型不对，请按接口说明改正。"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      "字段“\(DecodingError.place(context.codingPath))”的值无法识别，请按接口说明改正。"
    default: "请求内容不是有效的 JSON，请检查后重新提交。"
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    path.map { $0.intValue.map { "第 \($0 + 1) 项" } ?? $0.stringValue }.joined(separator: ".")
  }
}
