import Casework
import Documents
import Foundation
import Store

/// A file whose layout nobody confirmed yet: it waits at `/layouts/:id`.
struct LayoutUnknown: Error {
  let id: Int64
}

/// Takes files in whose layout is known, and asks once about those that are not.
struct LayoutDesk: Sendable {
  private let parts: AppParts

  init(_ parts: AppParts) { self.parts = parts }

  /// Throws `LayoutUnknown` where an officer has to look at the columns first.
  func receive(_ itemID: String, _ incoming: IncomingFile, as access: Access) async throws -> Int64
  {
    let item = try parts.workshop.item(itemID, as: access)
    let known = try await parts.register.read(as: access) { open in
      try open.requires(.pushData)
      return try open.layouts(of: item, fileName: incoming.name)
    }
    let sheets = try await look(at: incoming.hash, item)
    let layouts = LayoutGuess(item).sheets(sheets)
    let isClear = layouts.count == 1 && layouts.allSatisfy { $0.isPlain(for: item) }
    if isClear || layouts.isEmpty || layouts.allSatisfy(known.knows) {
      return try await parts.workshop.receive(item.id, incoming, as: access)
    }
    let id = try await parts.register.write(as: access) { try $0.askLayout(of: item, incoming) }
    throw LayoutUnknown(id: id)
  }

  /// The first rows of every sheet of a sealed file.
  func look(at hash: String, _ item: DataItem) async throws -> [SheetSample] {
    let files = parts.files
    return try await parts.heavy.run {
      do {
        return try files.open(hash) { try SheetSample.samples(of: SheetFile.book($0.path)) }
      } catch let fault as SheetFault {
        throw SubmissionRefusal.unreadable(fault.sentence)
      }
    }
  }

  /// Remembers what the officer said of the columns and takes the file in.
  ///
  /// - Returns: the submission's id.
  func answer(
    _ question: LayoutQuestion, _ layouts: [SheetLayout], _ item: DataItem, as access: Access
  ) async throws -> Int64 {
    if let done = question.submission { return done }
    guard layouts.contains(where: \.leadsToPersons) else {
      throw SubmissionRefusal.missingColumns(
        sheet: layouts.first?.name ?? "", row: layouts.first?.headingRow ?? 0,
        titles: ["姓名", "证件号码（或出生日期和村）"])
    }
    return try await parts.register.write(as: access) { open in
      try open.requires(.pushData)
      for layout in layouts { try open.remember(layout, of: item) }
      let id = try open.receive(question.file, item: item.id, department: item.department)
        .submission
      try open.answerLayout(question, with: id)
      return id
    }
  }
}
