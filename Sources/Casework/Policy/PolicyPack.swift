/// One dated edition of the rules that change by year and county: lines, limits, thresholds,
/// factors, department items, measures. A case keeps the edition it began with.
package struct PolicyPack: Sendable, Decodable {
  package let id: String
  package let version: String
  package let title: String
  package let document: String
  /// Per-capita net income below which a household is in the monitoring scope, by year.
  package let lines: [IncomeLine]
  package let thresholds: Thresholds
  /// Limits by step, e.g. `visit`, `townshipReview`, `publicNotice`, `total`.
  package let allowances: [String: Allowance]
  package let factors: [Factor]
  package let items: [DataItem]
  package let measures: [MeasureCategory]
  /// Which measures belong to which state of a household; older editions name none.
  package let fits: [HelpFit]?
  /// When farmers insure themselves; older editions do not say.
  package let insurance: InsuranceTerms?
  package let removal: RemovalTerms
  /// What stops clocks by itself, and for how long; in older editions nothing does.
  package let outages: OutageTerms?
  /// What reviews cost and who is there for them; older editions say nothing of it.
  package let effort: EffortTerms?
  package let notices: NoticeTexts
  /// Steps that this county leaves out or merges; older editions have them all.
  package let procedure: Procedure?
  /// What the printed papers say; older editions leave it to the program.
  package let papers: PaperTexts?
  /// The household's economic check; older editions ask for none.
  package let check: CheckTerms?
  /// From when on the next level is told of a late step; older editions tell nobody.
  package let escalation: EscalationTerms?
  /// Photos and voice notes in the field; older editions say nothing of them.
  package let handset: HandsetTerms?
  /// From when on a file as a whole looks wrong; older editions say nothing of it.
  package let quarantine: QuarantineTerms?
  /// How much each agreement of a row with a person counts; without it only numbers are compared.
  package let matching: MatchWeights?
  /// What becomes of pictures that are sent; older editions keep nothing of when and where.
  package let pictures: PictureTerms?
  /// What is filled in, by form; older editions have none of their own.
  package private(set) var forms: [FormDefinition]?

  package enum CodingKeys: String, CodingKey {
    case id, version, title, document, lines, thresholds, allowances, factors, items, measures, fits
    case insurance, removal, outages, effort, notices, procedure, papers, check, escalation, handset
    case quarantine, matching, pictures, forms
  }

  package var edition: String { "\(id)@\(version)" }

  /// The way that cases of this edition go.
  package var steps: Procedure { procedure ?? .whole }

  package func allowance(_ step: String) -> Allowance? { allowances[step] }

  /// Whether a picture stays with all that its camera wrote beside it.
  package var keepsPictures: Bool { pictures?.keepsTimeAndPlace ?? false }

  /// The line of a year, or of the last year before it for which one is known.
  package func line(of year: Int) -> IncomeLine? {
    lines.filter { $0.year <= year }.max { $0.year < $1.year }
  }

  /// The pack with the forms of another one where it has none of its own.
  package func borrowing(_ forms: [FormDefinition]?) -> PolicyPack {
    var pack = self
    pack.forms = self.forms ?? forms
    return pack
  }

  /// The pack with another edition of one of its forms.
  package func with(_ form: FormDefinition) -> PolicyPack {
    var pack = self
    pack.forms = forms?.map { $0.name == form.name ? form : $0 }
    return pack
  }

  package func item(_ id: String) -> DataItem? { items.first { $0.id == id } }
}

/// What a county keeps of the pictures that are sent to it.
package struct PictureTerms: Sendable, Decodable {
  /// When and where they were taken, and by what; forced tracks are not wanted, so a county asks for
  /// it only where a rule does.
  package let keepsTimeAndPlace: Bool
}

/// The monitoring scope's income line of one year (监测范围).
package struct IncomeLine: Sendable, Decodable {
  package let year: Int
  /// Yuan per person and year.
  package let yuan: Int
  /// Last year's rural disposable income of the province, yuan per person.
  package let provincialIncome: Int
  /// True where no document was found and the county has to confirm the figure.
  package let isAssumed: Bool
  package let document: String

  package var amount: Money { Money(yuan: yuan) }
}

/// From which coefficient on who must look again, in micro-units (0.75 is 750,000).
package struct Thresholds: Hashable, Sendable, Decodable {
  package let township: Coefficient
  package let county: Coefficient
  /// From which coefficient on a household becomes a clue by itself.
  package let warning: Coefficient

  package init(township: Coefficient, county: Coefficient, warning: Coefficient) {
    (self.township, self.county, self.warning) = (township, county, warning)
  }
}

/// When a risk may be called removed (`domain.md` 2.8).
package struct RemovalTerms: Sendable, Decodable {
  package let stableMonths: Int
  /// How long a household stays in view after its removal; older editions name no such time.
  package let watchMonths: Int?
}

/// The texts of what is posted in the village; `{…}` is filled in.
package struct NoticeTexts: Sendable, Decodable {
  package let identification: String
  package let removal: String
  package let announcement: String
}

/// A category of help with its sub-types (帮扶措施, `domain.md` 3.2).
package struct MeasureCategory: Sendable, Decodable {
  package let id: String
  package let title: String
  package let subtypes: [String]
  /// The risks it answers; empty for those that answer any.
  package let answers: [RiskKind]
  /// Help that needs somebody who can work (开发式帮扶).
  package let needsLabour: Bool
  /// What is known of a household that it sees to; older editions name nothing.
  package let meets: [HelpNeed]?

  package init(
    id: String, title: String, subtypes: [String], answers: [RiskKind], needsLabour: Bool,
    meets: [HelpNeed] = []
  ) {
    (self.id, self.title, self.subtypes) = (id, title, subtypes)
    (self.answers, self.needsLabour, self.meets) = (answers, needsLabour, meets)
  }

  func sees(to need: HelpNeed) -> Bool { meets?.contains(need) ?? false }
}
