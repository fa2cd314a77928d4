import App
import Casework
import Testing

/// A sheet is never read as something that nobody wrote.
struct VisitFormTests {
  private func refusals(_ changes: [String: String]) throws -> [VisitRefusal] {
    var values = [
      "persons": "3", "companion": "李建国", "conclusion": "noRisk", "reason": "收入稳定，无大额支出",
    ]
    for guarantee in Guarantee.allCases { values["guarantee.\(guarantee.rawValue)"] = "1" }
    values.merge(changes) { $1 }
    return VisitForm(values: values).sheet(today: try #require(Day("2026-11-23"))).refusals
  }

  @Test func `a whole sheet is taken`() throws {
    #expect(try refusals([:]).isEmpty)
  }

  @Test(arguments: ["", "atRisk"])
  func `without a known conclusion it is not "no risk"`(text: String) throws {
    #expect(try refusals(["conclusion": text]).contains(.noConclusion))
  }

  @Test func `a day that is none is not today`() throws {
    #expect(try refusals(["visitedOn": "2026-13-45"]).contains(.unreadableDay("2026-13-45")))
    #expect(try refusals(["visitedOn": "2026-11-24"]).contains(.inFuture))
  }
}
