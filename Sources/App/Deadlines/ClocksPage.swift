import Casework
import Store

/// What `Templates/deadlines/clocks.mustache` shows: the outage ledger and what waits for a second
/// person's word.
struct ClocksPage: Page {
  static let template = "deadlines/clocks"
  let fault: String?
  let rows: [Line]
  /// Late files and answers for which clocks stand still today.
  let late: [Late]
  /// For how long one clock waits for them at most.
  let lateDays: Int
  let gapMinutes: Int
  let changes: [ClockLine]
  let mayRecord: Bool
  let kinds: [Choice]
  let places: [Choice]
  let reason: String
  let from: String
  let until: String

  struct Choice: Sendable {
    let value: String
    let title: String
    let isChosen: Bool
  }

  struct Late: Sendable {
    let what: String
    let since: String
    let waiting: Int
  }

  struct Line: Sendable {
    let id: Int64
    let place: String
    let kind: String
    let days: String
    let reason: String
    let word: String
    let mark: String
    let isOpen: Bool
    let mayEnd: Bool
  }

  init(_ form: Form, fault: String?, _ rules: Rules, in open: OpenRegister) throws {
    self.fault = fault
    late = try Late.all(rules, in: open)
    lateDays = rules.pack.outages?.lateDays ?? 0
    gapMinutes = rules.pack.outages?.gapMinutes ?? 0
    let outages = try open.outages(where: "1 = 1")
    let names = try open.placeNames(Set(outages.map(\.place)))
    rows = outages.map { Line($0, names[$0.place] ?? "", open.access) }
    changes = try open.clockChanges(where: "g.decided_at IS NULL").map {
      try ClockLine($0, in: open)
    }
    mayRecord = open.access.may(.recordOutage)
    kinds = OutageKind.allCases.map {
      Choice(value: $0.rawValue, title: $0.title, isChosen: form["kind"] == $0.rawValue)
    }
    places = mayRecord ? try Self.places(form["place"], in: open) : []
    reason = form["reason"] ?? ""
    from = form["from"] ?? open.today.description
    until = form["until"] ?? ""
  }

  /// The officer's own place, what is inside it, and inside that.
  private static func places(_ chosen: String?, in open: OpenRegister) throws -> [Choice] {
    let own = open.access.place
    func choice(_ place: Place, _ indent: String) -> Choice {
      Choice(
        value: place.code.description, title: indent + place.name,
        isChosen: chosen == place.code.description)
    }
    var all = [choice(Place(code: own, name: try open.placeNames([own])[own] ?? ""), "")]
    for inner in try open.places(in: own) {
      all.append(choice(inner, "　"))
      all += try open.places(in: inner.code).map { choice($0, "　　") }
    }
    return all
  }
}

extension ClocksPage.Late {
  /// What is awaited today, by how many clues and cases of the officer's places.
  fileprivate static func all(_ rules: Rules, in open: OpenRegister) throws -> [ClocksPage.Late] {
    let files = try open.clockLedger(rules).late.values.joined().filter {
      $0.days.contains(open.today)
    }
    return Dictionary(grouping: files, by: \.self).sorted {
      ($0.key.days.lowerBound, $0.key.what) < ($1.key.days.lowerBound, $1.key.what)
    }.map {
      ClocksPage.Late(
        what: $0.key.what, since: $0.key.days.lowerBound.description, waiting: $0.value.count)
    }
  }
}

extension ClocksPage.Line {
  init(_ outage: OutageRecord, _ place: String, _ access: Access) {
    (id, self.place, kind, reason) = (outage.id, place, outage.kind.title, outage.reason)
    days = "\(outage.from) 至 \(outage.until?.description ?? "今")"
    (word, mark) = (outage.decision.title, outage.decision.mark)
    isOpen =
      outage.decision == .pending && access.may(.approveClock) && outage.officer != access.officer
    mayEnd =
      outage.until == nil && access.may(.recordOutage)
      && access.place.range.contains(outage.place.number)
  }
}
