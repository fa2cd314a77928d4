import Casework
import Foundation
package import Store

/// Runs a pack's own examples, so that no pack comes into use that does not do what it says.
package struct FactorTrial: Sendable {
  private let pack: PolicyPack
  /// Where each factor's SQL stands, and each of its examples.
  private let places: [(sql: Place, examples: [Place])]
  private static let today = Day(number: 20_634)
  /// The line and the province's income in examples, so that they stay right in other years.
  private static let (line, provincial) = (Money(yuan: 10_000), Money(yuan: 20_000))

  private struct Place: Sendable {
    let file: String
    let line: Int?
  }

  init(_ pack: PolicyPack, _ book: PolicyBook) {
    self.pack = pack
    func place(_ path: [PathKey]) -> Place {
      let (file, line) = book.place(of: path)
      return Place(file: file ?? pack.id, line: line)
    }
    places = pack.factors.indices.map { index in
      let factor = [PathKey("factors"), PathKey(index)]
      let count = (pack.factors[index].examples ?? []).count
      return (
        place(factor + [PathKey("sql")]),
        (0..<count).map { place(factor + [PathKey("examples"), PathKey($0)]) }
      )
    }
  }

  package var examples: Int { pack.factors.reduce(0) { $0 + ($1.examples ?? []).count } }

  /// Throws `PackFault` with file, line and reason at the first factor that does otherwise.
  ///
  /// On an empty database that has nothing but the published views, a factor that names any other
  /// table fails as well.
  package func run(on database: any Database) async throws {
    let cases = cases
    let fault: PackFault? = try await database.study { db in
      try FactorTrial.fill(cases, in: db)
    } _: { db in
      let query = FactorQuery(
        viewpoint: Viewpoint(asOf: FactorTrial.today, knownAt: FactorTrial.today.start), county: 0,
        line: FactorTrial.line, provincial: FactorTrial.provincial, hasOwnFacts: true)
      let easing = try Easing(pack.factors, query, in: db)
      for index in pack.factors.indices {
        if let fault = try self.fault(index, query, easing, cases, in: db) { return fault }
      }
      return nil
    }
    if let fault { throw fault }
  }

  /// One example, with the household that it becomes.
  private struct Case: Sendable {
    let factor: Int
    let number: Int
    let household: Int64
    let example: FactorExample
  }

  private var cases: [Case] {
    var cases: [Case] = []
    for (factor, one) in pack.factors.enumerated() {
      for (number, example) in (one.examples ?? []).enumerated() {
        cases.append(
          Case(
            factor: factor, number: number, household: Int64(cases.count + 1), example: example))
      }
    }
    return cases
  }

  private func fault(
    _ index: Int, _ query: FactorQuery, _ easing: Easing, _ cases: [Case], in db: any Connection
  ) throws -> PackFault? {
    let factor = pack.factors[index]
    var (reader, strengths, rows) = (FactorReader(factor), [Int64: Double](), [Int64: Int]())
    do {
      try db.foreign(try query.statement(factor), seconds: factor.patience) { row in
        guard let found = try reader.read(row) else { return }
        guard (1...Int64(cases.count)).contains(found.household) else {
          throw FactorFault(description: "给出了视图里没有的户 \(found.household)")
        }
        let left = factor.eases.map { easing.left(of: found, $0) } ?? found.strength
        strengths[found.household] = max(left, strengths[found.household] ?? 0)
        rows[found.household, default: 0] += 1
      }
    } catch let fault as FactorFault {
      return told(index, fault.description)
    } catch let failure as StoreFailure {
      return told(index, FactorTrial.words(for: failure.description))
    } catch let missing as UnknownParameter {
      return told(index, "没有参数 :\(missing.name)")
    }
    for one in cases where one.factor == index {
      let (example, household) = (one.example, one.household)
      let strength = strengths[household] ?? 0
      if abs(strength - example.strength) > 0.000_001 {
        return told(index, one, "强度应为 \(example.strength)，算出 \(strength)")
      }
      if let wanted = example.rows, wanted != rows[household] ?? 0 {
        return told(index, one, "应有 \(wanted) 行，算出 \(rows[household] ?? 0) 行")
      }
      let unknown = try db.unknownColumns(of: factor, household, in: "household_sheet")
      if (example.isUnknown ?? false) != !unknown.isEmpty {
        return told(index, one, unknown.isEmpty ? "应为未知，算作已知" : "应为已知，算作未知")
      }
    }
    return nil
  }

  private func told(_ factor: Int, _ reason: String) -> PackFault {
    let place = places[factor].sql
    return PackFault(
      file: place.file, line: place.line, reason: "因子“\(pack.factors[factor].title)”：\(reason)")
  }

  private func told(_ factor: Int, _ one: Case, _ reason: String) -> PackFault {
    let place = places[factor].examples[one.number]
    return PackFault(
      file: place.file, line: place.line,
      reason: "因子“\(pack.factors[factor].title)”的样例“\(one.example.title)”：\(reason)")
  }

  /// The engine's own words for the commonest slips, in ours.
  private static func words(for failure: String) -> String {
    if let range = failure.range(of: "no such table: ") {
      return "没有视图 \(failure[range.upperBound...])，可用的见文件开头"
    }
    if let range = failure.range(of: "took longer than ") {
      return "查询超过 \(failure[range.upperBound...])，已中断"
    }
    return "查询不能执行：\(failure)"
  }

  private static func fill(_ cases: [Case], in db: any Connection) throws {
    try RiskViews.make(db)
    try db.scratch("household_known", RiskViews.householdColumns)
    try db.scratch("fact_now", RiskViews.factColumns)
    for one in cases { try ExampleHousehold(one.household, one.example, on: today).fill(db) }
    try RiskViews.count(db, of: "SELECT * FROM household_known")
    try db.dropScratch("household_known")
  }
}

/// A name or a number on the way into a pack.
struct PathKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ name: String) { (stringValue, intValue) = (name, nil) }
  init(_ index: Int) { (stringValue, intValue) = ("\(index)", index) }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { self.init(intValue) }
}
