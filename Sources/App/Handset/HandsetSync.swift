import Casework
import Foundation
import Hummingbird
import Store

/// What a phone has already, and from where on it wants to know more.
struct SyncRequest: Decodable, Sendable {
  /// The mark of each household on the phone, by its id.
  let known: [String: String]
  /// The household up to which this round has come.
  let after: Int64?
}

/// One page of differences: what is new or changed, and what is no longer this officer's.
struct SyncPage: Sendable {
  private(set) var households: [PackedHousehold] = []
  private(set) var gone: [Int64] = []
  /// From where the next page goes on; nil when this was the last.
  private(set) var next: Int64?
  /// Households whose text goes with one page.
  private static let most = 250
  private static let step = 250

  init(_ asked: SyncRequest, _ rules: Rules, in open: OpenRegister) throws {
    var (after, seen) = (asked.after ?? 0, Set<Int64>())
    let start = after
    while true {
      let step =
        try open.access.may(.visit)
        ? open.handsetHouseholds(after: after, limit: SyncPage.step, rules)
        : open.handsetCalls().filter { $0.id > after }
      for household in step {
        seen.insert(household.id)
        let packed = try PackedHousehold(household)
        if asked.known[String(household.id)] != packed.mark { households.append(packed) }
      }
      guard let last = step.last?.id, step.count == SyncPage.step else {
        after = .max
        break
      }
      after = last
      if households.count >= SyncPage.most { break }
    }
    next = after == .max ? nil : after
    gone = asked.known.keys.compactMap { Int64($0) }
      .filter { $0 > start && $0 <= after && !seen.contains($0) }.sorted()
  }

  func json(at now: Instant) -> String {
    let list = households.map { "{\"mark\":\"\($0.mark)\",\"household\":\($0.json)}" }
    return """
      {"households":[\(list.joined(separator: ","))],\
      "gone":[\(gone.map(String.init).joined(separator: ","))],\
      "next":\(next.map(String.init) ?? "null"),"now":\(now.microseconds / 1_000)}
      """
  }
}
