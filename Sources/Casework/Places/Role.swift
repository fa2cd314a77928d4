/// What an officer is appointed to do (`design.md` 5).
package enum Role: String, CaseIterable, Sendable, Codable {
  case countyAdministrator, countyReviewer
  case townshipAdministrator, townshipReviewer
  case informationOfficer
  case departmentOfficer, bankOfficer
  case supervisor, securityAdministrator, auditor
  /// A household that declares itself; it has no account.
  case household
  /// The program's own batch work.
  case system

  /// Maker and checker are different roles where they can be, and different persons everywhere.
  package var duties: Set<Duty> {
    switch self {
    case .countyAdministrator:
      [
        .importRegistry, .assess, .readHouseholds, .raiseClue, .seeOverview, .announce, .keepCase,
        .recordOutage, .commissionCheck, .moveHousehold,
      ]
    case .countyReviewer:
      [.readHouseholds, .reviewCounty, .approveCounty, .approveClock, .seeOverview]
    case .townshipAdministrator:
      [
        .readHouseholds, .raiseClue, .assignClue, .keepCase, .announce, .seeOverview, .recordOutage,
        .commissionCheck, .moveHousehold, .spotCheck,
      ]
    case .townshipReviewer: [.readHouseholds, .reviewTownship, .endorseTownship, .seeOverview]
    case .informationOfficer: [.readHouseholds, .raiseClue, .visit, .keepCase]
    case .departmentOfficer, .bankOfficer: [.pushData, .answerCheck]
    case .supervisor: [.readHouseholds, .seeOverview, .spotCheck]
    case .securityAdministrator: [.keepAccounts]
    case .auditor: [.readAudit]
    case .household: [.declare]
    case .system:
      [.importRegistry, .pushData, .assess, .readHouseholds, .raiseClue, .assignClue]
    }
  }

  package var seesHouseholds: Bool {
    !duties.isDisjoint(with: [.readHouseholds, .declare, .pushData])
  }
}

/// One thing an officer may be appointed to do.
package enum Duty: String, CaseIterable, Sendable {
  case importRegistry, pushData, assess
  case readHouseholds
  /// Moving a household to another village of the officer's region, with all that runs for it.
  case moveHousehold
  case declare, raiseClue, assignClue, visit
  /// Calling households that somebody else visited.
  case spotCheck
  case reviewTownship, reviewCounty
  /// Running a case's village steps: consent, appraisal, notice, measures, follow-up.
  case keepCase
  case endorseTownship, approveCounty, announce
  /// Commissioning the checking body with a household's economic check (核对委托书).
  case commissionCheck
  /// Looking up what a check asks of one's own department or bank.
  case answerCheck
  /// Noting what stopped a place from working, and agreeing that a clock stops for it.
  case recordOutage, approveClock
  case seeOverview, keepAccounts, readAudit
}
