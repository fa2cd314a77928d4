import Casework
import Store

/// What is known of an event that a row tells of.
enum EventKnowledge {
  /// Nobody told of it yet; a fact of it takes this key.
  case new(key: String)
  /// Told already, with these words.
  case told(fact: Int64, key: String, detail: String)
}

extension OpenRegister {
  /// Looks up many events at once.
  ///
  /// An event's first fact has the event's own key. A fact that follows another, because it
  /// corrects it or because the other was taken back, has that one's key and the number of the
  /// row it follows; so the way from the first to the one that holds is walked link by link.
  func knowledge(of events: Set<String>) throws -> [String: EventKnowledge] {
    var found: [String: EventKnowledge] = [:]
    found.reserveCapacity(events.count)
    // The events still to be settled, by the key that is looked for.
    var open = Dictionary(uniqueKeysWithValues: events.map { ($0, $0) })
    while !open.isEmpty {
      var next: [String: String] = [:]
      var met: Set<String> = []
      try db.each(
        """
        SELECT f.event_key, f.id, f.detail, r.id, r.kind
        FROM fact f LEFT JOIN fact r ON r.county = f.county AND r.replaces = f.id
        WHERE f.county = \(county) AND f.event_key IN \(many: open.keys.sorted())
        """
      ) { row in
        let (key, fact) = (try row.text(at: 0), try row.integer(at: 1))
        guard let event = open[key], met.insert(key).inserted else { return }
        guard let follower = try row.optionalInteger(at: 3) else {
          found[event] = .told(fact: fact, key: key, detail: try row.text(at: 2))
          return
        }
        let isRetracted = try row.text(at: 4) == FactKind.retracted
        next[EventKey.following(key, isRetracted ? follower : fact)] = event
      }
      for (key, event) in open where !met.contains(key) { found[event] = .new(key: key) }
      open = next
    }
    return found
  }
}

/// The keys by which the same event is known again.
enum EventKey {
  /// The key of a fact that comes after another one of the same event.
  static func following(_ key: String, _ link: Int64) -> String { "\(key)|\(link)" }
}

/// Kinds of fact that come from no data item.
enum FactKind {
  /// Takes another fact back; it says nothing itself.
  static let retracted = "retracted"
}

/// The events that a file has told of so far.
final class SeenEvents: @unchecked Sendable {
  // A class, because a million of them are not to be copied. Unchecked, because one piece of the
  // file is judged at a time.
  private var seen: Set<SIMD2<Int64>> = []

  /// False when the file told of it before.
  func insert(_ key: String) -> Bool {
    var (first, second) = (Digest(), Digest(seed: 0x9e37_79b9_7f4a_7c15))
    first.add(key)
    second.add(key)
    return seen.insert(SIMD2(first.value, second.value)).inserted
  }
}
