import Casework
import Documents
import Foundation
import Store

extension AuditAction {
  package static let importedRegistry = AuditAction("registry.imported")
}

/// Takes a sheet in the national export layout through: once to give every row its fate, once to
/// take it into the register. Each piece is one transaction.
struct RegistryImport: Sendable {
  let workshop: Workshop
  let work: JobWork
  let access: Access
  let submission: Submission
  let isDry: Bool
  private static let piece = 20_000

  func run() async throws {
    let (files, hash) = (workshop.files, submission.fileHash)
    let file = try await workshop.heavy.run { try files.copy(of: hash) }
    defer { file.discard() }
    let rows = try await workshop.heavy.run { try RegistryRows(file.url) }
    let total = try await workshop.heavy.run { try SheetLength.rows(of: file.url) }
    let (submission, isDry, work) = (submission, isDry, work)
    let book = try await workshop.register.read(as: access) { open in
      try open.requires(.importRegistry)
      return try RegistryBook(open, submission, header: rows.header, isDry: isDry)
    }
    let verb = isDry ? "已核对" : "已入库"
    var pending = try await workshop.heavy.run { try rows.next(RegistryImport.piece) }
    while !pending.isEmpty {
      let piece = pending
      async let following = workshop.heavy.run { try rows.next(RegistryImport.piece) }
      try await workshop.register.write(as: access) { open in
        try book.take(piece, in: open)
        try work.reach(book.total, of: total, "\(verb) \(book.total) 行", in: open)
      }
      pending = try await following
    }
    if !isDry { try await workshop.register.settle("household", "person") }
    try await workshop.register.write(as: access) { open in
      try work.reach(book.total, of: book.total, isDry ? "核对完成" : "入库完成", in: open)
      let found = try open.submission(submission.id)
      let sheet = rows.sheetName
      if isDry {
        let expires = open.now.adding(seconds: SubmissionTerms.expiry)
        try open.take(
          .check, on: found,
          and: "sheet = \(sheet), checked_at = \(open.now), expires_at = \(expires)")
      } else {
        try open.take(.finish, on: found, and: "sheet = \(sheet), finished_at = \(open.now)")
        open.audit(
          .importedRegistry, subject: found.subject, detail: "\(book.total) rows")
      }
    }
  }
}

/// The rows of a registry's sheet below its header, household by household.
private final class RegistryRows: @unchecked Sendable {
  // A class, because the open reader moves on. Unchecked, because one piece is read at a time.
  private var reader: any SheetReader
  private var ahead: SheetRow?
  let header: RegistryHeader
  let sheetName: String

  init(_ file: URL) throws {
    do {
      reader = try SheetFile.open(file.path)
      sheetName = reader.sheetName
      header = try RegistryRows.header(&reader)
      ahead = try reader.next()
    } catch let fault as SheetFault {
      throw SubmissionRefusal.unreadable(fault.sentence)
    }
  }

  /// Whole households of so many rows or a few more; none after the last.
  func next(_ count: Int) throws -> [[SheetRow]] {
    var (groups, taken): ([[SheetRow]], Int) = ([], 0)
    do {
      while taken < count, let first = ahead {
        var group = [first]
        let code = header.cell(.code, of: first.cells)
        ahead = try reader.next()
        while let row = ahead, header.cell(.code, of: row.cells) == code {
          group.append(row)
          ahead = try reader.next()
        }
        taken += group.count
        groups.append(group)
      }
    } catch let fault as SheetFault {
      throw SubmissionRefusal.unreadable(fault.sentence)
    }
    return groups
  }

  /// The header stands in one of the first rows; titles and notes may stand above it.
  private static func header(_ reader: inout any SheetReader) throws -> RegistryHeader {
    for _ in 1...10 {
      guard let row = try reader.next() else { break }
      guard let header = RegistryHeader(row.cells) else { continue }
      let missing = header.missing.map(\.title)
      guard missing.isEmpty else {
        throw SubmissionRefusal.missingColumns(
          sheet: reader.sheetName, row: row.number, titles: missing)
      }
      return header
    }
    throw SubmissionRefusal.noHeader(
      sheet: reader.sheetName, needed: RegistryColumn.needed.map(\.title))
  }
}
