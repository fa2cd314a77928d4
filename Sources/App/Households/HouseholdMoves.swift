package import Casework
import Store

extension AuditAction {
  static let movedHousehold = AuditAction("household.moved")
}

extension OpenRegister {
  /// Moves a household to another village with everything that runs for it: the officers there see
  /// and go on with it from now on, and its history says so.
  ///
  /// A notice that hangs has to hang its days anew where the household now lives.
  package func move(
    household: Int64, to: PlaceCode?, on day: Day, reason: String?
  ) throws {
    try requires(.moveHousehold)
    let home = try db.run(
      "SELECT h.village FROM household h WHERE h.id = \(household) AND \(sees("h"))")
    guard let from = try home.first?.place("village") else { throw NotFound() }
    let move = try HouseholdMove(from: from, to: to, movedOn: day, reason: reason, today: today)
    guard access.region.contains(move.to.number), try placeNames([move.to])[move.to] != nil else {
      throw MoveRefusal.outsideRegion
    }
    try db.run(
      """
      UPDATE household SET village = \(move.to), changed_at = \(now),
        changed_by = \(access.officer)
      WHERE county = \(county) AND id = \(household)
      """)
    let words =
      "\(try villageTitle(move.from)) → \(try villageTitle(move.to))，\(move.movedOn)：\(move.reason)"
    try moveCases(of: household, move, words)
    try moveClues(of: household, move, words)
    try moveCalls(of: household, move)
    let village = move.to
    try db.run(
      "UPDATE risk_score SET village = \(village) WHERE county = \(county) AND household_id = \(household)"
    )
    try db.run(
      """
      UPDATE form_record SET village = \(village)
      WHERE county = \(county) AND household_id = \(household)
      """)
    try db.run(
      """
      UPDATE economic_check SET village = \(village)
      WHERE county = \(county) AND household_id = \(household)
      """)
    audit(.movedHousehold, subject: "household/\(household)", detail: "\(move.from)→\(move.to)")
  }

  /// Calls go with the household; where it lived is no longer its place.
  private func moveCalls(of household: Int64, _ move: HouseholdMove) throws {
    try db.run(
      """
      UPDATE spot_call SET village = \(move.to)
      WHERE county = \(county) AND household_id = \(household)
      """)
    try db.run(
      """
      UPDATE household_note SET value = '', changed_at = \(now)
      WHERE county = \(county) AND household_id = \(household) AND field = 'place'
      """)
  }

  /// Closed cases go with the household as well, for its file must stay whole.
  private func moveCases(of household: Int64, _ move: HouseholdMove, _ words: String) throws {
    let notices: [CaseStage] = [.publicNotice, .removalNotice]
    let moved = try db.run(
      """
      UPDATE household_case SET village = \(move.to), version = version + 1,
        stage_since_at = CASE WHEN stage IN (\(list: notices.map(\.rawValue))) THEN \(now)
          ELSE stage_since_at END
      WHERE county = \(county) AND household_id = \(household) RETURNING id, version, stage
      """)
    for row in moved {
      let (id, stage) = (try row.integer("id"), try row.raw("stage", as: CaseStage.self))
      try addEvent(
        of: id,
        HistoryStep(
          seq: try row.integer("version"), action: "move", from: stage, to: stage, reason: words))
      try moveRecords(of: ClockSubject(.case, id), move)
      try db.run(
        "UPDATE referral SET village = \(move.to) WHERE county = \(county) AND case_id = \(id)")
    }
  }

  private func moveClues(of household: Int64, _ move: HouseholdMove, _ words: String) throws {
    let moved = try db.run(
      """
      UPDATE clue SET village = \(move.to), version = version + 1
      WHERE county = \(county) AND household_id = \(household) RETURNING id, version, stage
      """)
    for row in moved {
      let (id, stage) = (try row.integer("id"), try row.raw("stage", as: ClueStage.self))
      try addEvent(
        of: id,
        HistoryStep(
          seq: try row.integer("version"), action: "move", from: stage, to: stage, reason: words))
      try moveRecords(of: ClockSubject(.clue, id), move)
      try db.run(
        "UPDATE assist_request SET village = \(move.to) WHERE county = \(county) AND clue_id = \(id)"
      )
    }
  }

  private func moveRecords(of subject: ClockSubject, _ move: HouseholdMove) throws {
    try db.run(
      """
      UPDATE clock_change SET village = \(move.to)
      WHERE county = \(county) AND subject = \(subject.kind.rawValue)
        AND subject_id = \(subject.id)
      """)
  }
}
