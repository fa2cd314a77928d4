import Casework
import Foundation
import Testing

struct CaseStageTests {
  @Test func `a closed case stays closed`() {
    for stage in CaseStage.allCases { #expect(stage.exits.isEmpty == stage.isClosed) }
  }

  @Test func `every stage can be reached from the first`() {
    var reached: Set<CaseStage> = [.consent]
    var unread: [CaseStage] = [.consent]
    while let stage = unread.popLast() {
      for next in stage.exits.values where reached.insert(next).inserted { unread.append(next) }
    }
    #expect(reached == Set(CaseStage.allCases))
  }

  @Test func `nobody is monitored or freed of it without notice, township and county`() {
    for stage in CaseStage.allCases {
      for (action, next) in stage.exits where next == .announcement || next == .removed {
        #expect(action == .endorse)
        #expect(stage == .countyApproval || stage == .removalApproval)
      }
    }
  }

  @Test func `the drawing in docs shows the procedure as it is`() throws {
    let drawing = CaseStage.allCases.flatMap { stage in
      stage.exits.sorted { $0.key.rawValue < $1.key.rawValue }
        .map { "  \(stage) --> \($0.value): \($0.key)" }
    }
    let docs = URL(filePath: #filePath).appending(path: "../../../docs/procedure.md")
    let text = try String(contentsOf: docs.standardized, encoding: .utf8)
    #expect(text.contains(drawing.joined(separator: "\n")))
  }
}
