/// How much a SELECT that did not come from this program may answer, so that none fills the memory.
struct ForeignBounds {
  /// More than a row for every member of the largest county.
  static let mostRows = 16_000_000
  /// Of one value, on the way to the answer as well.
  static let valueBytes: Int32 = 1_000_000
  private static let textBytes = 256_000_000
  private var rows = 0
  private var bytes = 0

  /// Counts one row more.
  mutating func count(_ row: Row) throws {
    rows += 1
    for value in row.values {
      switch value {
      case .text(let text): bytes += text.utf8.count
      case .blob(let blob): bytes += blob.count
      default: break
      }
    }
    try ForeignBounds.check(rows: rows)
    if bytes > ForeignBounds.textBytes {
      throw StoreFailure(description: "answer longer than \(ForeignBounds.textBytes) bytes")
    }
  }

  static func check(rows: Int) throws {
    if rows > mostRows { throw StoreFailure(description: "answer of more than \(mostRows) rows") }
  }
}
