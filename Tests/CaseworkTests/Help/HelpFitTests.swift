import Casework
import Foundation
import Testing

/// `domain.md` 6.4 K: what is recorded and what is known agree, or the page says so; of what is not
/// known nothing is held against anybody.
struct HelpFitTests {
  private static let today = Day("2026-11-23") ?? Day(number: 0)
  private static let dibao = HelpFit(.dibao, ["social|低保"], items: ["roll"], ends: ["stop"])

  private static func item(_ id: String, _ window: Int) throws -> DataItem {
    let json = """
      {"id": "\(id)", "title": "a", "department": "民政", "fact": "\(id)Fact", "sentence": "",
       "isWarning": false, "columns": [], "windowDays": \(window)}
      """
    return try JSONDecoder().decode(DataItem.self, from: Data(json.utf8))
  }

  /// One member, and a roll that came on the ninth of the month or did not.
  private func sheet(
    late fault: String? = nil, _ set: (inout HelpMember) -> Void = { _ in }
  ) throws -> HelpSheet {
    let today = Self.today
    var sheet = HelpSheet(
      today: today, [try Self.item("roll", 330), try Self.item("stop", 60)])
    var member = HelpMember(
      1, born: today.adding(months: -480), at: today.adding(days: -100).start)
    set(&member)
    sheet.members = [member]
    sheet.sources["roll"] = HelpSource(
      last: fault == nil ? today.adding(days: -14) : nil, fault: fault)
    sheet.registered = today.adding(days: -100)
    return sheet
  }

  private func gaps(
    _ measures: [HelpMeasure], _ sheet: HelpSheet, _ fits: [HelpFit] = [dibao],
    since: Int = -40, _ insurance: InsuranceTerms? = nil
  ) -> [HelpGap] {
    var record = HelpRecord(
      risks: [], workers: 0, since: Self.today.adding(days: since), sheet)
    (record.hasPlan, record.lastContact) = (true, Self.today)
    record.measures = measures
    return record.gaps([], fits, insurance)
  }

  private func measure(_ category: String, _ subtype: String, _ ago: Int = 30) -> HelpMeasure {
    HelpMeasure(category, subtype, from: Self.today.adding(days: -ago))
  }

  @Test func `who has the benefit has the measure, and the other way round`() throws {
    let (own, other) = (measure("social", "低保"), measure("social", "养老金"))
    let having = try sheet { $0.hasDibao = true }
    #expect(gaps([own], having) == [])
    #expect(gaps([other], having) == [.unrecorded(.dibao, "“低保”")])
    let lacking = try sheet { $0.hasDibao = false }
    #expect(gaps([other], lacking) == [])
    let day = Self.today.adding(days: -14)
    #expect(gaps([own], lacking) == [.unclaimed("低保", .dibao, asOf: day)])
    var ended = own
    ended.endedOn = Self.today.adding(days: -1)
    #expect(gaps([ended], lacking) == [], "what has ended claims nothing")
    #expect(gaps([ended], having) == [.unrecorded(.dibao, "“低保”")])
  }

  @Test func `a source that is missing or late accuses nobody`() throws {
    let late = try sheet(late: "民政“低保”逾期") { $0.hasDibao = false }
    #expect(gaps([measure("social", "低保")], late) == [.unsure("低保", "民政“低保”逾期")])
    #expect(gaps([measure("social", "养老金")], late) == [])
    let fresh = measure("social", "低保", 5)
    #expect(gaps([fresh], try sheet { $0.hasDibao = false }) == [], "the roll is older than it")
    let registry = HelpFit(.anyDisabled, ["social|残疾人补贴"], asks: false)
    let open = measure("social", "残疾人补贴", 120)
    #expect(gaps([open], try sheet(), [registry]).map(\.kind) == [.unknown])
    let denied = gaps([open], try sheet { $0.isDisabled = false }, [registry])
    #expect(denied.map(\.kind) == [.contradicting])
    #expect(gaps([open], try sheet { $0.grade = 3 }, [registry]) == [])
  }

  @Test func `a fact says yes until it is old or its end was told`() throws {
    let (today, other) = (Self.today, measure("social", "养老金"))
    var sheet = try sheet { $0.hasDibao = false }
    func told(_ kind: String, _ ago: Int) -> HelpFact {
      let day = today.adding(days: -ago)
      return HelpFact(kind, of: 1, on: day, at: day.start)
    }
    sheet.facts = [told("rollFact", 300)]
    #expect(gaps([other], sheet) == [.unrecorded(.dibao, "“低保”")])
    sheet.facts = [told("rollFact", 400)]
    #expect(gaps([other], sheet) == [])
    sheet.facts = [told("rollFact", 300), told("stopFact", 200)]
    #expect(gaps([other], sheet) == [])
    sheet.facts = [told("stopFact", 50)]
    sheet.members[0].hasDibao = true
    #expect(gaps([other], sheet) == [], "the registry is older than the end")
    sheet.facts = [told("stopFact", 150)]
    #expect(gaps([other], sheet) == [.unrecorded(.dibao, "“低保”")])
  }

  private func terms(closes: String = #"{"month": 12, "day": 31}"#) throws -> InsuranceTerms {
    let json = """
      {"opens": {"month": 9, "day": 1}, "closes": \(closes), "measures": ["health|缴费补贴"],
       "item": "roll"}
      """
    return try JSONDecoder().decode(InsuranceTerms.self, from: Data(json.utf8))
  }

  @Test func `the premium is paid for who came in time, and not for who came after`() throws {
    let (terms, sheet) = (try terms(), try sheet())
    let closed = try #require(Day("2025-12-31"))
    // Taken in on 14 March 2026, and paid for on the 24th of April: too late for 2026.
    let early = gaps([measure("health", "缴费补贴", 213)], sheet, [], since: -254, terms)
    #expect(early == [.premiumTooSoon(since: try #require(Day("2026-03-14")), closed: closed)])
    // From September on it is for the year to come.
    #expect(gaps([measure("health", "缴费补贴", 60)], sheet, [], since: -254, terms) == [])
    let other = [measure("social", "养老金")]
    #expect(gaps(other, sheet, [], since: -254, terms) == [], "insuring is still open")
    let short = try self.terms(closes: #"{"month": 10, "day": 31}"#)
    let unpaid = HelpGap.premiumUnpaid(closed: try #require(Day("2026-10-31")))
    #expect(gaps(other, sheet, [], since: -254, short) == [unpaid])
    #expect(gaps(other, try self.sheet(late: "逾期"), [], since: -254, short) == [])
    #expect(gaps(other, sheet, [], since: -10, short) == [], "came after it closed")
    let far = try self.terms(closes: #"{"month": 2, "day": 28}"#)
    #expect(gaps(other, sheet, [], since: -254, far) == [], "closes in the new year")
  }

  @Test func `a household without labour is kept by social security, the able are not`() throws {
    let other = [measure("industry", "入股分红")]
    var sheet = try sheet { ($0.labour, $0.hasDibao) = (Labour.none, false) }
    sheet.isMarkedWithoutLabour = false
    #expect(gaps(other, sheet) == [.noLabourUnmarked, .noLabourUnassisted])
    sheet.isMarkedWithoutLabour = true
    #expect(gaps(other, sheet) == [.noLabourUnassisted])
    sheet.sources["roll"] = HelpSource(last: nil, fault: "逾期")
    #expect(gaps(other, sheet) == [])
    sheet.members[0].labour = nil
    #expect(gaps(other, sheet) == [])
    let able = try self.sheet {
      ($0.hasTekun, $0.isHealthy, $0.education) = (true, true, "初中")
    }
    #expect(gaps(other, able, []) == [.ableOnTekun])
  }

  @Test func `development that has not begun and money that is none are named`() throws {
    var idle = measure("industry", "产业奖补", -20)
    idle.amount = .zero
    let category = MeasureCategory(
      id: "industry", title: "产业", subtypes: ["产业奖补"], answers: [], needsLabour: true)
    var record = HelpRecord(
      risks: [], workers: 1, since: Self.today, HelpSheet(today: Self.today, []))
    (record.hasPlan, record.measures) = (true, [idle])
    #expect(record.gaps([category]) == [.notBegun, .nothingPaid("产业奖补")])
  }
}
