import App
import ArgumentParser
import Casework
import Foundation

/// Answers questions about working days.
struct CalendarCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calendar", abstract: "工作日历（含法定节假日和调休）", subcommands: [Add.self])

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "某日之后第几个工作日是哪天；不给日期时从标准输入逐行读“日期,天数”")

    @Option(help: "起算日，如 2026-09-28（当日不计）") var from: String?
    @Option(help: "工作日数") var days: Int = 1
    @Flag(help: "同时列出逐日计算的过程") var proof = false

    func run() async throws {
      let calendar = try PlaceTables.publishedCalendar()
      if let from { return try answer("\(from),\(days)", calendar) }
      while let line = readLine() { try answer(line, calendar) }
    }

    private func answer(_ line: String, _ calendar: WorkingCalendar) throws {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == 2, let start = Day(String(cells[0])), let days = Int(cells[1]),
        (0...10_000).contains(days)
      else { throw ValidationError("应为“日期,工作日数”，实为“\(line)”") }
      let count = Allowance(days: days, unit: .working).count(from: start, calendar)
      for step in proof ? count.proof : [] { print(step) }
      print(count.due)
    }
  }
}
