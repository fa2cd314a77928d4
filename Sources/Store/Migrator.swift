/// One numbered step of the tables' history; forward only.
package struct Migration: Sendable {
  package let name: String
  package let sql: String

  package init(name: String, sql: String) { (self.name, self.sql) = (name, sql) }

  /// FNV-1a over the text: enough to notice an edited file.
  var checksum: Int64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in sql.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int64(bitPattern: hash)
  }
}

/// A file that was run before has another text today; what ran cannot be run differently.
package struct ChangedMigration: Error, CustomStringConvertible {
  package let name: String
  package var description: String { "migration \(name) was changed after it had run" }
}

/// The tables were made by a newer program, whose rules for them this one cannot know.
package struct UnknownMigration: Error, CustomStringConvertible {
  package let name: String
  package var description: String {
    "the database has migration \(name), which this older program does not know"
  }
}

extension Database {
  /// Brings the tables up to date, each migration in a transaction with its own record.
  package func migrate(_ migrations: [Migration]) async throws {
    try await write { [engine] db in
      // Two nodes may start at once; the second waits here until the first is done.
      if engine == .postgres { try db.script("SELECT pg_advisory_xact_lock(7360732)") }
      try db.script(
        "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, checksum BIGINT NOT NULL)")
      let known = Set(migrations.map(\.name))
      for row in try db.run("SELECT name FROM migration ORDER BY name") {
        let name = try row.text("name")
        guard known.contains(name) else { throw UnknownMigration(name: name) }
      }
    }
    for migration in migrations {
      try await write { [engine] db in
        if engine == .postgres { try db.script("LOCK TABLE migration IN EXCLUSIVE MODE") }
        let done = try db.run("SELECT checksum FROM migration WHERE name = \(migration.name)")
        if let done = done.first {
          guard try done.integer("checksum") == migration.checksum else {
            throw ChangedMigration(name: migration.name)
          }
          return
        }
        try db.script(migration.sql)
        for table in migration.tablesWithHistory { try db.keepHistory(of: table, on: engine) }
        try db.run(
          """
          INSERT INTO migration (name, checksum)
          VALUES (\(migration.name), \(migration.checksum))
          """)
      }
    }
  }
}

extension Migration {
  /// The tables named by lines of the form `-- @history household`.
  var tablesWithHistory: [String] {
    sql.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      return words.count == 3 && words[0] == "--" && words[1] == "@history"
        ? String(words[2]) : nil
    }
  }
}

extension Connection {
  /// Every version of a row that an update replaces goes to `TABLE_history`, with the moment at
  /// which it ceased to hold: the `changed_at` of the version after it.
  func keepHistory(of table: String, on engine: Engine) throws {
    let history = "\(table)_history"
    switch engine {
    case .sqlite:
      let columns = try run(SQL(trusted: "SELECT name FROM pragma_table_info('\(table)')"))
        .map { try $0.text("name") }
      let names = columns.joined(separator: ", ")
      let old = columns.map { "OLD.\($0)" }.joined(separator: ", ")
      try script(
        """
        CREATE TABLE \(history) AS SELECT *, 0 AS until_at FROM \(table) WHERE 1 = 0;
        CREATE INDEX \(history)_id ON \(history) (county, id, until_at);
        CREATE TRIGGER \(table)_versions AFTER UPDATE ON \(table) BEGIN
          INSERT INTO \(history) (\(names), until_at) VALUES (\(old), NEW.changed_at);
        END;
        """)
    case .postgres:
      try script(
        """
        CREATE TABLE \(history) (LIKE \(table), until_at BIGINT NOT NULL);
        CREATE INDEX \(history)_id ON \(history) (county, id, until_at);
        CREATE FUNCTION \(table)_versions() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
          INSERT INTO \(history) SELECT OLD.*, NEW.changed_at;
          RETURN NULL;
        END $body$;
        CREATE TRIGGER \(table)_versions AFTER UPDATE ON \(table)
        FOR EACH ROW EXECUTE FUNCTION \(table)_versions();
        """)
    }
  }
}
