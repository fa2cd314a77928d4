internal import GRDB
internal import GRDBSQLite

/// A GRDB connection inside its transaction.
final class SQLiteConnection: Connection {
  // A class, because it counts what its transaction adds.
  private let db: GRDB.Database
  private let growth: TableGrowth?
  private var added: [String: Int] = [:]
  private var scratchTables: [String] = []

  init(db: GRDB.Database, growth: TableGrowth? = nil) { (self.db, self.growth) = (db, growth) }

  var takingFree: SQL { "" }

  func grew(_ table: StaticString, by count: Int) { added["\(table)", default: 0] += count }

  /// After many new rows, tells the planner how they are spread. Without that it takes the county,
  /// which leads every key and is the same in every row, for the best of conditions.
  func refreshStatistics() throws {
    guard let tables = growth?.due(adding: added), !tables.isEmpty else { return }
    // A sample is no help: of a key that is the same in every row it sees as many rows as it has,
    // and takes the whole county for a thousand households. All of 640,000 persons take 0.7 s.
    // Other connections read the statistics only when they read the tables' definitions anew,
    // so these change for a moment.
    try script(
      """
      PRAGMA analysis_limit = 0;
      \(tables.map { "ANALYZE \($0);" }.joined(separator: "\n"))
      CREATE TABLE statistics_taken (at BIGINT);
      DROP TABLE statistics_taken;
      """)
  }

  func run(_ sql: SQL) throws -> [Row] {
    var rows: [Row] = []
    try each(sql) { rows.append($0) }
    return rows
  }

  func each(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    let statement = try SQLiteStatement(sql.text(placeholder: "?"), in: db)
    defer { statement.rewind() }
    try statement.bind(sql.values)
    while try statement.step() { try body(statement.row) }
  }

  func bulk(
    into table: StaticString, _ columns: [StaticString], _ fill: (any BulkWriter) throws -> Void
  ) throws {
    let places = Array(repeating: "?", count: columns.count).joined(separator: ", ")
    let names = columns.map { "\($0)" }.joined(separator: ", ")
    let text = "INSERT INTO \(table) (\(names)) VALUES (\(places))"
    let writer = PreparedInsert(statement: try SQLiteStatement(text, in: db))
    try fill(writer)
    grew(table, by: writer.count)
  }

  func scratch(_ table: StaticString, _ columns: StaticString) throws {
    try script("CREATE TEMPORARY TABLE \(table) (\(columns))")
    scratchTables.append("\(table)")
  }

  func dropScratch(_ table: StaticString) throws {
    try script("DROP TABLE temp.\(table)")
    scratchTables.removeAll { $0 == "\(table)" }
  }

  func endStudy() throws {
    try script("PRAGMA query_only = 0")
    for table in scratchTables { try script("DROP TABLE temp.\(table)") }
    scratchTables = []
  }

  func foreign(_ sql: SQL, seconds: Int) throws -> any ForeignRows {
    let text = "SELECT * FROM (\(sql.text(placeholder: "?"))) foreign_rows"
    let statement = try SQLiteStatement(text, in: db)
    let deadline = Deadline(seconds: seconds)
    let longest = sqlite3_limit(db.sqliteConnection, SQLITE_LIMIT_LENGTH, ForeignBounds.valueBytes)
    // Asked every few thousand steps of SQLite's machine, whether to go on.
    sqlite3_progress_handler(
      db.sqliteConnection, 4_000, { Deadline.hasPassed($0) },
      Unmanaged.passUnretained(deadline).toOpaque())
    defer {
      sqlite3_progress_handler(db.sqliteConnection, 0, nil, nil)
      sqlite3_limit(db.sqliteConnection, SQLITE_LIMIT_LENGTH, longest)
      statement.rewind()
      withExtendedLifetime(deadline) {}
    }
    try statement.bind(sql.values)
    var (rows, bounds): ([Row], ForeignBounds) = ([], ForeignBounds())
    do {
      while try statement.step() {
        rows.append(statement.row)
        try bounds.count(rows[rows.count - 1])
      }
    } catch  where deadline.isOver {
      throw StoreFailure(description: "statement took longer than \(seconds) s")
    }
    return GatheredRows(rows: rows)
  }

  private struct GatheredRows: ForeignRows {
    let rows: [Row]

    func each(_ body: (Row) throws -> Void) throws { for row in rows { try body(row) } }
  }

  func script(_ text: String) throws {
    do { try db.execute(sql: text) } catch { throw SQLiteConnection.translated(error) }
  }

  /// A class, because SQLite hands its address back.
  private final class Deadline {
    private let end: ContinuousClock.Instant

    init(seconds: Int) { end = .now + .seconds(seconds) }

    var isOver: Bool { ContinuousClock.now >= end }

    static func hasPassed(_ address: UnsafeMutableRawPointer?) -> Int32 {
      guard let address else { return 0 }
      return Unmanaged<Deadline>.fromOpaque(address).takeUnretainedValue().isOver ? 1 : 0
    }
  }

  /// A class, because it counts its rows.
  private final class PreparedInsert: BulkWriter {
    private let statement: SQLiteStatement
    private(set) var count = 0

    init(statement: SQLiteStatement) { self.statement = statement }

    func add(_ values: [SQLValue]) throws {
      count += 1
      defer { statement.rewind() }
      try statement.bind(values)
      _ = try statement.step()
    }
  }

  /// GRDB's errors in the words of this module.
  static func translated(_ error: any Error) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    return failure(code: error.extendedResultCode.rawValue, message: error.message ?? "")
  }

  static func failure(code: Int32, message: String) -> any Error {
    let text = "\(code) \(message)"
    switch code {
    case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY:
      return UniqueViolation(description: text)
    case _ where [SQLITE_BUSY, SQLITE_CANTOPEN].contains(code & 0xff):
      return StoreUnavailable(description: text)
    default: return StoreFailure(description: text)
    }
  }

  // The two extended codes in use here; C macros that combine others do not reach Swift.
  private static let SQLITE_CONSTRAINT_PRIMARYKEY = SQLITE_CONSTRAINT | (6 << 8)
  private static let SQLITE_CONSTRAINT_UNIQUE = SQLITE_CONSTRAINT | (8 << 8)
}
