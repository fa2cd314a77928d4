import Casework
import Testing

@testable import App

struct FaultChartTests {
  @Test func `a pair of shares says what is usual and what came`() throws {
    let fault = InputFault(
      .townships, "黄石镇的行数异常",
      [.init("黄石镇", usual: 0.081, now: 0.418), .init("会同乡", usual: 0.05, now: 0.05)])
    let chart = try #require(FaultChart(fault))
    #expect(chart.bars.map(\.figure) == ["8% → 42%", "5% → 5%"])
  }

  @Test func `a file's rows are a number`() throws {
    let fault = InputFault(
      .rows, "行数异常", [.init("六月", usual: 1_200, now: 0), .init("本次", usual: 0, now: 12)])
    let chart = try #require(FaultChart(fault))
    #expect(chart.bars.map(\.figure) == ["1200", "12"])
  }

  @Test func `without figures nothing is drawn`() {
    #expect(FaultChart(InputFault(.sameFile, "与上月的文件相同")) == nil)
  }
}
