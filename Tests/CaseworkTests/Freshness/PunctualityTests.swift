import Casework
import Foundation
import Testing

struct PunctualityTests {
  @Test(
    arguments: [
      // The 5th of November 2026 is a Thursday; the 5th of December a Saturday, so the 7th counts.
      (#"{"every": "month", "day": 5}"#, "2026-11-02", "2026-11-25", nil),
      (
        #"{"every": "month", "day": 5}"#, "2026-10-30", "2026-11-10",
        .late(due: day("2026-11-05"), workingDays: 3)
      ),
      (
        #"{"every": "month", "day": 5}"#, nil, "2026-12-07",
        .late(due: day("2026-11-05"), workingDays: 22)
      ),
      (
        #"{"every": "month", "day": 5}"#, "2026-11-20", "2026-12-08",
        .late(due: day("2026-12-07"), workingDays: 1)
      ),
      // The 31st of October 2026 is a Saturday, and the 2nd of November counts for October.
      (#"{"every": "month", "day": 31}"#, "2026-10-30", "2026-11-10", nil),
      (#"{"every": "year", "month": 4, "day": 30}"#, "2026-03-01", "2026-11-25", nil),
      (
        #"{"every": "year", "month": 4, "day": 30}"#, "2025-04-20", "2026-05-06",
        .late(due: day("2026-04-30"), workingDays: 4)
      ),
    ] as [(String, String?, String, Punctuality?)])
  func `an item is late when its day is past`(
    cadence: String, last: String?, today: String, expected: Punctuality?
  ) throws {
    let found = Punctuality(
      try item(cadence), last: last.flatMap { Day($0) }, on: day(today), WorkingCalendar())
    if let expected { #expect(found == expected) } else { #expect(!found.isLate) }
  }

  @Test func `what happens is never due`() throws {
    let found = Punctuality(
      try item(#"{"every": "event"}"#), last: nil, on: day("2026-11-25"), WorkingCalendar())
    #expect(found == .event)
  }

  private func item(_ cadence: String) throws -> DataItem {
    let json = """
      {"id": "a", "title": "a", "department": "a", "fact": "a", "sentence": "",
       "isWarning": false, "columns": [], "cadence": \(cadence)}
      """
    return try JSONDecoder().decode(DataItem.self, from: Data(json.utf8))
  }
}

private func day(_ text: String) -> Day { Day(text) ?? Day(number: 0) }
