import Documents
import Foundation
import Testing

/// The ten layouts of department files that `Layouts/make.py` writes.
struct LayoutTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  private func rows(_ name: String, sheet: Int, spreading: Bool = true) throws -> [SheetRow] {
    let path = LayoutTests.folder.appending(path: "Layouts/\(name)").path
    var reader = try SheetFile.book(path).reader(sheet, spreadingMerged: spreading)
    var rows: [SheetRow] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
  }

  /// A layout: sheet, row of the lowest header line, column of the number and its title.
  private typealias Layout = (name: String, sheet: Int, header: Int, column: Int, title: String)
  private static let layouts: [Layout] = [
    ("脱贫户信息_20260601-继续享受政策.xlsx", 0, 1, 7, "证件号码"),
    ("脱贫户信息_20260601-不享受政策.xlsx", 0, 3, 7, "证件号码"),
    ("（务工月监测）已外出务工信息_20260601.xlsx", 0, 3, 6, "证件号码"),
    ("2026年6月份农村低保备案表.xls", 1, 2, 6, "身份证号码"),
    ("2026年6月份城镇低保全部备案表.xls", 1, 2, 6, "身份证号码"),
    ("2026年6月份城乡特困人员备案表.xlsx", 1, 3, 5, "身份证号码"),
    ("孤儿及事实无人抚养儿童发放花名册.xls", 0, 3, 2, "身份证号码"),
    ("孤儿及事实无人抚养儿童发放花名册.xls", 2, 3, 2, "身份证号码"),
    ("持证残疾人名单.xlsx", 0, 1, 1, "残疾人证号"),
    ("低收入人口花名册.xlsx", 0, 1, 3, "身份证号码"),
    ("在校生信息(学籍).xls", 0, 1, 1, "身份证号"),
  ]

  @Test(arguments: layouts.indices)
  func `every layout shows its header and its numbers where they stand`(index: Int) throws {
    let layout = LayoutTests.layouts[index]
    let rows = try rows(layout.name, sheet: layout.sheet)
    let header = try #require(rows.first { $0.number == layout.header })
    #expect(header.cells[layout.column] == layout.title)
    let numbers = rows.filter { $0.number > layout.header }
      .map { $0.cells.count > layout.column ? $0.cells[layout.column] : "" }
    #expect(numbers.count { $0.hasPrefix("360732") && $0.count >= 18 } >= 2)
  }

  @Test func `a merged head of a household stands over all its columns`() throws {
    let rows = try rows("2026年6月份农村低保备案表.xls", sheet: 1)
    #expect(rows[0].cells[5...6] == ["户主", "户主"])
    #expect(rows[1].cells[0] == "序号")
    #expect(rows[0].cells[15] == "家庭成员")
    #expect(rows.last?.cells.first == "单位负责人：")
  }
}

struct OldWorkbookTests {
  private let path = LayoutTests.folder.appending(path: "Corpus/old.xls").path

  @Test func `an old workbook is read to the last cell`() throws {
    let sheets = try TestFiles.sheets(path)
    #expect(sheets.map(\.name) == ["说明", "数据 & 二"])
    #expect(sheets[1].rows.count == 3)
    #expect(
      sheets[1].rows[1] == ["7", "-3.25", "0.0000001", "360732199001010000", "是", "张三"])
    #expect(sheets[1].rows[2].prefix(4) == ["2026-03-05", "2026-03-05 10:20:30", "", ""])
    #expect(sheets[1].rows[2][4...] == [String(repeating: "长𠮷", count: 3_000), "短"])
  }

  @Test func `every place at which an old workbook may be cut is told`() throws {
    let whole = [UInt8](try Data(contentsOf: URL(filePath: path)))
    for length in stride(from: 9, to: whole.count, by: 487) {
      let cut = try TestFiles.file(whole.prefix(length), "xls")
      do {
        _ = try TestFiles.sheets(cut)
      } catch is SheetFault {}
      try FileManager.default.removeItem(atPath: cut)
    }
    let half = try TestFiles.file(whole.prefix(whole.count / 2), "xls")
    #expect(throws: SheetFault.broken("文件不完整，可能没有传完")) { _ = try TestFiles.sheets(half) }
  }

  @Test func `an old workbook with a password says so`() throws {
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    // The record of the interface's language becomes the one of a password.
    let start = try #require(
      (0..<bytes.count - 4).first { Array(bytes[$0..<($0 + 4)]) == [0xE1, 0, 2, 0] })
    bytes[start] = 0x2F
    let locked = try TestFiles.file(bytes, "xls")
    #expect(throws: SheetFault.encrypted) { _ = try SheetFile.book(locked) }
  }
}
