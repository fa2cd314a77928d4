import Casework
import Testing

struct DayTests {
  @Test(arguments: ["2024-02-29", "1970-01-01", "2026-11-19", "1900-03-01"])
  func `a day reads back as it was written`(text: String) throws {
    #expect(try #require(Day(text)).description == text)
  }

  @Test(arguments: ["2023-02-29", "2024-13-01", "2024-1-1", ""])
  func `what is no day is refused`(text: String) { #expect(Day(text) == nil) }

  @Test(arguments: [
    ("2026-01-31", 1, "2026-02-28"), ("2026-11-23", -12, "2025-11-23"),
    ("2025-12-15", 1, "2026-01-15"),
  ])
  func `months are added within the shorter month`(from: String, months: Int, to: String) throws {
    #expect(try #require(Day(from)).adding(months: months).description == to)
  }

  @Test func `midnight in China is four in the afternoon in Greenwich`() throws {
    let day = try #require(Day("2026-11-23"))
    #expect(day.start.day == day)
    #expect(day.start.adding(seconds: -1).day == day.adding(days: -1))
    #expect(day.at(hour: 9, minute: 5).description == "2026-11-23 09:05")
    #expect(day.weekday == 1)
  }

  @Test func `age turns on the birthday`() throws {
    let born = try #require(Day("2000-02-29"))
    #expect(born.years(until: try #require(Day("2026-02-28"))) == 25)
    #expect(born.years(until: try #require(Day("2026-03-01"))) == 26)
  }
}

struct MoneyTests {
  @Test(arguments: [
    ("12,345.60", 1_234_560), ("¥12", 1_200), ("１２元", 1_200), ("0.005", 1), ("-3.5", -350),
    ("18234.999999996", 1_823_500),
  ])
  func `money is read as people write it`(text: String, fen: Int64) {
    #expect(Money(text)?.fen == fen)
  }

  @Test(arguments: ["", "abc", "1.2.3", "--1", "3.6E+17"])
  func `what is no money is refused`(text: String) { #expect(Money(text) == nil) }

  @Test func `money prints grouped and divides to the nearest fen`() {
    #expect(Money(fen: 123_456_701).description == "1,234,567.01")
    #expect(Money(fen: 100).divided(by: 3).fen == 33)
    #expect(Money(fen: -50).divided(by: 4).fen == -13)
  }
}

struct ResidentIDTests {
  @Test func `a right number tells birth and sex and prints masked`() throws {
    let id = try #require(ResidentID("11010519491231002X"))
    #expect(id.birth.description == "1949-12-31")
    #expect(id.sex == .female)
    #expect(id.description == "110105********002X")
    #expect(ResidentID("11010519491231002x")?.digits == "11010519491231002X")
  }

  @Test(arguments: ["110105194912310021", "11010519491331002X", "3.6E+17", "11010519491231002"])
  func `a wrong number is refused`(text: String) { #expect(ResidentID(text) == nil) }

  @Test func `places know their level and range`() throws {
    let village = try #require(PlaceCode("360732100200"))
    #expect(village.level == .village && village.county == 360_732)
    #expect(village.within(.township).description == "360732100000")
    #expect(village.within(.county).range.contains(village.number))
    #expect(!village.range.contains(360_732_100_201))
  }
}
