/// One reason for concern, as the policy pack describes it.
package struct Factor: Sendable, Decodable {
  package let id: String
  package let title: String
  package let risk: RiskKind
  /// The coefficient if this factor stood alone at full strength, in [0, 1).
  package let weight: Double
  package let halfLifeDays: Int?
  /// The items whose data it needs; where one is missing or late, the factor is unknown.
  package let items: [String]
  /// The columns of the registry that it needs; where a household lacks one, it is unknown there.
  package let needs: [SheetColumn]?
  /// What it says of a household, with `{…}` for columns of its query.
  package let evidence: String
  /// The same for the household itself: no score, nobody else's data.
  package let plain: String?
  /// The document it comes from, or that it is the county's own judgement.
  package let document: String?
  /// What lowers it, never the whole.
  package let eases: [Ease]?
  /// Seconds after which its query is cut off; nil is the program's own limit.
  package let limitSeconds: Int?
  /// One row per household and person: household_id, strength and, where it has them, person_id,
  /// true_on, fact_id, amount_fen.
  package let sql: String
  package let examples: [FactorExample]?

  package enum CodingKeys: String, CodingKey {
    case id, title, risk, weight, halfLifeDays, items, needs, evidence, plain, document, eases
    case limitSeconds, sql, examples
  }
}

/// A column of the registry's income and guarantee statement that a factor may need.
package enum SheetColumn: String, CaseIterable, Sendable, Decodable {
  case income, wage, safeWater, unsafeHouse

  package var title: String {
    switch self {
    case .income: "人均纯收入"
    case .wage: "工资性收入"
    case .safeWater: "是否解决安全饮用水"
    case .unsafeHouse: "是否危房户"
    }
  }
}

/// What one factor adds to one household's hazard, and what it rests on.
package struct Part: Hashable, Sendable {
  package let factor: String
  package let hazard: Hazard
  /// In millionths of full strength, after what eases it.
  package let strength: Int64
  package let trueOn: Day?
  package let person: Int64?
  package let fact: Int64?
  package let amount: Money?
  /// What the factor's query gave, where something eased it.
  package var uneased: Int64?
  /// The day of the assessment that it was kept from, because the factor could not be computed.
  package var keptFrom: Day?

  package init(
    factor: String, hazard: Hazard, strength: Int64, trueOn: Day?, person: Int64?, fact: Int64?,
    amount: Money?
  ) {
    (self.factor, self.hazard, self.strength, self.trueOn) = (factor, hazard, strength, trueOn)
    (self.person, self.fact, self.amount) = (person, fact, amount)
  }
}
