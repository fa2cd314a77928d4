package import Casework
import Foundation
package import Store

/// The divisions and the holiday calendar that come with the program.
package enum PlaceTables {
  /// Loads the places once, and of the calendar the days that are not there yet; a county's own
  /// later table is never overwritten.
  package static func load(into database: any Database) async throws {
    let (places, days) = (try divisions(), try calendarDays())
    try await database.write { db in
      if try db.run("SELECT code FROM place LIMIT 1").isEmpty {
        try db.bulk(into: "place", ["code", "parent", "name", "level"]) { writer in
          for place in places { try writer.add(place) }
        }
      }
      let known = Set(try db.run("SELECT day_on FROM calendar_day").map { try $0.day("day_on") })
      try db.bulk(into: "calendar_day", ["day_on", "name", "is_off"]) { writer in
        for (day, special) in days where !known.contains(day) {
          try writer.add([
            .day(day.number), .text(special.name), .integer(special.isOff ? 1 : 0),
          ])
        }
      }
    }
  }

  /// The calendar as the database has it now.
  package static func workingCalendar(in database: any Database) async throws -> WorkingCalendar {
    try await database.read { db in
      let rows = try db.run("SELECT day_on, name, is_off FROM calendar_day")
      return WorkingCalendar(
        Dictionary(
          try rows.map {
            (
              try $0.day("day_on"),
              SpecialDay(name: try $0.text("name"), isOff: try $0.flag("is_off"))
            )
          }, uniquingKeysWith: { first, _ in first }))
    }
  }

  /// The calendar that comes with the program: the State Council's notices, 2004 to 2026.
  package static func publishedCalendar() throws -> WorkingCalendar {
    WorkingCalendar(Dictionary(try calendarDays(), uniquingKeysWith: { first, _ in first }))
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

  private static func calendarDays() throws -> [(Day, SpecialDay)] {
    try rows(of: "calendar/cn_holidays.csv").compactMap { cells in
      guard cells.count >= 3, let day = Day(cells[0]) else { return nil }
      return (day, SpecialDay(name: cells[1], isOff: cells[2] == "1"))
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
