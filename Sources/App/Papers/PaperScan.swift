import Casework
import Store

extension AuditAction {
  static let filedScan = AuditAction("scan.filed")
}

/// A signed paper that came back, as it is filed.
struct PaperScan: Sendable {
  let id: Int64
  /// Nil while nobody has said which paper it is.
  let kind: PaperKind?
  let person: Int64?
  let hash: String
  let name: String
  let way: Way
  let filedAt: Instant
  let officer: Int64

  /// How it was told which paper it is.
  enum Way: String, Sendable {
    case code, hand, screen

    var title: String {
      switch self {
      case .code: "按二维码归档"
      case .hand: "人工归档"
      case .screen: "屏幕签字"
      }
    }
  }

  init(row: Row) throws {
    id = try row.integer("id")
    kind = try row.optionalRaw("kind")
    person = try row.optionalInteger("person_id")
    hash = try row.text("hash")
    name = try row.text("name")
    way = try row.raw("way")
    filedAt = try row.instant("filed_at")
    officer = try row.integer("officer")
  }
}

/// A picture that arrived: kept, and its codes read.
struct ReadPicture: Sendable {
  let name: String
  let hash: String
  let codes: [String]
}

/// Where a picture belongs.
enum ScanPlace: Hashable, Sendable {
  case caseID(Int64), clue(Int64)

  var caseID: Int64? { if case .caseID(let id) = self { id } else { nil } }
  var clueID: Int64? { if case .clue(let id) = self { id } else { nil } }
}

extension OpenRegister {
  /// The pictures filed to a case, the newest first.
  func scans(of found: Int64) throws -> [PaperScan] {
    try db.run(
      """
      SELECT id, kind, person_id, hash, name, way, filed_at, officer FROM paper_scan
      WHERE county = \(county) AND case_id = \(found) ORDER BY id DESC LIMIT 200
      """
    ).map(PaperScan.init(row:))
  }

  func scan(_ id: Int64, of found: Int64) throws -> PaperScan {
    guard let scan = try scans(of: found).first(where: { $0.id == id }) else { throw NotFound() }
    return scan
  }

  /// The pictures filed to a clue: its visit sheet, signed.
  func scans(ofClue clue: Int64) throws -> [PaperScan] {
    try db.run(
      """
      SELECT id, kind, person_id, hash, name, way, filed_at, officer FROM paper_scan
      WHERE county = \(county) AND clue_id = \(clue) ORDER BY id DESC LIMIT 50
      """
    ).map(PaperScan.init(row:))
  }

  /// Files one picture where its code says; without a code to the page on which it came: to a clue as
  /// its visit sheet, to a case for a person to say what it is.
  ///
  /// - Throws: `PaperRefusal` with the reason why it is filed nowhere.
  func file(_ picture: ReadPicture, on page: ScanPlace) throws {
    guard !picture.codes.isEmpty else {
      if let id = page.caseID { _ = try ownCase(id, picture) }
      return try keep(
        picture, page.clueID == nil ? nil : .visitSheet, person: nil, page, .hand)
    }
    let ours = picture.codes.first { $0.contains("/p/") } ?? ""
    let code: PaperCode
    do {
      code = try PaperCode(ours, in: county, keys)
    } catch {
      throw error == .elsewhere
        ? PaperRefusal.elsewhere(picture.name) : PaperRefusal.forged(picture.name)
    }
    if code.kind == .visitSheet {
      return try keep(
        picture, .visitSheet, person: nil, .clue(try ownClue(code.subject, picture)), .code)
    }
    let found = try ownCase(code.subject, picture)
    if let person = code.person { try checkPresent(person, found, picture.name) }
    try keep(picture, code.kind, person: code.person, .caseID(found.id), .code)
  }

  private func ownClue(_ id: Int64, _ picture: ReadPicture) throws -> Int64 {
    do { return try clue(id).id } catch is NotFound {
      throw PaperRefusal.elsewhere(picture.name)
    }
  }

  private func ownCase(_ id: Int64, _ picture: ReadPicture) throws -> HouseholdCase {
    let found: HouseholdCase
    do { found = try householdCase(id) } catch is NotFound {
      throw PaperRefusal.elsewhere(picture.name)
    }
    guard !found.stage.isClosed else { throw PaperRefusal.closed(picture.name) }
    return found
  }

  /// A letter of somebody who left the household, or died, is worth nothing.
  private func checkPresent(_ person: Int64, _ found: HouseholdCase, _ name: String) throws {
    let row = try db.run(
      """
      SELECT name, left_on FROM person
      WHERE county = \(county) AND id = \(person) AND household_id = \(found.household)
      """
    ).first
    guard let row, try row.optionalDay("left_on") == nil else {
      throw PaperRefusal.gone(name, try row?.text("name") ?? "户外的人")
    }
  }

  /// The same picture of the same paper is filed once.
  func keep(
    _ picture: ReadPicture, _ kind: PaperKind?, person: Int64?, _ place: ScanPlace,
    _ way: PaperScan.Way
  ) throws {
    let known = try db.run(
      """
      SELECT id FROM paper_scan
      WHERE county = \(county) AND hash = \(picture.hash)
        AND COALESCE(case_id, 0) = \(place.caseID ?? 0) AND COALESCE(clue_id, 0) = \(place.clueID ?? 0)
      """)
    guard known.isEmpty else { return }
    try db.run(
      """
      INSERT INTO paper_scan (county, id, case_id, clue_id, kind, person_id, hash, name, way,
        filed_at, officer)
      VALUES (\(county), \(try nextID("paper_scan")), \(place.caseID), \(place.clueID),
        \(kind?.rawValue), \(person), \(picture.hash), \(String(picture.name.prefix(200))),
        \(way.rawValue), \(now), \(access.officer))
      """)
    let subject = place.caseID.map { "case/\($0)" } ?? "clue/\(place.clueID ?? 0)"
    audit(.filedScan, subject: subject, detail: "\(kind?.rawValue ?? "unread")/\(way.rawValue)")
  }

  /// A person says which paper a picture is.
  func settle(
    _ scan: PaperScan, _ kind: PaperKind, person: Int64?, on found: HouseholdCase
  ) throws {
    guard kind.comesBack, kind != .visitSheet else { throw NotFound() }
    guard !found.stage.isClosed else { throw PaperRefusal.closed(scan.name) }
    if let person { try checkPresent(person, found, scan.name) }
    guard kind != .letter || person != nil else { throw PaperRefusal.notAdult }
    try db.run(
      """
      UPDATE paper_scan SET kind = \(kind.rawValue), person_id = \(person)
      WHERE county = \(county) AND id = \(scan.id) AND kind IS NULL
      """)
    audit(.filedScan, subject: "case/\(found.id)", detail: "\(kind.rawValue)/hand")
  }
}
