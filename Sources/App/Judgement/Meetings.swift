package import Casework
import Foundation
import Store

extension OpenRegister {
  /// Writes a meeting down and takes every step it concluded: all of it is kept, or none.
  package func record(_ meeting: JudgementMeeting, _ pack: PolicyPack) throws {
    guard access.may(.reviewTownship) || access.may(.reviewCounty) else {
      throw NotPermitted(duty: .reviewTownship)
    }
    let id = try nextID("judgement_meeting")
    let names = "[\(meeting.members.map(JSONText.quoted).joined(separator: ","))]"
    try db.run(
      """
      INSERT INTO judgement_meeting (county, id, village, held_on, chair, members, recorded_at,
        officer)
      VALUES (\(county), \(id), \(access.place), \(meeting.heldOn), \(meeting.chair), \(names),
        \(now), \(access.officer))
      """)
    for item in meeting.items {
      guard [.agree, .overrule, .sendBack].contains(item.action) else {
        throw MeetingRefusal.notReview(item.action)
      }
      let clue = try clue(item.clue)
      _ = try take(
        item.action, on: clue, reason: "\(meeting.heldOn) 研判：\(item.conclusion)", pack)
      try db.run(
        """
        INSERT INTO judgement_item (county, meeting_id, clue_id, action, conclusion)
        VALUES (\(county), \(id), \(item.clue), \(item.action.rawValue), \(item.conclusion))
        """)
    }
  }

  /// The meetings of the officer's place, the newest first.
  func meetings() throws -> [MeetingsPage.Meeting] {
    let region = access.region
    let rows = try db.run(
      """
      SELECT m.id, m.held_on, m.chair, m.members FROM judgement_meeting m
      WHERE m.county = \(county) AND m.village BETWEEN \(region.lowerBound) AND \(region.upperBound)
      ORDER BY m.held_on DESC, m.id DESC LIMIT 30
      """)
    return try rows.map { row in
      let id = try row.integer("id")
      let items = try db.run(
        """
        SELECT j.clue_id, j.action, j.conclusion, c.household_id FROM judgement_item j
        JOIN clue c ON c.county = j.county AND c.id = j.clue_id
        WHERE j.county = \(county) AND j.meeting_id = \(id) AND \(sees("c")) ORDER BY j.clue_id
        """)
      let heads = try headNames(Set(items.compactMap { try $0.optionalInteger("household_id") }))
      let members = try JSONDecoder().decode([String].self, from: Data(row.text("members").utf8))
      return MeetingsPage.Meeting(
        on: try row.day("held_on").description, chair: try row.text("chair"),
        members: members.joined(separator: "、"),
        lines: try items.map { item in
          let head = try item.optionalInteger("household_id").flatMap { heads[$0] } ?? "未定户"
          let action = try item.raw("action", as: ClueAction.self)
          return "\(head)：\(action.title)。\(try item.text("conclusion"))"
        })
    }
  }
}
