import ArgumentParser
import Documents
import Foundation

/// Prints any supported sheet as CSV.
struct SheetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sheet", abstract: "把任何支持的表格文件输出为 CSV",
    discussion: """
      支持 xlsx、xls（Excel 97 至 2003）、SpreadsheetML 2003、保存为 .xls 的网页表格，以及逗号、制表符或
      分号分隔的文本（UTF-8、GB18030、UTF-16）。按内容识别，不看扩展名。空行不输出。
      以 = + - @ 开头的文字前加 '，防止在 Excel 中被当作公式；--raw 时原样输出。
      文件有问题时在标准错误输出中说明原因，退出码为 1。
      """)

  @Argument(help: "表格文件") var file: String
  @Option(help: "工作表：序号（从 1 起）或名称；默认第一个有内容的可见工作表") var sheet: String?
  @Flag(help: "只列出工作表：序号、名称、是否隐藏") var list = false
  @Flag(help: "合并单元格的值写进它覆盖的每一格") var merged = false
  @Flag(help: "每行前加原文件中的行号") var numbers = false
  @Flag(help: "单元格原样输出，不在公式前加 '") var raw = false
  @Flag(help: "只读不写：输出行数和单元格数") var count = false

  func run() throws {
    do {
      let book = try SheetFile.book(file)
      if list {
        for sheet in book.sheets {
          print("\(sheet.index + 1)\t\(sheet.name)\(sheet.isHidden ? "\t隐藏" : "")")
        }
      } else {
        let rows = try book.reader(try chosen(of: book), spreadingMerged: merged)
        try count ? tally(rows) : write(rows)
      }
    } catch let fault as SheetFault {
      FileHandle.standardError.write(Data("\(file)：\(fault.sentence)\n".utf8))
      throw ExitCode.failure
    }
  }

  private func chosen(of book: any SheetBook) throws -> Int {
    guard let sheet else { return try SheetFile.firstFilled(of: book).index }
    if let named = book.sheets.first(where: { $0.name == sheet }) { return named.index }
    guard let number = Int(sheet), book.sheets.indices.contains(number - 1) else {
      let names = book.sheets.map(\.name).joined(separator: "、")
      throw ValidationError("没有工作表 \(sheet)；这个文件有：\(names)")
    }
    return number - 1
  }

  private func tally(_ rows: any SheetReader) throws {
    var (rows, row, total) = (rows, RowBuffer(), (rows: 0, cells: 0))
    while try rows.read(into: &row) { total = (total.rows + 1, total.cells + row.count) }
    print("\(total.rows)\t\(total.cells)")
  }

  private func write(_ rows: any SheetReader) throws {
    var (rows, row, line) = (rows, RowBuffer(), CSVLine())
    while try rows.read(into: &row) {
      line.begin()
      if numbers { line.append(String(row.number).utf8) }
      line.append(row, isHarmless: !raw)
      line.end()
      if let note = row.note {
        FileHandle.standardError.write(Data("第 \(row.number) 行：\(note.sentence)\n".utf8))
      }
      if line.bytes.count > 1 << 16 { try flush(&line) }
    }
    try flush(&line)
  }

  private func flush(_ line: inout CSVLine) throws {
    try FileHandle.standardOutput.write(contentsOf: line.bytes)
    line.clear()
  }
}
