import Casework
import Testing

struct IncomeSheetTests {
  private func sheet(
    _ lines: [SheetLine], known: [IncomeItem: Money] = [:], persons: Int = 2,
    chosen: (kind: HouseholdKind, reason: String?)? = nil
  ) throws(SheetRefusal) -> IncomeSheet {
    try IncomeSheet(lines, known: known, persons: persons, chosen: chosen) {
      $0.kind(line: Money(yuan: 9_200), base: .ordinary)
    }
  }

  @Test func `a roster counts its months in the window, a payment its day`() throws {
    let window = IncomeStatement.window(on: try #require(Day("2026-11-23")))
    func sum(_ on: String, _ isMonthly: Bool) throws -> Money {
      PaymentRecord(
        kind: "dibaoGranted", department: "民政", amount: Money(yuan: 300),
        on: try #require(Day(on)), isMonthly: isMonthly
      ).sum(in: window)
    }
    #expect(try sum("2026-08-15", true) == Money(yuan: 900))
    #expect(try sum("2020-01-01", true) == Money(yuan: 3_600))
    #expect(try sum("2026-11-01", true) == .zero)
    #expect(try sum("2026-10-31", false) == Money(yuan: 300))
    #expect(try sum("2026-11-02", false) == .zero)
  }

  @Test func `an amount unlike the known one needs its ground`() throws {
    let known = [IncomeItem.dibao: Money(yuan: 3_600)]
    let same = SheetLine(item: .dibao, amount: Money(yuan: 3_600), source: "民政推送")
    #expect(try sheet([same], known: known).kind == .marginal)
    var other = SheetLine(item: .dibao, amount: Money(yuan: 100), source: "")
    #expect(throws: SheetRefusal.self) { try sheet([other], known: known) }
    other.note = "低保已停发"
    #expect(try sheet([other], known: known).lines == [other])
    let huge = SheetLine(
      item: .wages, amount: Money(yuan: 1_000_000_000_000), source: "", note: "工资单")
    #expect(throws: SheetRefusal.self) { try sheet([huge]) }
    #expect(throws: SheetRefusal.self) { try sheet([], persons: 0) }
  }

  @Test func `another kind than the proposed one needs a reason`() throws {
    #expect(throws: SheetRefusal.self) {
      try sheet([], chosen: (.suddenHardship, nil))
    }
    let chosen = try sheet([], chosen: (.suddenHardship, "医疗支出突然很大"))
    #expect(chosen.kind == .suddenHardship && chosen.deviation == "医疗支出突然很大")
    #expect(try sheet([], chosen: (.marginal, "不必要的理由")).deviation == nil)
  }
}
