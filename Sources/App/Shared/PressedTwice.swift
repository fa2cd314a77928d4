import Casework
import Store

/// The same form again within a minute: somebody pressed twice, or the browser sent it anew.
struct PressedTwice: Refusal {
  var sentence: String { "刚才已经提交过同样的内容，没有重复登记。" }
}

extension OpenRegister {
  /// Takes what an officer sends once.
  ///
  /// It is asked after all else, in the same transaction: what is refused may be sent again, and of
  /// two that come at one moment the second waits for the first.
  ///
  /// - Parameters:
  ///   - form: what was sent.
  ///   - path: where it was sent to.
  /// - Throws: `PressedTwice` for the same form of the same officer.
  func once(_ form: Form, _ path: String) throws {
    let sent = form.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let minute = now.microseconds / 60_000_000
    let marks = [minute, minute - 1].map { minute in
      blindIndex("once/\(access.officer)/\(path)/\(minute)/\(sent.joined(separator: "&"))")
    }
    let rows = try db.run(
      """
      INSERT INTO attempt (county, subject, hour, count)
      VALUES (\(county), \(marks[0]), \(minute / 60), 1)
      ON CONFLICT (county, subject, hour) DO UPDATE SET count = attempt.count + 1 RETURNING count
      """)
    let before = try db.run(
      "SELECT count FROM attempt WHERE county = \(county) AND subject = \(marks[1])")
    guard try rows.first?.integer("count") == 1, before.isEmpty else { throw PressedTwice() }
  }
}
