import App
import Casework
import Documents
import Foundation
import Store
import Testing

/// The files of the ten layouts, taken in as they were sent, and in the formats that pass for `.xls`.
struct LayoutImportTests {
  /// A file, the item it is sent for, and how many of its records are taken in or left out.
  struct Layout: CustomTestStringConvertible {
    let name: String
    let item: String
    let added: Int
    var skipped = 0
    /// The sheet of the data, for formats that have one only.
    var sheet = 0

    var testDescription: String { name }
  }

  private static let layouts = [
    Layout(name: "（务工月监测）已外出务工信息_20260601.xlsx", item: "work", added: 16),
    Layout(name: "2026年6月份农村低保备案表.xls", item: "dibaoroll", added: 27, skipped: 2, sheet: 1),
    Layout(name: "2026年6月份城镇低保全部备案表.xls", item: "dibaoroll", added: 27, skipped: 2, sheet: 1),
    Layout(name: "2026年6月份城乡特困人员备案表.xlsx", item: "tekun", added: 8, sheet: 1),
    Layout(name: "孤儿及事实无人抚养儿童发放花名册.xls", item: "orphan", added: 11, skipped: 2),
    Layout(name: "持证残疾人名单.xlsx", item: "cardholders", added: 9),
    Layout(name: "低收入人口花名册.xlsx", item: "lowincome", added: 27),
    Layout(name: "在校生信息(学籍).xls", item: "students", added: 11),
  ]

  /// The same contents as they were, as Excel 2003 wrote XML, and as a page saved under `.xls`.
  @Test(arguments: layouts)
  func `a file of a department is taken in as it is, in whatever format`(layout: Layout)
    async throws
  {
    for store in TestStore.available {
      let county = try await TestCounty(store)
      try await county.settle(LayoutFile.registry(LayoutFile.persons()))
      let access = try await county.officer(
        .departmentOfficer, at: TestCounty.county,
        department: county.pack().item(layout.item)?.department)
      let original = try LayoutFile.data(layout.name)
      let book = try LayoutFile.book(original)
      let first = try await push(original, layout, access, county)
      #expect(first == wanted(layout))
      // What is known of an event already is not told a second time.
      let known = layout.added
      let again = try await push(LayoutFile.spreadsheetML(book), layout, access, county)
      #expect(again[.unchanged] == known && again[.skipped, default: 0] == layout.skipped)
      if layout.item != "orphan" {
        let page = try LayoutFile.page(book, sheet: layout.sheet)
        let third = try await push(page, layout, access, county)
        #expect(third[.unchanged] == known && third[.skipped, default: 0] == layout.skipped)
      }
    }
  }

  private func wanted(_ layout: Layout) -> [RowFate: Int] {
    [.added: layout.added].merging(layout.skipped > 0 ? [.skipped: layout.skipped] : [:]) { $1 }
  }

  private func push(
    _ file: Data, _ layout: Layout, _ access: Access, _ county: TestCounty
  ) async throws -> [RowFate: Int] {
    let place = county.folder.appending(path: UUID().uuidString)
    try file.write(to: place)
    defer { try? FileManager.default.removeItem(at: place) }
    let id = try await county.workshop.push(layout.item, place, named: layout.name, as: access)
    return try await county.register.read(as: access) { try $0.submission(id) }.counts
  }

  @Test(arguments: [
    "脱贫户信息_20260601-继续享受政策.xlsx", "脱贫户信息_20260601-不享受政策.xlsx",
    "防止返贫致贫监测对象信息_20260601-风险未消除27人.xlsx",
  ])
  func `an export of the national system is a register, heading in row 1 or 3`(
    name: String
  ) async throws {
    for store in TestStore.available {
      let county = try await TestCounty(store)
      let access = try await county.officer(.countyAdministrator, at: TestCounty.county)
      let place = county.folder.appending(path: UUID().uuidString)
      try LayoutFile.data(name).write(to: place)
      let id = try await county.workshop.importRegistry(place, named: name, as: access)
      let counts = try await county.register.read(as: access) { try $0.submission(id) }.counts
      #expect(counts == [.added: 27])
    }
  }
}
