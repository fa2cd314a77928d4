import Casework
import Foundation
import Hummingbird
import Store

/// `/api/v1` for the records: the same rules and the same scope as the pages.
struct RecordRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.api.get("households", use: households)
    routes.api.get("households/:id", use: household)
    routes.api.get("households/:id/assessment", use: assessment)
    routes.api.get("clues", use: clues)
    routes.api.get("cases/:id", use: showCase)
    routes.api.post("visits", use: visit)
  }

  /// A page of households after an id, `limit` of them, 100 at most.
  @Sendable func households(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let after = request.query("after").flatMap(Int64.init) ?? 0
    let limit = max(1, min(100, request.query("limit").flatMap(Int.init) ?? 100))
    let rows = try await parts.register.read(as: context.signedIn()) { open in
      try open.db.run(
        """
        SELECT h.id, h.code, h.head_name, h.village, h.size, h.base FROM household h
        WHERE \(open.sees("h")) AND h.id > \(after) ORDER BY h.id LIMIT \(limit)
        """
      ).map(HouseholdAnswer.init(row:))
    }
    return try JSONAnswer.response(
      PageAnswer(items: rows, next: rows.count == limit ? rows.last?.id : nil))
  }

  @Sendable func household(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let id = try context.id()
    return try JSONAnswer.response(
      await parts.register.read(as: context.signedIn()) { try $0.householdAnswer(id) })
  }

  @Sendable func assessment(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let id = try context.id()
    let answer = try await parts.register.read(as: context.signedIn()) { open in
      _ = try open.householdAnswer(id)
      guard let run = try open.runInForce(for: id) else { throw NotFound() }
      return AssessmentAnswer(
        id, try open.assessment(of: id, in: run.id), run,
        isKnown: try open.coefficient(of: id) != nil)
    }
    return try JSONAnswer.response(answer)
  }

  @Sendable func clues(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let stage = request.query("stage").flatMap(ClueStage.init(rawValue:)) ?? .visiting
    let rules = Rules(parts)
    let items = try await parts.register.read(as: context.signedIn()) { open in
      try open.clues(at: [stage]).map { clue in
        ClueAnswer(
          id: clue.id, household: clue.household, village: clue.village.description,
          stage: clue.stage.rawValue, version: clue.version,
          due: try clue.deadline(rules, in: open)?.due.description)
      }
    }
    return try JSONAnswer.response(PageAnswer(items: items, next: nil))
  }

  @Sendable func showCase(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let (id, rules) = (try context.id(), Rules(parts))
    let answer = try await parts.register.read(as: context.signedIn()) { open in
      let found = try open.householdCase(id)
      return CaseAnswer(
        id: found.id, household: found.household, stage: found.stage.rawValue,
        kind: found.kind?.rawValue, risks: found.risks.map(\.rawValue), pack: found.pack,
        due: try found.deadline(rules, in: open)?.due.description)
    }
    return try JSONAnswer.response(answer)
  }

  /// Hands in a visit: `{"clue": 7, "values": {"conclusion": "noRisk", …}}` as the sheet's form.
  @Sendable func visit(_ request: Request, context: AppContext) async throws -> Response {
    let sent = try await request.json(as: VisitRequest.self)
    let pack = parts.pack
    let stage = try await parts.register.write(as: context.signedIn()) { open in
      try open.submit(VisitForm(values: sent.values), for: open.clue(sent.clue), pack)
    }
    return try JSONAnswer.response(["stage": stage.rawValue], status: .created)
  }

  private struct VisitRequest: Decodable {
    let clue: Int64
    let values: [String: String]
  }
}

/// A page of records and where the next one begins.
private struct PageAnswer<Item: Encodable>: Encodable {
  let items: [Item]
  let next: Int64?
}

/// A household as programs get it: no identity number, no phone.
struct HouseholdAnswer: Encodable, Sendable {
  let id: Int64
  let code: String
  let head: String
  let village: String
  let size: Int
  let base: String

  init(row: Row) throws {
    id = try row.integer("id")
    code = try row.text("code")
    head = try row.text("head_name")
    village = try row.place("village").description
    size = try row.int("size")
    base = try row.text("base")
  }
}

/// A household's coefficient with its parts, in whole millionths.
private struct AssessmentAnswer: Encodable {
  let household: Int64
  let asOf: String
  let pack: String
  /// Left out where a rule that rests may have had something to say.
  let coefficient: Double?
  let hazard: Int64
  let parts: [PartAnswer]
  let unknown: [String: String]

  struct PartAnswer: Encodable {
    let factor: String
    let hazard: Int64
    let fact: Int64?
  }

  init(
    _ household: Int64, _ assessment: Assessment, _ run: AssessmentRun, isKnown: Bool
  ) {
    (self.household, asOf, pack) = (household, run.asOf.description, run.pack)
    coefficient = isKnown ? Double(assessment.coefficient.micro) / 1_000_000 : nil
    hazard = assessment.hazard.micro
    parts = assessment.parts.map {
      PartAnswer(factor: $0.factor, hazard: $0.hazard.micro, fact: $0.fact)
    }
    unknown = run.unknown
  }
}

/// A clue as programs get it.
private struct ClueAnswer: Encodable {
  let id: Int64
  let household: Int64?
  let village: String
  let stage: String
  let version: Int64
  let due: String?
}

/// A case as programs get it.
private struct CaseAnswer: Encodable {
  let id: Int64
  let household: Int64
  let stage: String
  let kind: String?
  let risks: [String]
  let pack: String
  let due: String?
}

extension OpenRegister {
  /// Opening a household by program is an opening like any other.
  func householdAnswer(_ id: Int64) throws -> HouseholdAnswer {
    let rows = try db.run(
      """
      SELECT h.id, h.code, h.head_name, h.village, h.size, h.base FROM household h
      WHERE h.id = \(id) AND \(sees("h"))
      """)
    guard let found = try rows.first.map(HouseholdAnswer.init(row:)) else { throw NotFound() }
    audit(AuditAction("household.opened"), subject: "household/\(id)", detail: "api")
    return found
  }
}
