import Casework
import Store

extension OpenRegister {
  /// Takes in what somebody says; about a declaration only with its proof.
  func hear(_ form: Form) throws {
    try requires(.declare)
    let kind = form["kind"].flatMap(VoiceKind.init(rawValue:)) ?? .suggestion
    let text = form["text"] ?? ""
    guard !kind.needsWords || (5...1_000).contains(text.count), text.count <= 1_000 else {
      throw VoiceRefusal.words
    }
    let own = try DeclarationProof(form).flatMap { try declaration(by: $0) }
    guard own != nil || form["receipt"] == nil else { throw WrongProof() }
    guard let village = own?.village ?? form["village"].flatMap(PlaceCode.init),
      village.level == .village, access.region.contains(village.number)
    else { throw VoiceRefusal.place }
    let objection = kind == .objection ? try object(form, own, in: village) : nil
    try db.run(
      """
      INSERT INTO voice (county, id, kind, village, receipt, clue_id, text, said_at, objection_id)
      VALUES (\(county), \(try nextID("voice")), \(kind.rawValue), \(village), \(own?.number),
        \(own?.clue), \(text), \(now), \(objection))
      """)
    audit(AuditAction("voice.heard"), subject: "voice", detail: kind.rawValue)
  }

  /// An objection goes to the notice that it is about: of one's own case, or of the head of
  /// household whose notice hangs in the village. Nil where none hangs; then the township reads it,
  /// and whoever said it is told the same.
  private func object(
    _ form: Form, _ own: OwnDeclaration?, in village: PlaceCode
  ) throws -> Int64? {
    let found: [HouseholdCase]
    if let own {
      found = try clue(own.clue).caseID.map { [try householdCase($0)] } ?? []
    } else {
      found = try db.run(
        """
        SELECT \(HouseholdCase.columns) FROM household_case k
        JOIN household h ON h.county = k.county AND h.id = k.household_id
        WHERE \(sees("k")) AND k.village = \(village) AND h.head_name = \(form["head"])
          AND k.stage IN ('publicNotice', 'removalNotice')
        """
      ).map(HouseholdCase.init(row:))
    }
    let hanging = try found.filter { try standingNotice($0) != nil }
    guard hanging.count == 1 else { return nil }
    let name = own == nil ? form["objector"] : form["unnamed"] == nil ? own?.name : nil
    return try object(form["text"], by: name.map { String($0.prefix(50)) }, to: hanging[0])
  }

  func voices(about receipt: String) throws -> [ProgressPage.Said] {
    try db.run(
      """
      SELECT v.kind, v.text, COALESCE(v.answer, o.answer) AS answer FROM voice v
      LEFT JOIN objection o ON o.county = v.county AND o.id = v.objection_id
      WHERE v.county = \(county) AND v.receipt = \(receipt) ORDER BY v.id
      """
    ).map { row in
      let kind: VoiceKind = try row.raw("kind")
      return ProgressPage.Said(
        title: kind.title, text: try row.text("text"), answer: try row.optionalText("answer"))
    }
  }

  /// What waits for an answer in the officer's place, the oldest first.
  func waitingVoices() throws -> [VoiceLine] {
    let rows = try db.run(
      """
      SELECT v.id, v.kind, v.village, v.text, v.said_at, v.clue_id FROM voice v
      WHERE \(sees("v")) AND v.answered_at IS NULL AND v.objection_id IS NULL
        AND v.kind NOT IN ('satisfied', 'fair')
      ORDER BY v.said_at, v.id LIMIT 200
      """)
    return try rows.map { row in
      let kind: VoiceKind = try row.raw("kind")
      return VoiceLine(
        id: try row.integer("id"), title: kind.title,
        village: try villageTitle(row.place("village")), text: try row.text("text"),
        saidAt: try row.instant("said_at").description, clue: try row.optionalInteger("clue_id"))
    }
  }

  func answer(voice id: Int64, _ answer: String?) throws {
    guard let answer, answer.count >= 5 else { throw VoiceRefusal.answer }
    let rows = try db.run(
      """
      UPDATE voice SET answer = \(answer), answered_at = \(now), answered_by = \(access.officer)
      WHERE county = \(county) AND id = \(id) AND answered_at IS NULL
        AND village BETWEEN \(access.region.lowerBound) AND \(access.region.upperBound)
      RETURNING id
      """)
    guard !rows.isEmpty else { throw MovedMeanwhile() }
    audit(AuditAction("voice.answered"), subject: "voice/\(id)")
  }
}
