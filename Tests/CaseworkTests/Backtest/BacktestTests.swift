import Casework
import Testing

struct BacktestTests {
  private let asOf = Day(number: 20_000)
  private let lines = Thresholds(
    township: Coefficient(micro: 750_000), county: Coefficient(micro: 850_000),
    warning: Coefficient(micro: 550_000))

  private func row(_ id: Int64, _ micro: Int64, after days: Int? = nil) -> BacktestRow {
    BacktestRow(
      household: id, coefficient: Coefficient(micro: micro),
      metOn: days.map { asOf.adding(days: $0) })
  }

  private func month(_ rows: [BacktestRow], today: Int = 400) -> BacktestMonth {
    BacktestMonth(
      rows, asOf: asOf, horizon: asOf.adding(days: 180), today: asOf.adding(days: today),
      thresholds: lines)
  }

  @Test func `hits, misses and lead time are counted against what happened later`() {
    let hits = (0..<12).map { row(Int64($0), 800_000, after: 10 + $0) }
    let alarms = (12..<20).map { row(Int64($0), 900_000) }
    let missed = [row(20, 200_000, after: 50), row(21, 700_000, after: 50)]
    let late = [row(22, 100_000, after: 181), row(23, 100_000, after: 0)]
    let found = month(hits + alarms + missed + late)
    #expect(found.outcomes == 14)
    #expect(found.township.precision == Proportion(12, of: 20))
    #expect(found.township.recall == Proportion(12, of: 14))
    #expect(found.township.leadDays == 16)
    #expect(found.county.hits == 0 && found.county.precision == nil)
    #expect(found.missed.map(\.household) == [21, 20])
    #expect(found.isComplete)
  }

  @Test func `thin cells give no figure`() {
    let found = month([row(1, 800_000, after: 3), row(2, 100_000)], today: 30)
    #expect(found.township.precision == nil && found.township.recall == nil)
    #expect(found.figures == nil && found.calibration.isEmpty && !found.isComplete)
  }
}
