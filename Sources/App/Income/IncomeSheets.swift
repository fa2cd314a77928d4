package import Casework
import Foundation
import Store

extension OpenRegister {
  /// What is known of each line in the twelve months that count, and where from: the visit's
  /// sheet, else what departments paid, else the registry.
  func knownIncome(of found: HouseholdCase, _ pack: PolicyPack) throws -> [IncomeItem: SheetLine] {
    var known: [IncomeItem: SheetLine] = [:]
    let said = try prefilled(found.household)
    for item in IncomeItem.allCases {
      let name = "amount.\(item.rawValue)"
      if let amount = said.values[name].flatMap(Money.init), let source = said.sources[name] {
        known[item] = SheetLine(item: item, amount: amount, source: source)
      }
    }
    let window = IncomeStatement.window(on: today)
    let paid = Dictionary(grouping: try payments(to: found.household, pack)) { $0.item }
    for (item, records) in paid {
      guard let item else { continue }
      let sum = records.reduce(Money.zero) { $0 + $1.sum(in: window) }
      let departments = Set(records.map(\.department)).sorted().joined(separator: "、")
      if sum > .zero {
        known[item] = SheetLine(
          item: item, amount: sum, source: "\(departments)推送 \(records.count) 条")
      }
    }
    if let visit = try visitSheet(of: found) {
      for (item, amount) in visit.statement.amounts where amount > .zero {
        if known[item] == nil || known[item]?.amount != amount {
          known[item] = SheetLine(item: item, amount: amount, source: "\(visit.visitedOn) 入户核实")
        }
      }
    }
    return known
  }

  private func payments(to household: Int64, _ pack: PolicyPack) throws -> [PaymentRecord] {
    let rosters = Set(pack.items.filter(\.isRoster).map(\.fact))
    return try db.run(
      """
      SELECT f.kind, f.department, f.amount_fen, f.true_on FROM fact f
      WHERE f.county = \(county) AND f.household_id = \(household) AND f.amount_fen > 0
        AND f.true_on BETWEEN \(today.adding(months: -24)) AND \(today)
        AND NOT EXISTS (SELECT 1 FROM fact n WHERE n.county = f.county AND n.replaces = f.id)
      """
    ).map { row in
      let kind = try row.text("kind")
      return PaymentRecord(
        kind: kind, department: try row.text("department"),
        amount: try row.money("amount_fen"), on: try row.day("true_on"),
        isMonthly: rosters.contains(kind))
    }
  }

  private func visitSheet(of found: HouseholdCase) throws -> VisitSheet? {
    try found.clue.flatMap { try self.clue($0).visit }
      .map { try visit($0).form.sheet(today: today).sheet }
  }

  /// The sheet that holds for a case; nil before there is one.
  package func incomeSheet(of found: Int64) throws -> KeptSheet? {
    try db.run(
      """
      SELECT \(KeptSheet.columns) FROM income_sheet s
      WHERE s.county = \(county) AND s.case_id = \(found) ORDER BY s.id DESC LIMIT 1
      """
    ).first.map(KeptSheet.init(row:))
  }

  /// The household's sheet of another case about a year before.
  func lastYearsSheet(of found: HouseholdCase) throws -> KeptSheet? {
    try db.run(
      """
      SELECT \(KeptSheet.columns) FROM income_sheet s
      WHERE s.county = \(county) AND s.household_id = \(found.household)
        AND s.until_on < \(today.adding(months: -6)) ORDER BY s.until_on DESC, s.id DESC LIMIT 1
      """
    ).first.map(KeptSheet.init(row:))
  }

  /// Keeps a sheet; income and kind of the case follow it.
  package func keep(
    _ sheet: IncomeSheet, for found: HouseholdCase, _ pack: PolicyPack
  ) throws {
    try requires(.keepCase)
    guard pack.steps.isBeforeNotice(found.stage) else { throw SheetRefusal.stage }
    let window = IncomeStatement.window(on: today)
    let lines = String(decoding: try JSONEncoder().encode(sheet.lines), as: UTF8.self)
    let statement = sheet.statement
    try db.run(
      """
      INSERT INTO income_sheet (county, id, case_id, household_id, from_on, until_on, persons,
        lines, line_fen, net_per_person_fen, reference_per_person_fen, kind, deviation,
        recorded_at, officer)
      VALUES (\(county), \(try nextID("income_sheet")), \(found.id), \(found.household),
        \(window.lowerBound), \(window.upperBound), \(sheet.persons), \(lines), \(found.line),
        \(statement.netPerPerson), \(statement.referencePerPerson), \(sheet.kind.rawValue),
        \(sheet.deviation), \(now), \(access.officer))
      """)
    let rows = try db.run(
      """
      UPDATE household_case SET income_per_person_fen = \(statement.netPerPerson),
        kind = \(sheet.kind.rawValue)
      WHERE county = \(county) AND id = \(found.id) AND version = \(found.version) RETURNING id
      """)
    guard !rows.isEmpty else { throw MovedMeanwhile() }
    audit(.recordedOnCase, subject: "case/\(found.id)", detail: "income")
  }

  func base(of household: Int64) throws -> HouseholdBase {
    let row = try db.run(
      "SELECT h.base FROM household h WHERE h.id = \(household) AND \(sees("h"))"
    ).first
    guard let row else { throw NotFound() }
    return try row.raw("base")
  }
}

/// An income sheet as it was kept.
package struct KeptSheet: Sendable {
  package let lines: [SheetLine]
  package let persons: Int
  package let kind: HouseholdKind
  package let deviation: String?
  package let reference: Money
  let window: ClosedRange<Day>
  let recordedAt: Instant

  init(row: Row) throws {
    lines = try JSONDecoder().decode([SheetLine].self, from: Data(row.text("lines").utf8))
    persons = try row.int("persons")
    kind = try row.raw("kind")
    deviation = try row.optionalText("deviation")
    reference = try row.money("reference_per_person_fen")
    let from = try row.day("from_on")
    window = from...max(from, try row.day("until_on"))
    recordedAt = try row.instant("recorded_at")
  }

  static let columns: SQL = """
    s.lines, s.persons, s.kind, s.deviation, s.reference_per_person_fen, s.from_on, s.until_on,
    s.recorded_at
    """

  var statement: IncomeStatement {
    IncomeStatement(
      amounts: Dictionary(
        lines.map { ($0.item, $0.amount) }, uniquingKeysWith: { first, _ in first }),
      persons: persons)
  }

  func amount(of item: IncomeItem) -> Money? { lines.first { $0.item == item }?.amount }
}
