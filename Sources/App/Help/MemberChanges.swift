import Casework
import Store

/// Who newly belongs to a household (自然增加).
struct Joiner: Sendable {
  let name: String
  let id: ResidentID
  let relation: Relation
  let on: Day
  let why: JoinReason

  /// Nil where the follow-up's form says that nobody came.
  init?(_ answers: [String: String], on day: Day) {
    guard let why = answers["joinedWhy"].flatMap(JoinReason.init(rawValue:)),
      let name = answers["joined"], let id = answers["joinedId"].flatMap({ ResidentID($0) }),
      let relation = answers["joinedAs"].flatMap(Relation.init(rawValue:))
    else { return nil }
    (self.name, self.id, self.relation, self.why) = (name, id, relation, why)
    on = answers["joinedOn"].flatMap(Day.init) ?? day
  }
}

extension OpenRegister {
  func take(_ leaver: FollowUp.Leaver, outOf found: HouseholdCase) throws {
    guard leaver.on <= today else { throw FollowUpRefusal.day }
    let rows = try db.run(
      """
      UPDATE person SET left_on = \(leaver.on), left_reason = \(leaver.why.title),
        changed_at = \(now), changed_by = \(access.officer)
      WHERE county = \(county) AND id = \(leaver.person) AND household_id = \(found.household)
        AND left_on IS NULL RETURNING id
      """)
    guard !rows.isEmpty else { throw FollowUpRefusal.person }
    try recount(found.household)
  }

  /// A person is a member of one household; who was one here before is one again.
  func take(_ joiner: Joiner, into found: HouseholdCase) throws {
    let index = blindIndex(joiner.id.digits)
    let known = try db.run(
      """
      SELECT id, household_id, left_on, left_reason FROM person
      WHERE county = \(county) AND id_index = \(index)
      """)
    for row in known {
      let isHere = try row.integer("household_id") == found.household
      if try row.optionalDay("left_on") == nil {
        throw isHere ? FollowUpRefusal.member(joiner.name) : .elsewhere
      }
      if try row.optionalText("left_reason") == LeaveReason.death.title {
        throw FollowUpRefusal.dead(joiner.name)
      }
    }
    let detail = JSONText.object(["joinedOn": "\(joiner.on)", "joinedWhy": joiner.why.rawValue])
    if let before = known.first {
      try db.run(
        """
        UPDATE person SET household_id = \(found.household), name = \(joiner.name),
          relation = \(joiner.relation.rawValue), left_on = NULL, left_reason = NULL,
          detail = \(detail), digest = 0, changed_at = \(now), changed_by = \(access.officer)
        WHERE county = \(county) AND id = \(try before.integer("id"))
        """)
    } else {
      try db.run(
        """
        INSERT INTO person (county, id, household_id, name, relation, sex, birth_on, id_sealed,
          id_index, detail, digest, changed_at, changed_by)
        VALUES (\(county), \(try nextID("person")), \(found.household), \(joiner.name),
          \(joiner.relation.rawValue), \(joiner.id.sex.rawValue), \(joiner.id.birth),
          \(try seal(joiner.id.digits)), \(index), \(detail), 0, \(now), \(access.officer))
        """)
    }
    try recount(found.household)
  }

  /// The household counts who is a member now.
  private func recount(_ household: Int64) throws {
    try db.run(
      """
      UPDATE household SET size = (SELECT COUNT(*) FROM person p
          WHERE p.county = household.county AND p.household_id = household.id
            AND p.left_on IS NULL),
        changed_at = \(now), changed_by = \(access.officer)
      WHERE county = \(county) AND id = \(household)
      """)
  }

  /// The members as a form offers them.
  func membersNow(of household: Int64) throws -> [MemberChoice] {
    let rows = try db.run(
      """
      SELECT id, name, relation FROM person
      WHERE county = \(county) AND household_id = \(household) AND left_on IS NULL ORDER BY id
      """)
    return try rows.map { row in
      let name = try row.text("name")
      let isAlone = try rows.count { try $0.text("name") == name } == 1
      let relation = try row.raw("relation", as: Relation.self).title
      return MemberChoice(
        person: try row.integer("id"), label: isAlone ? name : "\(name)（\(relation)）")
    }
  }
}

/// A member as a form names them: two of one name are told apart by their relation.
struct MemberChoice: Sendable {
  let person: Int64
  let label: String
}
