import Casework
import Store

/// How often one place, or one officer, may do something within an hour, so that neither a machine
/// floods the village with declarations or pictures nor anybody guesses another's receipt.
enum Attempt: String, Sendable {
  case declare, ask, speak, scan

  /// An office where many are helped declares some dozens an hour; nobody asks more often.
  var most: Int64 {
    switch self {
    case .declare: 60
    case .ask: 20
    case .speak: 20
    // Twenty pictures each time are more than a village signs in a day.
    case .scan: 60
    }
  }
}

/// Too much from one place.
struct TooManyAttempts: Refusal {
  var sentence: String { "这里短时间内提交得太多了，请一小时后再试，或拨打 12317。" }
}

extension OpenRegister {
  /// Counts an attempt; false when the hour's are used up. It has to stay whatever comes after, so
  /// it is a transaction of its own.
  func mayTry(_ attempt: Attempt, from address: String) throws -> Bool {
    let (subject, hour) = (
      blindIndex("\(attempt.rawValue)/\(address)"), now.microseconds / 3_600_000_000
    )
    try db.run("DELETE FROM attempt WHERE county = \(county) AND hour < \(hour)")
    let rows = try db.run(
      """
      INSERT INTO attempt (county, subject, hour, count)
      VALUES (\(county), \(subject), \(hour), 1)
      ON CONFLICT (county, subject, hour) DO UPDATE SET count = attempt.count + 1 RETURNING count
      """)
    return (try rows.first?.integer("count") ?? 1) <= attempt.most
  }
}
