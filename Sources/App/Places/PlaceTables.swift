package import Casework
import Foundation
package import Store

/// The divisions and the holiday calendar that come with the program.
package enum PlaceTables {
  /// Loads both once; a county's own later table is never overwritten.
  package static func load(into database: any Database) async throws {
    let (places, days) = (try divisions(), try calendar())
    try await database.write { db in
      guard try db.run("SELECT code FROM place LIMIT 1").isEmpty else { return }
      try db.bulk(into: "place", ["code", "parent", "name", "level"]) { writer in
        for place in places { try writer.add(place) }
      }
      try db.bulk(into: "calendar_day", ["day_on", "name", "is_off"]) { writer in
        for day in days { try writer.add(day) }
      }
    }
  }

  /// The calendar as the database has it now.
  package static func workingCalendar(in database: any Database) async throws -> WorkingCalendar {
    try await database.read { db in
      let rows = try db.run("SELECT day_on, is_off FROM calendar_day")
      return WorkingCalendar(
        exceptions: Dictionary(
          try rows.map { (try $0.day("day_on"), try $0.flag("is_off")) },
          uniquingKeysWith: { first, _ in first }))
    }
  }

  private static func divisions() throws -> [[SQLValue]] {
    var seen: Set<Int64> = []
    let files = ["divisions/jiangxi_1to4_mca2026.csv", "divisions/xingguo_360732.csv"]
    return try files.flatMap { try rows(of: $0) }.compactMap { cells in
      guard cells.count >= 4, let code = PlaceCode(cells[0]), let level = Int64(cells[3]),
        seen.insert(code.number).inserted
      else { return nil }
      let parent = PlaceCode(cells[2])
      return [
        .integer(code.number), parent.map { .integer($0.number) } ?? .null, .text(cells[1]),
        .integer(level),
      ]
    }
  }

  private static func calendar() throws -> [[SQLValue]] {
    try rows(of: "calendar/cn_holidays_2020_2026.csv").compactMap { cells in
      guard cells.count >= 3, let day = Day(cells[0]) else { return nil }
      return [.day(day.number), .text(cells[1]), .integer(cells[2] == "1" ? 1 : 0)]
    }
  }

  /// The lines of one of our own plain tables, without the header; no quotes occur in them.
  private static func rows(of path: String) throws -> [[String]] {
    let file = Bundle.module.bundleURL.appending(path: "Resources/\(path)")
    let text = try String(contentsOf: file, encoding: .utf8)
    return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
