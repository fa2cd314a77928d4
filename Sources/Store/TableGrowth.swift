internal import Synchronization

/// By how much each table has grown since the planner last learned how its rows are spread.
final class TableGrowth: Sendable {
  // A class, because all writes of a database share it.
  private let tables = Mutex<[String: Size]>([:])
  private static let manyRows = 5_000

  private struct Size {
    var known = 0
    var added = 0
  }

  /// The tables to look at again: those that grew by many rows and to twice their size, so that a file taken
  /// in piece by piece is looked at a few times and not at every piece.
  func due(adding rows: [String: Int]) -> [String] {
    guard !rows.isEmpty else { return [] }
    return tables.withLock { tables in
      rows.keys.sorted().filter { name in
        var size = tables[name] ?? Size()
        defer { tables[name] = size }
        size.added += rows[name] ?? 0
        guard size.added >= TableGrowth.manyRows, size.added >= size.known else { return false }
        size = Size(known: size.known + size.added)
        return true
      }
    }
  }
}
