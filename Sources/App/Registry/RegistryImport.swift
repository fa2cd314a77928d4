package import Casework
import Documents
package import Foundation
import Store

extension AuditAction {
  package static let importedRegistry = AuditAction("registry.imported")
}

/// Takes a sheet in the national export layout into the register: every row has a fate.
package struct RegistryImport: Sendable {
  package let register: Register
  package let files: SealedFiles

  package init(register: Register, files: SealedFiles) {
    (self.register, self.files) = (register, files)
  }

  /// Reads the whole file in one transaction: all good rows go in, or nothing at all.
  ///
  /// - Returns: the submission's id.
  @discardableResult
  package func run(_ file: URL, named name: String, as access: Access) async throws -> Int64 {
    let hash = try files.keep(file)
    let incoming = IncomingFile(file: file, name: name, hash: hash)
    return try await register.write(as: access) { open in
      try open.requires(.importRegistry)
      do {
        return try RegistryIntake(open, incoming).run()
      } catch let fault as SheetFault {
        throw SubmissionRefusal.unreadable(fault.sentence)
      }
    }
  }
}

/// One import under way, inside its transaction.
private struct RegistryIntake {
  let open: OpenRegister
  let incoming: IncomingFile

  init(_ open: OpenRegister, _ incoming: IncomingFile) {
    (self.open, self.incoming) = (open, incoming)
  }

  func run() throws -> Int64 {
    var reader = try SheetFile.open(incoming.file.path)
    let (header, headerRow) = try findHeader(&reader)
    let missing = header.missing.map(\.title)
    guard missing.isEmpty else {
      throw SubmissionRefusal.missingColumns(
        sheet: reader.sheetName, row: headerRow, titles: missing)
    }
    let submission = try open.begin(
      incoming, item: "registry", department: "", sheet: reader.sheetName)
    let book = try RegistryBook(open, submission: submission, header: header)
    var group: [SheetRow] = []
    while let row = try reader.next() {
      if let first = group.first,
        header.cell(.code, of: first.cells) != header.cell(.code, of: row.cells)
      {
        try book.take(group)
        group.removeAll(keepingCapacity: true)
      }
      group.append(row)
    }
    try book.take(group)
    try book.close()
    open.audit(
      .importedRegistry, subject: "submission/\(submission)",
      detail: "\(book.counts.values.reduce(0, +)) rows")
    return submission
  }

  /// The header stands in one of the first rows; titles and notes may stand above it.
  private func findHeader(_ reader: inout any SheetReader) throws -> (RegistryHeader, Int) {
    for _ in 1...10 {
      guard let row = try reader.next() else { break }
      if let header = RegistryHeader(row.cells) { return (header, row.number) }
    }
    throw SubmissionRefusal.noHeader(
      sheet: reader.sheetName, needed: RegistryColumn.needed.map(\.title))
  }
}

extension SheetFault {
  /// What is wrong with the file and what to do.
  var sentence: String {
    switch self {
    case .noSheet: "这不是电子表格。请上传 xlsx 或 csv 文件。"
    case .empty: "文件是空的，没有可以导入的内容。"
    case .encrypted: "文件有密码保护，请先去掉密码再上传。"
    case .oldExcel: "这是旧版 .xls 文件，请在 Excel 或 WPS 中另存为 .xlsx 后上传。"
    case .broken(let reason): "文件已损坏：\(reason)。请重新导出后上传。"
    case .tooLarge(let reason): "文件内容异常：\(reason)。"
    }
  }
}
