import Casework
import Store

/// All that is known of a household already, so that nobody asks for it again: values by field of
/// the visit sheet, and where each is known from.
package struct Prefilled: Sendable {
  package fileprivate(set) var values: [String: String] = [:]
  package fileprivate(set) var sources: [String: String] = [:]

  init(values: [String: String] = [:], sources: [String: String] = [:]) {
    (self.values, self.sources) = (values, sources)
  }

  /// The same with what is filled in by now; where that is another value its source no longer holds.
  func filled(with values: [String: String]) -> Prefilled {
    Prefilled(values: values, sources: sources.filter { values[$0.key] == self.values[$0.key] })
  }

  fileprivate mutating func set(_ field: String, _ value: String, _ source: String) {
    values[field] = value
    sources[field] = source
  }

  fileprivate mutating func set(_ guarantee: Guarantee, _ isGood: Bool?, _ source: String) {
    guard let isGood else { return }
    set("guarantee.\(guarantee.rawValue)", isGood ? "1" : "0", source)
  }
}

extension OpenRegister {
  package func prefilled(_ household: Int64) throws -> Prefilled {
    guard let found = try prefilled([household])[household] else { throw NotFound() }
    return found
  }

  /// By household, those left out that the officer may not see.
  func prefilled(_ households: [Int64]) throws -> [Int64: Prefilled] {
    guard !households.isEmpty else { return [:] }
    var known = try prefilledByRegistry(households)
    try fillSpending(households, &known)
    try fillSchooling(households, &known)
    try fillNotes(households, &known)
    return known
  }

  /// What the registry says.
  private func prefilledByRegistry(_ households: [Int64]) throws -> [Int64: Prefilled] {
    let rows = try db.run(
      """
      SELECT h.id, h.size, h.wage_fen, h.business_fen, h.property_fen, h.transfer_fen,
        h.business_cost_fen, h.has_safe_water, h.has_unsafe_house,
        (SELECT COUNT(*) FROM person p WHERE p.county = h.county AND p.household_id = h.id
          AND p.left_on IS NULL AND p.is_insured = 0) AS uninsured,
        (SELECT COUNT(*) FROM person p WHERE p.county = h.county AND p.household_id = h.id
          AND p.left_on IS NULL AND p.is_insured IS NULL) AS insurance_unknown
      FROM household h WHERE \(sees("h")) AND h.id IN (\(list: households))
      """)
    let registered: [(IncomeItem, String)] = [
      (.wages, "wage_fen"), (.farming, "business_fen"), (.assetShare, "property_fen"),
      (.otherTransfer, "transfer_fen"), (.farmingCost, "business_cost_fen"),
    ]
    var known: [Int64: Prefilled] = [:]
    for row in rows {
      var found = Prefilled()
      found.values["persons"] = String(try row.int("size"))
      found.values["visitedOn"] = today.description
      for (item, column) in registered {
        guard let amount = try row.optionalMoney(column), amount > .zero else { continue }
        found.set("amount.\(item.rawValue)", amount.plain, "台账")
      }
      found.set(.water, try row.optionalFlag("has_safe_water"), "台账")
      found.set(.housing, try row.optionalFlag("has_unsafe_house").map { !$0 }, "台账")
      let isInsuranceKnown = try row.int("insurance_unknown") == 0
      found.set(
        .medicalInsurance, isInsuranceKnown ? try row.int("uninsured") == 0 : nil, "台账")
      known[try row.integer("id")] = found
    }
    return known
  }

  /// What departments know the household had to pay in the twelve months that count.
  private func fillSpending(_ households: [Int64], _ known: inout [Int64: Prefilled]) throws {
    let window = IncomeStatement.window(on: today)
    let rows = try db.run(
      """
      SELECT household_id, kind, CAST(SUM(amount_fen) AS BIGINT) AS amount_fen,
        MAX(department) AS department
      FROM fact f
      WHERE f.county = \(county) AND f.household_id IN (\(list: households))
        AND f.amount_fen IS NOT NULL AND f.true_on BETWEEN \(window.lowerBound) AND \(today)
        AND NOT EXISTS (SELECT 1 FROM fact n WHERE n.county = f.county AND n.replaces = f.id)
      GROUP BY household_id, kind
      """)
    let items: [String: IncomeItem] = [
      "medicalSelfPaid": .medicalSpending, "schoolFees": .schoolSpending, "disaster": .lossSpending,
    ]
    for row in rows {
      guard let item = items[try row.text("kind")] else { continue }
      known[try row.integer("household_id")]?.set(
        "amount.\(item.rawValue)", try row.money("amount_fen").plain,
        "\(try row.text("department"))推送")
    }
  }

  private func fillSchooling(_ households: [Int64], _ known: inout [Int64: Prefilled]) throws {
    let rows = try db.run(
      """
      SELECT DISTINCT f.household_id FROM fact f
      WHERE f.county = \(county) AND f.household_id IN (\(list: households))
        AND f.kind = 'dropout' AND f.true_on > \(today) - \(days: 365)
        AND NOT EXISTS (SELECT 1 FROM fact n WHERE n.county = f.county AND n.replaces = f.id)
      """)
    let dropouts = Set(try rows.map { try $0.integer("household_id") })
    for household in known.keys {
      let isGood = !dropouts.contains(household)
      known[household]?.set(.schooling, isGood, isGood ? "教育部门无辍学记录" : "教育部门推送")
    }
  }

  /// What a later visit found counts before all others.
  private func fillNotes(_ households: [Int64], _ known: inout [Int64: Prefilled]) throws {
    let rows = try db.run(
      """
      SELECT household_id, field, value, filled_at FROM household_note
      WHERE county = \(county) AND household_id IN (\(list: households))
      """)
    for row in rows {
      let day = try row.instant("filled_at").day
      known[try row.integer("household_id")]?.set(
        try row.text("field"), try row.text("value"), "\(day)入户")
    }
  }
}

extension Money {
  /// As a form takes it: `12000.50`.
  fileprivate var plain: String { description.replacing(",", with: "") }
}
