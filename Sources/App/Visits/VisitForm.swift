package import Casework
import Foundation

/// A visit sheet as the form gives it: `amount.wages`, `guarantee.water`, `look.people`, `risks`…
package struct VisitForm: Sendable {
  package let values: [String: String]
  private let risks: [RiskKind]

  init(_ sent: Form, _ form: FormDefinition) { self.init(values: sent.answers(to: form)) }

  package init(values: [String: String]) {
    self.values = values
    risks = (values["risks"] ?? "").split(separator: ",")
      .compactMap { RiskKind(rawValue: String($0)) }
  }

  /// The sheet, with everything that has to be put right first.
  package func sheet(today: Day) -> (sheet: VisitSheet, refusals: [VisitRefusal]) {
    var refusals: [VisitRefusal] = []
    var statement = IncomeStatement(persons: Int(text("persons")) ?? 0)
    for item in IncomeItem.allCases {
      let cell = text("amount.\(item.rawValue)")
      guard !cell.isEmpty else { continue }
      if let amount = Money(cell), amount >= .zero {
        statement.amounts[item] = amount
      } else {
        refusals.append(.amount(item, cell))
      }
    }
    let (day, conclusion) = (text("visitedOn"), VisitConclusion(rawValue: text("conclusion")))
    if !day.isEmpty, Day(day) == nil { refusals.append(.unreadableDay(day)) }
    if conclusion == nil { refusals.append(.noConclusion) }
    var sheet = VisitSheet(
      visitedOn: Day(day) ?? today, companion: text("companion"),
      statement: statement,
      conclusion: conclusion ?? .noRisk)
    sheet.reason = text("reason")
    sheet.risks = risks
    for look in Look.allCases { sheet.looks[look] = text("look.\(look.rawValue)") }
    for guarantee in Guarantee.allCases {
      switch text("guarantee.\(guarantee.rawValue)") {
      case "1": sheet.guarantees[guarantee] = true
      case "0": sheet.guarantees[guarantee] = false
      default: break
      }
    }
    return (sheet, refusals + sheet.refusals(today: today))
  }

  private func text(_ name: String) -> String {
    (values[name] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The values as they are kept, always in the same order.
  package var json: String { JSONText.object(values) }

  /// What the rules read of it; what a county asks besides is kept with the form's record, sealed.
  var ofRules: VisitForm { VisitForm(values: values.filter { !FormDefinition.isOwn($0.key) }) }

  package static func read(_ json: String) throws -> VisitForm {
    VisitForm(values: try JSONDecoder().decode([String: String].self, from: Data(json.utf8)))
  }
}
