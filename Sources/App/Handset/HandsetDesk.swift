import Casework
import Foundation
import Hummingbird
import Store

/// `/handset`: what came from phones and needs a person: fields that two people changed, and records
/// that were handed over; and the check of a receipt's code.
struct HandsetDeskRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("handset", use: show)
    routes.pages.post("handset/conflicts/:id", use: decide)
    routes.pages.post("handset/records/:record", use: settle)
    routes.pages.get("attachments/:hash", use: attachment)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let code = request.query("code")
    let pack = parts.pack
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try HandsetDeskPage(code: code, pack, in: open)
    }
    return try parts.pages.render(page, context)
  }

  @Sendable func decide(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.visit)
    let (id, form) = (try context.id(), try await Form.read(request, context))
    try await parts.register.write(as: context.signedIn()) { open in
      try open.decide(id, for: form["chosen"] ?? "")
    }
    return .leading(to: "/handset")
  }

  @Sendable func settle(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.assignClue)
    let record = context.parameters.get("record") ?? ""
    try await parts.register.write(as: context.signedIn()) { try $0.settle(record) }
    return .leading(to: "/handset")
  }

  @Sendable func attachment(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let (hash, files) = (context.parameters.get("hash") ?? "", parts.files)
    let kind = try await parts.register.read(as: context.signedIn()) { try $0.kind(ofSeen: hash) }
    let bytes = try await parts.heavy.run { try files.open(hash) { try Data(contentsOf: $0) } }
    let type = kind == .voice ? "audio/webm" : bytes.first == 0x89 ? "image/png" : "image/jpeg"
    var export = Export(
      .picture(Array(bytes), type: type), name: "\(kind.rawValue)", .personal,
      of: "attachment/\(hash.prefix(12))")
    export.isShown = true
    return try await parts.letOut(export, context)
  }
}

/// A record from a phone, as the desk lists it.
struct HandsetLine: Sendable {
  let record: String
  let officer: String
  let household: String
  let filledAt: String
  let receivedAt: String
  let outcome: String
  let code: String
  /// What kind of record it is, and what the officer filled in, for whoever settles it.
  var kind = ""
  var said: [HandsetAnswer] = []
}

/// What `Templates/handset/desk.mustache` shows.
struct HandsetDeskPage: Page {
  static let template = "handset/desk"
  let code: String
  let found: HandsetLine?
  let isUnknown: Bool
  let conflicts: [Conflict]
  let handed: [HandsetLine]
  let maySettle: Bool
  /// The officer's village, whose poster can be printed; nil above the village.
  let poster: String?

  struct Conflict: Sendable {
    let id: Int64
    let head: String
    let household: Int64
    let title: String
    let base: String
    let theirs: Choice
    let ours: Choice
    let officer: String
  }

  struct Choice: Sendable {
    let value: String
    let title: String
  }

  init(code: String?, _ pack: PolicyPack, in open: OpenRegister) throws {
    self.code = code ?? ""
    found = try code.flatMap(ReceiptCode.init).flatMap { try open.handsetRecord(code: $0) }
    isUnknown = code != nil && found == nil
    let conflicts = try open.openConflicts()
    let heads = try open.headNames(Set(conflicts.map(\.household)))
    let officers = try open.officerNames(Set(conflicts.map(\.officer)))
    let fields = Dictionary(
      HandsetForm.visit.sections.flatMap(\.fields).map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first })
    self.conflicts = conflicts.map { conflict in
      let field = fields[conflict.field]
      func words(_ value: String) -> String {
        if field?.kind == .yesNo { return value == "1" ? "有保障" : "有问题" }
        return value.isEmpty ? "（未填）" : field?.kind == .amount ? "\(value) 元" : value
      }
      return Conflict(
        id: conflict.id, head: heads[conflict.household] ?? "", household: conflict.household,
        title: field?.title ?? conflict.field, base: words(conflict.base),
        theirs: Choice(value: conflict.theirs, title: words(conflict.theirs)),
        ours: Choice(value: conflict.ours, title: words(conflict.ours)),
        officer: officers[conflict.officer] ?? "")
    }
    handed = try open.handedRecords(pack)
    maySettle = open.access.may(.assignClue)
    poster = open.access.place.level == .village ? open.access.place.description : nil
  }
}

extension OpenRegister {
  private func line(_ row: Row) throws -> HandsetLine {
    let outcome: RecordOutcome = try row.raw("outcome")
    return HandsetLine(
      record: try row.text("id"), officer: try row.optionalText("officer_name") ?? "",
      household: try row.optionalText("head_name") ?? "（不在本辖区）",
      filledAt: "\(try row.instant("filled_at"))", receivedAt: "\(try row.instant("received_at"))",
      outcome: outcome.title, code: try row.text("code"))
  }

  private static let lines: SQL = """
    SELECT r.id, r.filled_at, r.received_at, r.outcome, r.code, r.sent_sealed, a.name AS officer_name,
      h.head_name
    FROM handset_record r JOIN account a ON a.county = r.county AND a.id = r.officer
    LEFT JOIN household h ON h.county = r.county AND h.id = r.household_id
    """

  /// A record by its receipt's code, where its officer is of this officer's place.
  func handsetRecord(code: ReceiptCode) throws -> HandsetLine? {
    let region = access.region
    return try db.run(
      """
      \(Self.lines) WHERE r.county = \(county) AND r.code = \(code.description)
        AND a.place BETWEEN \(region.lowerBound) AND \(region.upperBound)
      """
    ).first.map(line)
  }

  /// Records that officers of this place handed over and nobody settled yet.
  private func handedRows() throws -> [Row] {
    let region = access.region
    return try db.run(
      """
      \(Self.lines) WHERE r.county = \(county) AND r.outcome = \(RecordOutcome.handed.rawValue)
        AND r.settled_at IS NULL AND a.place BETWEEN \(region.lowerBound) AND \(region.upperBound)
      ORDER BY r.received_at LIMIT 200
      """)
  }

  func handedRecords(_ pack: PolicyPack) throws -> [HandsetLine] {
    try handedRows().map { row in
      var line = try line(row)
      let sent = Data(try keys.unsealBytes(row.blob("sent_sealed")))
      let record = try JSONDecoder().decode(HandsetRecord.self, from: sent)
      (line.kind, line.said) = try handed(record, pack)
      return line
    }
  }

  func settle(_ record: String) throws {
    guard try handedRows().contains(where: { try $0.text("id") == record }) else {
      throw NotFound()
    }
    try db.run(
      """
      UPDATE handset_record SET settled_at = \(now), settled_by = \(access.officer)
      WHERE county = \(county) AND id = \(record) AND settled_at IS NULL
      """)
    audit(AuditAction("handset.settled"), subject: "record/\(record)")
  }
}
