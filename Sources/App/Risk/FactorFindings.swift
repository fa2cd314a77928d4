import Casework
import Foundation
import Store

/// What one row of a factor's query says, before anything eases it.
struct FactorFinding {
  let household: Int64
  let person: Int64?
  let strength: Double
  let trueOn: Day?
  let fact: Int64?
  let amount: Money?
}

/// Why a factor's query gave nothing that could be used.
struct FactorFault: Error, CustomStringConvertible {
  let description: String
}

/// Reads the rows of one factor's query and refuses what no strength can be.
struct FactorReader {
  let factor: Factor
  private var columns: Columns?
  private var seen: Set<Subject> = []

  init(_ factor: Factor) { self.factor = factor }

  private struct Subject: Hashable {
    let household: Int64
    let person: Int64?
  }

  /// Where the columns stand; looked up once, as names cost more than numbers.
  private struct Columns {
    let household: Int
    let strength: Int
    let person: Int?
    let trueOn: Int?
    let fact: Int?
    let amount: Int?

    init(_ row: Row) throws {
      guard let household = row.index(of: "household_id"), let strength = row.index(of: "strength")
      else { throw FactorFault(description: "查询没有给出 household_id 和 strength 两列") }
      (self.household, self.strength) = (household, strength)
      (person, trueOn) = (row.index(of: "person_id"), row.index(of: "true_on"))
      (fact, amount) = (row.index(of: "fact_id"), row.index(of: "amount_fen"))
    }
  }

  /// Nil where the strength is 0.
  mutating func read(_ row: Row) throws -> FactorFinding? {
    do { return try finding(in: row) } catch let unreadable as UnreadableColumn {
      let name = FactorReader.names.first { name in
        row.index(of: name).map { "#\($0)" } == unreadable.column
      }
      throw FactorFault(description: "\(name ?? unreadable.column) 的值不是数或日期")
    }
  }

  private static let names = [
    "household_id", "strength", "person_id", "true_on", "fact_id", "amount_fen",
  ]
  /// Days since 1970 that a true day may have: within 273 years of it.
  private static let days = -100_000...100_000

  private mutating func finding(in row: Row) throws -> FactorFinding? {
    let columns = try self.columns ?? Columns(row)
    self.columns = columns
    guard let strength = try row.optionalReal(at: columns.strength) else {
      throw FactorFault(description: "强度为空（NULL）")
    }
    guard strength.isFinite, strength >= 0, strength <= 1 else {
      throw FactorFault(description: "强度 \(strength) 不在 0 与 1 之间")
    }
    let household = try row.integer(at: columns.household)
    let person = try columns.person.flatMap { try row.optionalInteger(at: $0) }
    guard seen.insert(Subject(household: household, person: person)).inserted else {
      throw FactorFault(description: "同一户同一人给出了两行（户 \(household)）")
    }
    guard strength > 0 else { return nil }
    let day = try columns.trueOn.flatMap { try row.optionalDayNumber(at: $0) }
    if let day, !FactorReader.days.contains(day) {
      throw FactorFault(description: "true_on 的值 \(day) 不是可能的日期")
    }
    return FactorFinding(
      household: household, person: person, strength: strength, trueOn: day.map(Day.init(number:)),
      fact: try columns.fact.flatMap { try row.optionalInteger(at: $0) },
      amount: try columns.amount.flatMap { try row.optionalInteger(at: $0) }.map(Money.init(fen:)))
  }
}

/// What helped the households in the last year, from one pass over the facts of those kinds.
struct Easing {
  private var households: [Key: Money] = [:]
  private var persons: [Key: Money] = [:]
  private var kinds: [String: Int] = [:]

  private struct Key: Hashable {
    let subject: Int64
    let kind: Int
  }

  init(_ factors: [Factor], _ query: FactorQuery, in db: any Connection) throws {
    let eases = factors.flatMap { $0.eases ?? [] }
    let wanted = Set(eases.map(\.kind)).sorted()
    let personal = Set(eases.filter { $0.ofPerson == true }.map(\.kind))
    guard !wanted.isEmpty else { return }
    for (index, kind) in wanted.enumerated() { kinds[kind] = index }
    try db.each(try query.easing(wanted)) { row in
      let name = try row.text(at: 2)
      guard let kind = kinds[name] else { return }
      let paid = Money(fen: try row.optionalInteger(at: 3) ?? 0)
      let key = Key(subject: try row.integer(at: 0), kind: kind)
      households[key] = Money(fen: (households[key]?.fen ?? 0) + paid.fen)
      if personal.contains(name), let person = try row.optionalInteger(at: 1) {
        persons[Key(subject: person, kind: kind)] = paid
      }
    }
  }

  func left(of finding: FactorFinding, _ eases: [Ease]) -> Double {
    eases.left(of: finding.strength) { ease in
      guard let kind = kinds[ease.kind] else { return nil }
      if ease.ofPerson == true {
        return finding.person.flatMap { persons[Key(subject: $0, kind: kind)] }
      }
      return households[Key(subject: finding.household, kind: kind)]
    }
  }
}
