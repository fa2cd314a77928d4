/// Where a clue stands on its way to a conclusion.
package enum ClueStage: String, CaseIterable, Sendable {
  /// A declaration that found no household yet: the township places it.
  case received
  /// With the village: somebody has to visit.
  case visiting
  case townshipReview, countyReview
  case closed, caseOpened

  package var isOpen: Bool { self != .closed && self != .caseOpened }

  /// The name of the allowance in the policy pack; nil where nothing is awaited.
  package var allowance: String? {
    switch self {
    case .received: "assign"
    case .visiting: "visit"
    case .townshipReview: "townshipReview"
    case .countyReview: "countyReview"
    case .closed, .caseOpened: nil
    }
  }
}

/// One step that somebody takes on a clue.
package enum ClueAction: String, CaseIterable, Sendable {
  case place, concludeNoRisk, concludeAtRisk, notReached, returnMisdirected
  case agree, overrule, sendBack
  /// The source took its data back: the clue goes where it rested on them alone, else it stands.
  case withdraw, loseSignal

  /// A decision against somebody else's needs words that the other can read.
  package var needsReason: Bool {
    switch self {
    case .overrule, .sendBack, .returnMisdirected, .notReached: true
    case .place, .concludeNoRisk, .concludeAtRisk, .agree, .withdraw, .loseSignal: false
    }
  }
}

extension ClueStage {
  /// Where an action leads from here; nil where it is not open.
  ///
  /// This is the whole way of a clue: no other place decides a stage. A conclusion of "no risk"
  /// stands at once only below the township's threshold; from there the township looks, from the
  /// county's threshold the county as well (`design.md` 6.1).
  package func exit(_ action: ClueAction, at level: ReviewLevel) -> ClueStage? {
    switch (self, action) {
    case (.received, .place): .visiting
    case (.visiting, .concludeNoRisk): level == .village ? .closed : .townshipReview
    case (.visiting, .concludeAtRisk): .caseOpened
    case (.visiting, .notReached): .visiting
    case (.visiting, .returnMisdirected): .received
    case (.townshipReview, .agree): level == .county ? .countyReview : .closed
    case (.countyReview, .agree), (.received, .withdraw), (.visiting, .withdraw): .closed
    case (.townshipReview, .overrule), (.countyReview, .overrule): .caseOpened
    case (.townshipReview, .sendBack), (.countyReview, .sendBack): .visiting
    default: nil
    }
  }

  /// Whose work it is; nil where nothing is awaited.
  package var duty: Duty? {
    switch self {
    case .received: .assignClue
    case .visiting: .visit
    case .townshipReview: .reviewTownship
    case .countyReview: .reviewCounty
    case .closed, .caseOpened: nil
    }
  }
}

/// Where a sign came from (`domain.md` 2.2).
package enum ClueSource: String, CaseIterable, Sendable, Codable {
  case selfReport, patrol, departmentPush
}

/// Why a step on a clue was not taken.
package enum ClueRefusal: Refusal {
  case notOpen(ClueAction, at: ClueStage)
  case reasonNeeded(ClueAction)
  case sameOfficer
  case noHousehold
  case noText

  package var sentence: String {
    switch self {
    case .notOpen(let action, let stage): "线索现在是“\(stage.title)”，不能“\(action.title)”。"
    case .reasonNeeded(let action): "“\(action.title)”必须写明理由（至少 5 个字），对方会看到。"
    case .sameOfficer: "核实和审核不能是同一个人，请由另一位同事办理。"
    case .noHousehold: "请先选择这条线索是哪一户。"
    case .noText: "请写清楚发现了什么困难（至少 5 个字）。"
    }
  }

  package var field: String? {
    switch self {
    case .reasonNeeded: "reason"
    case .noHousehold: "household"
    case .noText: "text"
    case .notOpen, .sameOfficer: nil
    }
  }
}
