import Casework
import Crypto
import Foundation
import Store

/// What a page may ask the mini-program around it to do.
enum WeChatErrand: String, Codable, Sendable {
  case scan, location

  /// How long the page waits for it.
  static let seconds = 600
}

extension OpenRegister {
  func ask(_ errand: WeChatErrand) throws -> String {
    let id = Hex.text(SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) })
    try db.run("DELETE FROM wechat_errand WHERE ends_at < \(now)")
    try db.run(
      """
      INSERT INTO wechat_errand (county, id, account_id, kind, asked_at, ends_at)
      VALUES (\(county), \(id), \(access.officer), \(errand.rawValue), \(now),
        \(now.adding(seconds: WeChatErrand.seconds)))
      """)
    return id
  }

  /// The mini-program tells what came of it; only to a page of the same officer, and once.
  func answer(errand id: String, _ answer: [String: String]) throws {
    guard answer.count <= 10, answer.values.allSatisfy({ $0.count <= 2_000 }) else {
      throw HandsetRefusal.tooMuch
    }
    let rows = try db.run(
      """
      UPDATE wechat_errand SET answer_sealed = \(try seal(JSONText.object(answer)))
      WHERE county = \(county) AND id = \(id) AND account_id = \(access.officer)
        AND answer_sealed IS NULL AND ends_at > \(now) RETURNING id
      """)
    guard !rows.isEmpty else { throw WeChatRefusal.errand }
  }

  /// What came of it, nil as long as nothing did; whoever has read it leaves nothing behind.
  func take(errand id: String) throws -> [String: String]? {
    let rows = try db.run(
      """
      SELECT answer_sealed FROM wechat_errand
      WHERE county = \(county) AND id = \(id) AND account_id = \(access.officer)
        AND ends_at > \(now)
      """)
    guard let row = rows.first else { throw WeChatRefusal.errand }
    guard let sealed = try row.optionalBlob("answer_sealed") else { return nil }
    try db.run("DELETE FROM wechat_errand WHERE county = \(county) AND id = \(id)")
    return try JSONDecoder().decode([String: String].self, from: Data(try unseal(sealed).utf8))
  }
}
