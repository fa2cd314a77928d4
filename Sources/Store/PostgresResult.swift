internal import CLibPQ
internal import Glibc

/// An answer of the server and how its columns are read.
struct PostgresResult {
  private let result: OpaquePointer?
  private let names: [String]
  private let types: [Oid]

  init(_ result: OpaquePointer?) {
    self.result = result
    let columns = 0..<PQnfields(result)
    names = columns.map { String(cString: PQfname(result, $0)) }
    types = columns.map { PQftype(result, $0) }
  }

  func row(_ row: Int32) -> Row {
    Row(names: names, values: types.indices.map { value(row: row, field: Int32($0)) })
  }

  private func value(row: Int32, field: Int32) -> SQLValue {
    if PQgetisnull(result, row, field) == 1 { return .null }
    let text = PQgetvalue(result, row, field)
    guard let text else { return .null }
    switch types[Int(field)] {
    case 20, 21, 23, 26: return .integer(Int64(atoll(text)))
    case 700, 701: return .real(atof(text))
    case 1082: return .day(PostgresDay.number(String(cString: text)))
    case 17: return .blob(PostgresBytes.decoded(text))
    default: return .text(String(cString: text))
    }
  }
}

/// A whole answer of the server, which nobody changes any more.
final class PostgresRows: ForeignRows, @unchecked Sendable {
  // A class, because it owns the answer and frees it.
  let result: OpaquePointer?

  init(_ result: OpaquePointer?) { self.result = result }

  deinit { PQclear(result) }

  func each(_ body: (Row) throws -> Void) throws {
    let reader = PostgresResult(result)
    for row in 0..<PQntuples(result) { try body(reader.row(row)) }
  }
}
