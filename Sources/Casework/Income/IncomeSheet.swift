/// A sum that a department is known to have paid to a household.
package struct PaymentRecord: Hashable, Sendable {
  package let kind: String
  package let department: String
  package let amount: Money
  package let on: Day
  /// The amount of every month since, as on a roster; else it was paid once.
  package let isMonthly: Bool

  package init(kind: String, department: String, amount: Money, on: Day, isMonthly: Bool) {
    (self.kind, self.department, self.amount) = (kind, department, amount)
    (self.on, self.isMonthly) = (on, isMonthly)
  }

  /// The line of the statement that a payment belongs to; nil where it is no income.
  package var item: IncomeItem? {
    switch kind {
    case "publicPost": .publicPost
    case "dibaoGranted": .dibao
    case "tekunGranted": .tekun
    case "pension": .pension
    case "landIncome": .landLease
    case "studentAid", "relief", "orphan", "disabilityAllowance", "insuranceAid",
      "disasterRelief", "benefitPaid":
      .otherTransfer
    case "medicalSelfPaid", "outpatientSelfPaid": .medicalSpending
    case "schoolFees": .schoolSpending
    case "disaster", "fireOrCrime", "farmLoss": .lossSpending
    default: nil
    }
  }

  /// What of it falls into the twelve months that count.
  package func sum(in window: ClosedRange<Day>) -> Money {
    guard isMonthly else { return window.contains(on) ? amount : .zero }
    let first = max(on.firstOfMonth, window.lowerBound)
    let (from, to) = (first.year * 12 + first.month, window.upperBound)
    let months = to.year * 12 + to.month - from + 1
    return Money(fen: amount.fen * Int64(max(0, months)))
  }
}

/// One line of a household's income sheet: its amount, and where it is known from.
package struct SheetLine: Hashable, Sendable, Codable {
  package let item: IncomeItem
  package var fen: Int64
  package var source: String
  /// What the officer says where their amount is not the one that was known.
  package var note: String?

  package init(item: IncomeItem, amount: Money, source: String, note: String? = nil) {
    (self.item, fen, self.source, self.note) = (item, amount.fen, source, note)
  }

  package var amount: Money { Money(fen: fen) }
}

/// A household's income sheet (收支核算表), the same for monitoring and social assistance.
package struct IncomeSheet: Sendable {
  package let lines: [SheetLine]
  package let persons: Int
  package let kind: HouseholdKind
  /// Why the kind is not the one that line and base propose.
  package let deviation: String?
  /// More than any household has in a year.
  package static let most = Money(yuan: 100_000_000)

  package var statement: IncomeStatement {
    IncomeStatement(
      amounts: Dictionary(
        lines.map { ($0.item, $0.amount) }, uniquingKeysWith: { first, _ in first }),
      persons: persons)
  }

  /// - Parameters:
  ///   - lines: what the officer says, each with the source of what was known.
  ///   - known: what was known before.
  ///   - persons: who lives from it.
  ///   - chosen: the kind that the officer chose, with the reason; nil takes the proposed one.
  ///   - proposed: the kind by line and base, from the sum of the lines.
  /// - Throws: `SheetRefusal` naming the line or the reason that is missing.
  package init(
    _ lines: [SheetLine], known: [IncomeItem: Money], persons: Int,
    chosen: (kind: HouseholdKind, reason: String?)?,
    proposed: (IncomeStatement) -> HouseholdKind
  ) throws(SheetRefusal) {
    guard (1...30).contains(persons) else { throw .persons }
    for line in lines {
      guard line.amount >= .zero, line.amount <= IncomeSheet.most else {
        throw .amount(line.item, line.amount.description)
      }
      if line.amount != known[line.item] ?? .zero, (line.note ?? "").count < 2 {
        throw .note(line.item)
      }
    }
    let usual = proposed(
      IncomeStatement(
        amounts: Dictionary(
          lines.map { ($0.item, $0.amount) }, uniquingKeysWith: { first, _ in first }),
        persons: persons))
    kind = chosen?.kind ?? usual
    deviation = kind == usual ? nil : chosen?.reason
    if kind != usual, (deviation ?? "").count < 5 { throw .deviation(usual) }
    (self.lines, self.persons) = (lines, persons)
  }
}

/// Why an income sheet is not kept.
package enum SheetRefusal: Refusal {
  case persons, amount(IncomeItem, String), note(IncomeItem), deviation(HouseholdKind), stage

  package var sentence: String {
    switch self {
    case .persons: "家庭人口应为 1 至 30 人。"
    case .amount(let item, let text): "“\(item.title)”的金额“\(text)”不对：应为 0 至一亿元的数字。"
    case .note(let item): "“\(item.title)”与已知的数不同，请写明依据。"
    case .deviation(let usual): "按收入和监测线应为“\(usual.title)”；选别的类别须写明理由（至少 5 个字）。"
    case .stage: "收支只在承诺授权和民主评议环节核定；以后的变化写在回访里。"
    }
  }

  package var field: String? {
    switch self {
    case .persons: "persons"
    case .amount(let item, _): "amount.\(item.rawValue)"
    case .note(let item): "note.\(item.rawValue)"
    case .deviation: "deviation"
    case .stage: nil
    }
  }
}
