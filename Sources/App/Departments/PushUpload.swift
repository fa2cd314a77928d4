import Casework
import Store

/// A file that arrives piece by piece: how much there will be, and how much is safely here.
struct PushUpload: Sendable {
  let submission: Int64
  let size: Int
  let arrived: Int
  let sealed: Int
  static let mostBytes = 512 << 20
  static let mostInPiece = 32 << 20

  /// The name of its sealed part.
  static func part(_ submission: Int64, in county: Int64) -> String { "\(county)-\(submission)" }
}

/// A piece does not begin where the last one ended: answered with 409 and the place to go on from.
struct OffsetMismatch: Error {
  let arrived: Int
}

/// A program's wish to send a file.
struct PushRequest: Sendable {
  let item: String
  let name: String
  let size: Int
  /// The whole file, where it came with the request.
  var hash: String?

  /// What tells two requests with the same key apart.
  var text: String { "\(item)|\(name)|\(size)|\(hash ?? "")" }
}

extension OpenRegister {
  /// Begins a submission for a program. The same key again gives the same submission and writes
  /// that it was seen again: an answer must not rest on a row that a standby may not have yet.
  func begin(_ asked: PushRequest, key: String?, item: DataItem) throws -> Int64 {
    try requires(.pushData)
    if let key, let known = try replay(of: key) {
      guard known.request == asked.text else { throw PushRefusal.keyReused }
      return known.submission
    }
    let id =
      try asked.hash.map {
        try receive(
          IncomingFile(name: asked.name, hash: $0), item: item.id, department: item.department
        ).submission
      } ?? beginUpload(asked, item)
    if let key {
      try db.run(
        """
        INSERT INTO replay_key (county, officer, key, request, submission_id, made_at, seen_at)
        VALUES (\(county), \(access.officer), \(key), \(asked.text), \(id), \(now), \(now))
        """)
    }
    return id
  }

  private func replay(of key: String) throws -> (request: String, submission: Int64)? {
    try db.run(
      """
      UPDATE replay_key SET seen_at = \(now)
      WHERE county = \(county) AND officer = \(access.officer) AND key = \(key)
      RETURNING request, submission_id
      """
    ).first.map { (try $0.text("request"), try $0.integer("submission_id")) }
  }

  private func beginUpload(_ asked: PushRequest, _ item: DataItem) throws -> Int64 {
    let id = try nextID("submission")
    try db.run(
      """
      INSERT INTO submission (county, id, item, department, file_name, file_hash, sheet, officer,
        received_at, counts, stage, version, reached_row, expires_at)
      VALUES (\(county), \(id), \(item.id), \(item.department), \(asked.name), '', '',
        \(access.officer), \(now), '{}', \(SubmissionStage.receiving.rawValue), 1, 0,
        \(now.adding(seconds: SubmissionTerms.expiry)))
      """)
    try db.run(
      """
      INSERT INTO submission_upload (county, submission_id, size, arrived, sealed)
      VALUES (\(county), \(id), \(asked.size), 0, 0)
      """)
    audit(AuditAction("submission.begin"), subject: "submission/\(id)", detail: item.id)
    return id
  }

  /// Nil where the file is here already.
  func upload(of submission: Int64) throws -> PushUpload? {
    try db.run(
      """
      SELECT size, arrived, sealed FROM submission_upload
      WHERE county = \(county) AND submission_id = \(submission)
      """
    ).first.map {
      PushUpload(
        submission: submission, size: try $0.int("size"), arrived: try $0.int("arrived"),
        sealed: try $0.int("sealed"))
    }
  }

  /// Notes that a piece is safely here; of two that wrote the same piece one is too late.
  func note(_ upload: PushUpload, arrived: Int, sealed: Int) throws {
    let rows = try db.run(
      """
      UPDATE submission_upload SET arrived = \(arrived), sealed = \(sealed)
      WHERE county = \(county) AND submission_id = \(upload.submission)
        AND arrived = \(upload.arrived)
      RETURNING arrived
      """)
    guard !rows.isEmpty else { throw MovedMeanwhile() }
  }

  /// The file is whole: it has the name of its contents, and a job checks it.
  func arrive(_ id: Int64, hash: String) throws {
    let found = try submission(id)
    let job = try ask(.check, found.subject)
    try take(.arrive, on: found, and: "file_hash = \(hash), job_id = \(job.id)")
    try db.run(
      "DELETE FROM submission_upload WHERE county = \(county) AND submission_id = \(id)")
  }
}

/// Why a program's request was not taken.
enum PushRefusal: Refusal {
  case keyReused, size, name, offset, pieceTooLong

  var sentence: String {
    switch self {
    case .keyReused: "这个 Idempotency-Key 已经用于另一个请求（数据项、文件名或大小不同），请换一个。"
    case .size: "size 应为文件的字节数，1 到 \(PushUpload.mostBytes)。"
    case .name: "fileName 不能为空。"
    case .offset: "缺少请求头 Upload-Offset，应为这一段在文件中的起始字节数。"
    case .pieceTooLong: "上传的内容超出了申报的文件大小，请核对 size。"
    }
  }
}
