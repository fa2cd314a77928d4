import Casework
import Documents
import Foundation
import Store

/// What a file that leaves may hold, as whoever sends it declares.
enum ExportRight: String, Sendable {
  /// For everybody: no number, account or phone may be in it.
  case published
  /// For officers and departments, names yes: no number, account or phone may be in it.
  case masked
  /// Made of the rules alone, no row of the register: a form with invented examples.
  case blank
  /// A sender's own file, back to the sender.
  case ownFile
  /// Named persons' own, for whoever has to do with them; that it left is on record.
  case personal

  var isScanned: Bool { self == .published || self == .masked }
}

/// A file on its way out of the program.
struct Export: Sendable {
  let contents: Contents
  /// What the browser calls it.
  let name: String
  let right: ExportRight
  /// The record that it is about, as the audit log names records.
  let subject: String
  /// Shown by the browser instead of kept.
  var isShown = false

  enum Contents: Sendable {
    case sheet([UInt8], SheetFormat)
    case paper(Paper, PaperFormat)
    /// A photograph, signature or voice; nothing can be looked for in it.
    case picture([UInt8], type: String)
  }

  init(_ contents: Contents, name: String, _ right: ExportRight, of subject: String) {
    (self.contents, self.name, self.right, self.subject) = (contents, name, right, subject)
  }

  var type: String {
    switch contents {
    case .sheet(_, .csv): "text/csv; charset=utf-8"
    case .sheet(_, .xlsx): "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case .sheet: "application/octet-stream"
    case .paper(_, let format): format.type
    case .picture(_, let type): type
    }
  }

  /// The bytes; a paper is drawn only now that it may leave.
  func bytes() throws -> [UInt8] {
    switch contents {
    case .sheet(let bytes, _), .picture(let bytes, _): bytes
    case .paper(let paper, let format): try paper.bytes(as: format)
    }
  }

  /// Where something stands that this file must not have; nil where there is nothing. A sheet lies
  /// in `folder` while it is read.
  func leak(in folder: URL) throws -> ExportLeak? {
    guard right.isScanned else { return nil }
    switch contents {
    case .picture: return ExportLeak(place: "图片", findings: [])
    case .paper(let paper, _):
      for (place, text) in paper.words {
        if let leak = ExportLeak(place, text) { return leak }
      }
    case .sheet(let bytes, let format):
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let file = folder.appending(path: ".export-\(UUID().uuidString).\(format.rawValue)")
      defer { unlink(file.path) }
      try Data(bytes).write(to: file)
      return try Export.leak(inSheet: file.path)
    }
    return nil
  }

  private static func leak(inSheet path: String) throws -> ExportLeak? {
    let book = try SheetFile.book(path)
    for sheet in book.sheets {
      var (reader, titles): (any SheetReader, [String]) = (try book.reader(sheet.index), [])
      while let row = try reader.next() {
        for (column, text) in row.cells.enumerated() {
          let title = titles.indices.contains(column) ? "“\(titles[column])”" : ""
          let place = "工作表 \(sheet.name) 第 \(row.number) 行第 \(column + 1) 列\(title)"
          if let leak = ExportLeak(place, text) { return leak }
        }
        if titles.isEmpty { titles = row.cells }
      }
    }
    return nil
  }
}

/// What was found in a file that must not have it, and where.
struct ExportLeak: Sendable {
  let place: String
  let findings: [LeakScan.Finding]

  init(place: String, findings: [LeakScan.Finding]) {
    (self.place, self.findings) = (place, findings)
  }

  /// Nil where the text has nothing of the kind.
  init?(_ place: String, _ text: String) {
    // Fewer digits are no number of anybody.
    guard text.utf8.count >= 10 else { return nil }
    let findings = LeakScan.findings(in: text)
    guard !findings.isEmpty else { return nil }
    self.init(place: place, findings: findings.sorted { $0.title < $1.title })
  }
}

/// A file was stopped on its way out.
struct ExportRefusal: Refusal {
  let name: String
  let leak: ExportLeak

  var sentence: String {
    let what = leak.findings.map(\.title).joined(separator: "、")
    return "《\(name)》没有导出：\(leak.place)含有\(what.isEmpty ? "无法检查的内容" : what)，"
      + "这份文件不能带出这类信息。请改正原记录后再导出；这次拦截已记入审计日志。"
  }
}
