import Casework
import Hummingbird
import Store

/// A photo, signature or voice note that arrives piece by piece, apart from its record; known by the
/// SHA-256 of its bytes, so that half of one is never taken for the whole.
struct HandsetAttachment: Sendable {
  let hash: String
  let kind: AttachmentKind
  let size: Int
  let arrived: Int
  let sealed: Int
  let isFinished: Bool
  static let mostInPiece = 1 << 20

  static func check(_ hash: String) throws {
    guard hash.count == 64, hash.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
      throw HandsetRefusal.hash
    }
  }

  /// The name of its sealed part.
  static func part(_ hash: String, in county: Int64) -> String { "\(county)-\(hash)" }
}

extension AttachmentKind {
  var mostBytes: Int {
    switch self {
    case .photo: 2 << 20
    case .signature: 200 << 10
    case .voice: 8 << 20
    }
  }

  /// By the first bytes: what a file is called proves nothing.
  func holds(_ head: [UInt8]) -> Bool {
    func starts(_ bytes: [UInt8], at place: Int = 0) -> Bool {
      head.dropFirst(place).starts(with: bytes)
    }
    let isPNG = starts([0x89, 0x50, 0x4E, 0x47])
    switch self {
    case .signature: return isPNG
    case .photo:
      return isPNG || starts([0xFF, 0xD8, 0xFF])
        || starts(Array("RIFF".utf8)) && starts(Array("WEBP".utf8), at: 8)
    case .voice:
      return starts([0x1A, 0x45, 0xDF, 0xA3]) || starts(Array("OggS".utf8))
        || starts(Array("ftyp".utf8), at: 4) || starts(Array("ID3".utf8)) || starts([0xFF, 0xFB])
    }
  }
}

extension OpenRegister {
  func attachment(_ hash: String) throws -> HandsetAttachment? {
    try db.run(
      """
      SELECT kind, size, arrived, sealed, finished_at FROM handset_attachment
      WHERE county = \(county) AND hash = \(hash)
      """
    ).first.map { row in
      HandsetAttachment(
        hash: hash, kind: try row.raw("kind"), size: try row.int("size"),
        arrived: try row.int("arrived"), sealed: try row.int("sealed"),
        isFinished: try row.optionalInteger("finished_at") != nil)
    }
  }

  /// Announces a file; the same one again goes on where it stopped.
  func begin(_ hash: String, _ kind: AttachmentKind, size: Int) throws -> HandsetAttachment {
    try requires(.visit)
    try HandsetAttachment.check(hash)
    if let known = try attachment(hash) { return known }
    guard (1...kind.mostBytes).contains(size) else { throw HandsetRefusal.size(kind) }
    try db.run(
      """
      INSERT INTO handset_attachment (county, hash, officer, kind, size, arrived, sealed)
      VALUES (\(county), \(hash), \(access.officer), \(kind.rawValue), \(size), 0, 0)
      """)
    return HandsetAttachment(
      hash: hash, kind: kind, size: size, arrived: 0, sealed: 0, isFinished: false)
  }

  func note(_ attachment: HandsetAttachment, arrived: Int, sealed: Int) throws {
    let rows = try db.run(
      """
      UPDATE handset_attachment SET arrived = \(arrived), sealed = \(sealed),
        finished_at = \(arrived == attachment.size ? now : nil)
      WHERE county = \(county) AND hash = \(attachment.hash) AND arrived = \(attachment.arrived)
      RETURNING arrived
      """)
    guard !rows.isEmpty else { throw MovedMeanwhile() }
  }

  /// Gives up what arrived of a file that is not what it was said to be.
  func forget(_ hash: String) throws {
    try db.run("DELETE FROM handset_attachment WHERE county = \(county) AND hash = \(hash)")
  }

  /// A file of a record about a household that this officer may see.
  func kind(ofSeen hash: String) throws -> AttachmentKind {
    let rows = try db.run(
      """
      SELECT a.kind FROM handset_attachment a
      JOIN record_attachment l ON l.county = a.county AND l.hash = a.hash
      JOIN handset_record r ON r.county = l.county AND r.id = l.record_id
      JOIN household h ON h.county = r.county AND h.id = r.household_id
      WHERE a.county = \(county) AND a.hash = \(hash) AND a.finished_at IS NOT NULL AND \(sees("h"))
      """)
    guard let row = rows.first else { throw NotFound() }
    audit(AuditAction("attachment.opened"), subject: "attachment/\(hash.prefix(12))")
    return try row.raw("kind")
  }
}
