import Testing

@testable import Store

struct SQLTests {
  @Test func `a value is bound and never enters the text`() {
    let name = "'; DROP TABLE household; --"
    let sql: SQL = "SELECT * FROM household WHERE name = \(name) AND id > \(7)"
    #expect(sql.text(placeholder: "$") == "SELECT * FROM household WHERE name = $1 AND id > $2")
    #expect(sql.values == [.text(name), .integer(7)])
  }

  @Test func `a missing value is NULL`() {
    let nothing: Int64? = nil
    let sql: SQL = "SELECT \(nothing)"
    #expect(sql.values == [.null])
  }

  @Test func `a nested part brings its own values along`() {
    let part: SQL = "county = \(360_732) AND village = \(1)"
    let sql: SQL = "SELECT \("a") FROM t WHERE \(part) AND x = \("b")"
    #expect(
      sql.text(placeholder: "$")
        == "SELECT $1 FROM t WHERE county = $2 AND village = $3 AND x = $4")
    #expect(sql.values == [.text("a"), .integer(360_732), .integer(1), .text("b")])
  }

  @Test func `a list becomes a value each and an empty one matches nothing`() {
    let some: SQL = "x IN (\(list: ["a", "b"]))"
    #expect(some.text(placeholder: "?") == "x IN (?1, ?2)")
    let none: SQL = "x IN (\(list: [String]()))"
    #expect(none.text(placeholder: "?") == "x IN (NULL)")
  }

  @Test func `a trusted text has its named parameters bound and its casts left alone`() throws {
    let sql = try SQL(
      trusted: "SELECT a::text FROM t WHERE on_day <= :as_of AND at <= :known_at AND b = :as_of",
      named: ["as_of": .day(20_000), "known_at": .integer(5)])
    #expect(
      sql.text(placeholder: "$")
        == "SELECT a::text FROM t WHERE on_day <= $1 AND at <= $2 AND b = $3")
    #expect(sql.values == [.day(20_000), .integer(5), .day(20_000)])
  }

  @Test func `a parameter that nobody gave is named in the error`() {
    #expect(throws: UnknownParameter.self) {
      try SQL(trusted: "SELECT :as_off", named: ["as_of": .day(1)])
    }
  }
}
