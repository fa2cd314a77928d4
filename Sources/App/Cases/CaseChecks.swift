import Casework
import Store

extension OpenRegister {
  /// What must be on record before a step (`design.md` 6).
  func check(_ action: CaseAction, on found: HouseholdCase, _ pack: PolicyPack) throws {
    switch action {
    case .withdraw: try checkOwnStep(found)
    case .rollBack: try checkAlone(found)
    case .sendBack, .dismiss, .upholdObjection: break
    case .proposeExit: try checkExit(found)
    case .recordConsent, .endorse, .proposeRemoval: try checkRecords(found, pack)
    }
  }

  private func checkRecords(_ found: HouseholdCase, _ pack: PolicyPack) throws {
    for work in pack.steps.works(at: found.stage) { try checkRecords(of: work, found, pack) }
    if found.stage.isReview { try checkSecondPerson(found) }
  }

  /// What one step must have put on record, at whichever desk it is dealt with.
  private func checkRecords(
    of work: CaseStage, _ found: HouseholdCase, _ pack: PolicyPack
  ) throws {
    switch work {
    case .consent: try checkConsent(found)
    case .appraisal:
      try checkAuthorised(found)
      try checkAppraisal(found, .identification)
      try checkEconomy(found, pack)
    case .removalAppraisal: try checkAppraisal(found, .removal)
    case .publicNotice:
      try checkAuthorised(found)
      try checkNotice(found, .identification)
    case .townshipAudit, .countyApproval: try checkAuthorised(found)
    case .removalNotice: try checkNotice(found, .removal)
    case .monitored, .removalApproval:
      let failing = try removalVerdicts(found, pack).filter { !$0.holds }
      guard failing.isEmpty else { throw CaseRefusal.removalConditions(failing) }
      if work == .monitored { try checkRemovalSheet(found, pack) }
    case .exitApproval: try checkExit(found)
    case .removalAudit, .announcement, .removed, .exited, .dismissed: break
    }
  }

  /// Whoever brought the case to this desk does not judge it.
  private func checkSecondPerson(_ found: HouseholdCase) throws {
    let forward = CaseAction.allCases.filter(\.isForward).map(\.rawValue)
    let last = try db.run(
      """
      SELECT officer FROM case_event
      WHERE county = \(county) AND case_id = \(found.id) AND to_stage = \(found.stage.rawValue)
        AND action IN (\(list: forward))
      ORDER BY seq DESC LIMIT 1
      """)
    guard try last.first?.integer("officer") != access.officer else {
      throw CaseRefusal.sameOfficer
    }
  }

  /// Whether the last step is this officer's own, so that it can still be taken back.
  func isOwnLastStep(_ found: HouseholdCase) throws -> Bool {
    let last = try db.run(
      """
      SELECT officer, action FROM case_event
      WHERE county = \(county) AND case_id = \(found.id) ORDER BY seq DESC LIMIT 1
      """
    ).first
    guard let last, let action = CaseAction(rawValue: try last.text("action")) else { return false }
    return try action.isForward && last.integer("officer") == access.officer
  }

  private func checkOwnStep(_ found: HouseholdCase) throws {
    guard try isOwnLastStep(found) else { throw CaseRefusal.takenUp }
  }

  private func checkAlone(_ found: HouseholdCase) throws {
    guard try openCaseID(of: found.household) == nil else { throw CaseRefusal.otherCaseOpen }
  }

  /// The step by which the case came to where it stands. One that was only taken back keeps what was
  /// prepared; a move of the household asks for a new notice.
  func arrival(of found: HouseholdCase) throws -> Int64 {
    let notices: [CaseStage] = [.publicNotice, .removalNotice]
    let others = notices.contains(found.stage) ? ["withdraw"] : ["withdraw", "move"]
    return try db.run(
      """
      SELECT MAX(seq) AS seq FROM case_event
      WHERE county = \(county) AND case_id = \(found.id) AND to_stage = \(found.stage.rawValue)
        AND action NOT IN (\(list: others))
      """
    ).first?.optionalInteger("seq") ?? 0
  }

  func lastArrival(of found: HouseholdCase, at stage: CaseStage) throws -> Instant {
    try db.run(
      """
      SELECT taken_at FROM case_event
      WHERE county = \(county) AND case_id = \(found.id) AND to_stage = \(stage.rawValue)
      ORDER BY seq DESC LIMIT 1
      """
    ).first?.instant("taken_at") ?? now
  }

  private func checkAppraisal(
    _ found: HouseholdCase, _ purpose: PublicNotice.Purpose
  ) throws {
    let held = try db.run(
      """
      SELECT present, in_favour, against FROM appraisal
      WHERE county = \(county) AND case_id = \(found.id) AND purpose = \(purpose.rawValue)
        AND case_seq >= \(try arrival(of: found))
      ORDER BY id DESC LIMIT 1
      """)
    guard let held = held.first else { throw CaseRefusal.notAppraised }
    let (present, inFavour, against) = (
      try held.int("present"), try held.int("in_favour"), try held.int("against")
    )
    guard inFavour + against <= present, inFavour * 2 > present else {
      throw CaseRefusal.votesWrong
    }
  }

  /// Where meeting and notice are one step, what is posted is still what the meeting came to.
  func checkMeeting(
    before purpose: PublicNotice.Purpose, _ found: HouseholdCase, _ pack: PolicyPack
  ) throws {
    let meeting: CaseStage = purpose == .removal ? .removalAppraisal : .appraisal
    guard purpose != .announcement, meeting != found.stage,
      pack.steps.covers(meeting, at: found.stage)
    else { return }
    try checkAppraisal(found, purpose)
  }

  /// Guide 2022: the notice stands its full days before the next step, and an objection stops it.
  private func checkNotice(_ found: HouseholdCase, _ purpose: PublicNotice.Purpose) throws {
    guard let notice = try standingNotice(found, purpose) else { throw CaseRefusal.notPosted }
    guard !notice.isStopped else { throw CaseRefusal.objectionOpen }
    guard today > notice.until else { throw CaseRefusal.noticeTooShort(until: notice.until) }
  }
}
