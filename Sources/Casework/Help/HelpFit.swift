/// Measures that belong to a state of the household: who is in it should have one of them on
/// record, and who has one on record should be in it (`domain.md` 6.4 K).
package struct HelpFit: Sendable, Decodable {
  package let need: HelpNeed
  /// `category|subtype`, or a category with all its sub-types.
  package let measures: [String]
  /// The data items that tell of the state, the registry aside, and those that tell of its end.
  package let items: [String]
  package let ends: [String]
  /// Whether the state asks for one of the measures.
  package let asks: Bool
  /// Whether a measure says that the state is there.
  package let claims: Bool

  private enum Key: String, CodingKey { case need, measures, items, ends, asks, claims }

  package init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: Key.self)
    need = try box.decode(HelpNeed.self, forKey: .need)
    measures = try box.decode([String].self, forKey: .measures)
    items = try box.decodeIfPresent([String].self, forKey: .items) ?? []
    ends = try box.decodeIfPresent([String].self, forKey: .ends) ?? []
    asks = try box.decodeIfPresent(Bool.self, forKey: .asks) ?? true
    claims = try box.decodeIfPresent(Bool.self, forKey: .claims) ?? true
  }

  package init(
    _ need: HelpNeed, _ measures: [String], items: [String] = [], ends: [String] = [],
    asks: Bool = true
  ) {
    (self.need, self.measures, self.items, self.ends) = (need, measures, items, ends)
    (self.asks, claims) = (asks, true)
  }

  func covers(_ measure: HelpMeasure) -> Bool {
    measures.contains { $0 == measure.category || $0 == measure.name }
  }

  /// What its measures are called on a page.
  var title: String {
    measures.map { "“\($0.split(separator: "|").last.map(String.init) ?? $0)”" }
      .joined(separator: "、")
  }

  /// What does not fit; of what cannot be told nothing is held against anybody.
  func gaps(_ measures: [HelpMeasure], _ sheet: HelpSheet) -> [HelpGap] {
    let own = measures.filter { covers($0) && $0.isRunning(on: sheet.today) }
    switch sheet.answer(self) {
    case .yes: return asks && own.isEmpty ? [.unrecorded(need, title)] : []
    case .no(let day):
      // What began after the source spoke it could not yet know.
      guard claims, let one = own.first(where: { $0.begunOn <= day }) else { return [] }
      return [.unclaimed(one.subtype, need, asOf: day)]
    case .unknown(let why):
      guard claims, let one = own.first else { return [] }
      return [.unsure(one.subtype, why)]
    }
  }
}

/// A measure as it is held against what is known of the household.
package struct HelpMeasure: Hashable, Sendable {
  package let category: String
  package let subtype: String
  package let begunOn: Day
  package var endedOn: Day?
  package var amount: Money?

  package init(_ category: String, _ subtype: String, from day: Day) {
    (self.category, self.subtype, begunOn) = (category, subtype, day)
  }

  var name: String { "\(category)|\(subtype)" }

  func isRunning(on today: Day) -> Bool { endedOn.map { $0 > today } ?? true }
}

/// When farmers insure themselves for the coming year, and the measures that pay it for them.
package struct InsuranceTerms: Sendable, Decodable {
  package let opens: YearDay
  /// Who is taken in after it is paid for from the next time on.
  package let closes: YearDay
  package let measures: [String]
  /// The data item with the names of those whose premium was paid.
  package let item: String

  /// A day of every year.
  package struct YearDay: Sendable, Decodable {
    package let month: Int
    package let day: Int

    func on(_ year: Int) -> Day? { Day(year: year, month: month, day: day) }
  }

  /// The time of insuring that was open on a day, or was the last to be.
  func term(on day: Day) -> ClosedRange<Day>? {
    for year in [day.year, day.year - 1] {
      guard let from = opens.on(year), from <= day else { continue }
      let until = [closes.on(year), closes.on(year + 1)].compactMap { $0 }.first { $0 >= from }
      return until.map { from...$0 }
    }
    return nil
  }

  /// What is wrong with the days as the pack writes them.
  package var fault: String? {
    // A year with no 29th of February.
    opens.on(2027) == nil || closes.on(2027) == nil ? "opens 和 closes 应为日历上的日子" : nil
  }

  /// Months that do not fit: a premium paid for who came too late, or not paid for who was in time.
  func gaps(_ measures: [HelpMeasure], since: Day, _ sheet: HelpSheet) -> [HelpGap] {
    let own = measures.filter { self.measures.contains($0.name) }
    let late = own.compactMap { one -> HelpGap? in
      guard let term = term(on: one.begunOn), since > term.upperBound else { return nil }
      return .premiumTooSoon(since: since, closed: term.upperBound)
    }
    if let first = late.first { return [first] }
    guard let term = term(on: sheet.today), term.upperBound < sheet.today,
      since <= term.upperBound, !own.contains(where: { $0.begunOn >= term.lowerBound }),
      case .no(let day) = sheet.answer(HelpFit(.subsidised, self.measures, items: [item])),
      day > term.upperBound
    else { return [] }
    return [.premiumUnpaid(closed: term.upperBound)]
  }
}
