/// What is known of a household's state. A source that is missing or late says neither yes nor no.
package enum HelpAnswer: Hashable, Sendable {
  case yes
  /// Of no member, as a source said on a day.
  case no(asOf: Day)
  case unknown(String)
}

/// A member as the registry knows them; nil is unknown.
package struct HelpMember: Sendable {
  package let id: Int64
  package let birth: Day
  package var isInsured, hasDibao, hasTekun, isDisabled, isWorking, isHealthy: Bool?
  package var grade: Int?
  package var schooling, education: String?
  package var labour: Labour?
  /// When the registry last said something new of them.
  package var saidAt: Instant

  package init(_ id: Int64, born birth: Day, at moment: Instant) {
    (self.id, self.birth, saidAt) = (id, birth, moment)
  }
}

/// What a department said of a household or one of its members.
package struct HelpFact: Sendable {
  package let kind: String
  package let person: Int64?
  package let on: Day
  package let knownAt: Instant

  package init(_ kind: String, of person: Int64?, on day: Day, at moment: Instant) {
    (self.kind, self.person, on, knownAt) = (kind, person, day, moment)
  }
}

/// Whether the file of a data item is there: the day of the last good one, or what is wrong.
package struct HelpSource: Sendable {
  package let last: Day?
  package let fault: String?

  package init(last: Day?, fault: String?) { (self.last, self.fault) = (last, fault) }
}

/// All that the registry and the departments say of one household, to hold its help against.
package struct HelpSheet: Sendable {
  package let today: Day
  package let items: [DataItem]
  package var members: [HelpMember] = []
  package var facts: [HelpFact] = []
  package var sources: [String: HelpSource] = [:]
  /// The day of the last registry; nil where none came.
  package var registered: Day?
  /// Whether it is marked as a household without any labour (整户无劳动能力兜底保障户).
  package var isMarkedWithoutLabour: Bool?

  package init(today: Day, _ items: [DataItem]) { (self.today, self.items) = (today, items) }

  /// Whether the household is in a state that asks for help of its own kind.
  func has(_ need: HelpNeed) -> Bool {
    if need == .dropout { return facts.contains { $0.kind == "dropout" && today - $0.on < 365 } }
    return members.contains { need.holds($0, on: today) == true }
  }

  func answer(_ fit: HelpFit) -> HelpAnswer {
    let ends = fit.ends.compactMap(fact)
    let saying = members.filter { fit.need.holds($0, on: today) == true }
    if saying.contains(where: { !hasEnded(of: $0.id, after: $0.saidAt, ends) }) { return .yes }
    let told = fit.items.compactMap(item).contains { item in
      // A roster that names the same person again within its window tells nothing new.
      facts.contains {
        $0.kind == item.fact && today - $0.on <= item.windowDays + 35
          && !hasEnded(of: $0.person, after: $0.knownAt, ends)
      }
    }
    return told ? .yes : denial(fit)
  }

  /// The whole household without anybody who can work; nil where that is not known of a member.
  var isWithoutLabour: Bool? {
    if members.contains(where: { $0.labour?.counts == true }) { return false }
    return members.isEmpty || members.contains { $0.labour == nil } ? nil : true
  }

  private func item(_ id: String) -> DataItem? { items.first { $0.id == id } }

  private func fact(_ id: String) -> String? { item(id)?.fact }

  private func hasEnded(of person: Int64?, after moment: Instant, _ kinds: [String]) -> Bool {
    facts.contains {
      kinds.contains($0.kind) && $0.knownAt > moment && ($0.person == nil || $0.person == person)
    }
  }

  /// Nobody is in the state: as those say who have to know it, all of them.
  private func denial(_ fit: HelpFit) -> HelpAnswer {
    guard !fit.items.isEmpty else {
      guard let registered, !members.contains(where: { fit.need.holds($0, on: today) == nil })
      else {
        return .unknown("台账里有成员没有填写")
      }
      return .no(asOf: registered)
    }
    var first: Day?
    for id in fit.items {
      guard let source = sources[id] else { return .unknown("没有数据项 \(id)") }
      if let fault = source.fault { return .unknown(fault) }
      guard let last = source.last else { return .unknown("\(id) 从未推送") }
      first = min(first ?? last, last)
    }
    return first.map { .no(asOf: $0) } ?? .unknown("没有来源")
  }
}
