import Casework
import Documents
import Foundation
import Testing

@testable import App

struct StrengthSheetTests {
  private let asOf = Day(number: 20_573)  // 2026-04-30

  @Test(arguments: TestStore.available)
  func `a past month becomes a panel whose weights mean what the pack's mean`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    let later = asOf.adding(days: 40)
    try await county.add(
      (Int64(1)...4).map { id in
        TestHousehold(
          id: id, monitoredAs: id == 1 ? .unstable : nil, identified: id == 1 ? later : nil)
      })
    let pack = county.parts.pack
    let weight = try #require(pack.factors.first { $0.id == "graveIllness" }).weight
    let full = Hazard.part(weight: weight, strength: 1, ageDays: 0, halfLifeDays: nil).micro
    try await county.keepRun(
      1, asOf: asOf, [1: ["graveIllness": full / 2], 2: ["graveIllness": full * 3]])
    let system = Access.system(in: TestCounty.county)
    let reading = try await BacktestReading.read(
      months: 13, shelf: RunShelf(), register: county.register, as: system)
    let made = try await StrengthSheet(
      reading, ahead: 6, pack, in: county.register, as: system)
    let sheet = try #require(made)
    #expect(sheet.asOf == asOf && sheet.count == 4)
    let file = county.folder.appending(path: "\(UUID().uuidString).csv")
    try sheet.write(to: try SheetFile.create(file.path, .csv))
    var read = try SheetFile.open(file.path)
    let header = try #require(try read.next()).cells
    let column = try #require(header.firstIndex(of: "graveIllness"))
    #expect(header.last == StrengthSheet.outcome)
    var rows: [[String]] = []
    while let row = try read.next() { rows.append(row.cells) }
    #expect(rows.map { $0.last } == ["1", "0", "0", "0"])
    let strengths = rows.compactMap { Double($0[column]) }
    // Half of full strength, never more than full, and nought where nothing was.
    #expect(abs(strengths[0] - 0.5) < 1e-5 && Array(strengths.dropFirst()) == [1, 0, 0])
    // While the months to look ahead have not passed there is nothing to learn from.
    let early = try await StrengthSheet(
      reading, ahead: 12, pack, in: county.register, as: system)
    #expect(early == nil)
  }
}
