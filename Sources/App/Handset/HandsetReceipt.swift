package import Casework
import Crypto
import Foundation
import Store

/// What the phone is given once a record is safely here: signed, so that neither side can be
/// mistaken about it later.
package struct HandsetReceipt: Codable, Sendable {
  package let record: String
  /// SHA-256 of what was sent, in hexadecimal.
  package let digest: String
  /// Milliseconds since 1970.
  package let receivedAt: Int64
  package let outcome: RecordOutcome
  package let sentence: String
  package let code: String
  /// Ed25519 of the installation, in base64.
  package let signature: String

  /// What the signature covers.
  fileprivate static func text(_ record: String, _ digest: String, _ receivedAt: Int64) -> [UInt8] {
    Array("shouwang/receipt/1|\(record)|\(digest)|\(receivedAt)".utf8)
  }

  fileprivate init(
    _ record: String, digest: [UInt8], at now: Instant, _ outcome: RecordOutcome,
    _ sentence: String, signature: [UInt8]
  ) {
    (self.record, self.outcome, self.sentence) = (record, outcome, sentence)
    self.digest = Hex.text(digest)
    receivedAt = now.microseconds / 1_000
    self.signature = Data(signature).base64EncodedString()
    code = ReceiptCode(hash: SHA256.hash(data: signature)).description
  }

  var signatureBytes: [UInt8] { Data(base64Encoded: signature).map(Array.init) ?? [] }
}

extension OpenRegister {
  func receipt(
    for record: HandsetRecord, digest: [UInt8], _ outcome: RecordOutcome, _ sentence: String
  ) throws -> HandsetReceipt {
    let text = HandsetReceipt.text(record.id, Hex.text(digest), now.microseconds / 1_000)
    return HandsetReceipt(
      record.id, digest: digest, at: now, outcome, sentence, signature: try keys.sign(text))
  }

  /// The receipt that a record was given before; nil for a record that never came.
  func knownReceipt(of record: String) throws -> HandsetReceipt? {
    try db.run(
      """
      SELECT digest, received_at, outcome, sentence, signature FROM handset_record
      WHERE county = \(county) AND id = \(record) AND officer = \(access.officer)
      """
    ).first.map { row in
      HandsetReceipt(
        record, digest: try row.blob("digest"), at: try row.instant("received_at"),
        try row.raw("outcome"), try row.text("sentence"), signature: try row.blob("signature"))
    }
  }

  /// Whether a receipt is ours, unchanged, and of a record that is here.
  func isGenuine(_ receipt: HandsetReceipt) throws -> Bool {
    let text = HandsetReceipt.text(receipt.record, receipt.digest, receipt.receivedAt)
    guard keys.isSigned(text, by: receipt.signatureBytes) else { return false }
    return try !db.run(
      "SELECT 1 AS found FROM handset_record WHERE county = \(county) AND id = \(receipt.record)"
    ).isEmpty
  }
}
