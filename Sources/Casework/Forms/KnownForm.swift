/// A form that the rules read: the fields they need must stand in every edition of it.
package enum KnownForm: String, CaseIterable, Sendable {
  case visit, application, followUp, removal, sweep

  package var needed: [NeededField] {
    switch self {
    case .visit: KnownForm.visited
    case .application:
      [
        .init("name", .line), .init("phone", .phone), .init("id", .idNumber),
        .init("risk", .choice, KnownForm.risks), .init("text", .text), .init("helper", .line),
      ]
    case .followUp:
      [
        .init("situation", .text), .init("income", .amount), .init("guarantees", .yesNo),
        .init("riskGone", .yesNo), .init("way", .choice, ContactWay.allCases.map(\.rawValue)),
        .init("newRisk", .choice, KnownForm.risks),
      ] + KnownForm.memberChanges
    case .removal:
      [
        .init("way", .choice, ["byHelp", "natural"]), .init("removedOn", .day),
        .init("contact", .line), .init("phone", .phone),
      ] + KnownForm.guarantees + KnownForm.amounts
    case .sweep:
      [
        .init("sweptOn", .day), .init("companion", .line), .init("hasRisk", .yesNo),
        .init("risk", .choice, KnownForm.risks), .init("text", .text),
      ] + KnownForm.guarantees
    }
  }

  /// A county may do without; where they stand they are what the rules read.
  private static let memberChanges: [NeededField] = [
    .init("leftWhy", .choice, LeaveReason.allCases.map(\.rawValue)).optional,
    .init("left", .member).optional, .init("leftOn", .day).optional,
    .init("joinedWhy", .choice, JoinReason.allCases.map(\.rawValue)).optional,
    .init("joined", .line).optional, .init("joinedId", .idNumber).optional,
    .init("joinedAs", .choice, Relation.allCases.filter { $0 != .head }.map(\.rawValue)).optional,
    .init("joinedOn", .day).optional,
  ]

  private static let risks = RiskKind.allCases.map(\.rawValue)

  private static let guarantees = Guarantee.allCases.map {
    NeededField("guarantee.\($0.rawValue)", .yesNo)
  }

  private static let amounts = IncomeItem.allCases.map {
    NeededField("amount.\($0.rawValue)", .amount)
  }

  private static let visited: [NeededField] =
    [
      .init("visitedOn", .day), .init("companion", .line), .init("persons", .number),
      .init("conclusion", .choice, VisitConclusion.allCases.map(\.rawValue)),
      .init("risks", .choices, risks), .init("reason", .text),
    ] + guarantees + amounts + Look.allCases.map { .init("look.\($0.rawValue)", .text) }
}

/// A field that the rules read, with the answers they know where it is chosen.
package struct NeededField: Hashable, Sendable {
  package let name: String
  package let kind: FormKind
  /// Empty where any answer is read.
  package let values: [String]
  /// Whether a form may lack it.
  package private(set) var isOptional = false

  fileprivate var optional: NeededField {
    var field = self
    field.isOptional = true
    return field
  }

  fileprivate init(_ name: String, _ kind: FormKind, _ values: [String] = []) {
    (self.name, self.kind, self.values) = (name, kind, values)
  }
}
