package import Casework
import Documents
import Foundation

/// Matches the rows of one file with the persons of another, without a server.
package struct LinkFiles: Sendable {
  package let weights: MatchWeights
  /// Titles of columns that are not known by themselves, by the name of the column.
  package var map: [String: String] = [:]
  private let table: CharacterTable
  /// Small enough that two threads stay busy to the end, large enough to be worth handing out.
  private static let part = 2 << 20

  package init(weights: MatchWeights, map: [String: String] = [:]) throws {
    (self.weights, self.map) = (weights, map)
    table = try CharacterTable.bundled()
  }

  /// Writes one line a row and returns how many there are of each outcome.
  @discardableResult
  package func run(registry: String, rows: String, out: String) async throws -> LinkCounts {
    let persons = try await read(registry, key: .person)
    let ids = persons.ids
    let index = await PersonIndex.build(persons.forms, table)
    let linker = Linker(index, weights)
    let output = try LinkOutput(out)
    var counts = LinkCounts()
    try await each(rows, key: .row) { file in
      var lines = LinkLines(linker, ids)
      try file.scan { form, id in lines.add(form, id) }
      return lines
    } then: { lines in
      try output.write(lines.bytes)
      counts.add(lines.counts)
    }
    try output.close()
    return counts
  }

  /// New weights from the rows alone.
  package func fit(registry: String, rows: String) async throws -> MatchWeights {
    let persons = try await read(registry, key: .person)
    let index = await PersonIndex.build(persons.forms, table)
    let sample = try await read(rows, key: .row).forms
    return MatchFit(weights, persons: persons.forms.count).fitted(to: sample, in: index)
  }

  private func read(_ path: String, key: LinkColumn) async throws -> LinkedPersons {
    var all = LinkedPersons()
    try await each(path, key: key) { file in
      var part = LinkedPersons()
      try file.scan { form, id in part.add(form, id) }
      return part
    } then: { part in
      all.append(part)
    }
    return all
  }

  /// Runs `body` over the parts of a file, two at a time, and `then` in the order of the file.
  private func each<Result: Sendable>(
    _ path: String, key: LinkColumn, _ body: @escaping @Sendable (LinkPart) throws -> Result,
    then: (Result) throws -> Void
  ) async throws {
    let header = LinkHeader(try SheetFile.firstRow(of: path), map: map)
    guard header.places[.name] != nil || header.places[.number] != nil else {
      throw LinkFault(path: path)
    }
    let pieces = try CellScanner.parts(of: path, size: LinkFiles.part)
    let parts = (pieces.map { $0.map { Optional($0) } } ?? [nil]).enumerated().map {
      LinkPart(
        path: path, part: $0.element, isFirst: $0.offset == 0, header: header, key: key,
        table: table)
    }
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      var (next, done, waiting) = (0, 0, [Int: Result]())
      func start() {
        guard next < parts.count else { return }
        let (number, part) = (next, parts[next])
        group.addTask { (number, try body(part)) }
        next += 1
      }
      for _ in 0..<4 { start() }
      while let (number, result) = try await group.next() {
        start()
        waiting[number] = result
        while let ready = waiting.removeValue(forKey: done) {
          try then(ready)
          done += 1
        }
      }
    }
  }
}

/// Why a file cannot be matched.
package struct LinkFault: Refusal {
  let path: String
  package var sentence: String {
    "\(URL(filePath: path).lastPathComponent) 第 1 行没有“姓名”或“身份证号”列；列名不同时用 --map 指明"
  }
}

/// One part of a file with its header.
struct LinkPart: Sendable {
  let path: String
  let part: CellScanner.Part?
  let isFirst: Bool
  let header: LinkHeader
  let key: LinkColumn
  let table: CharacterTable

  func scan(_ body: (PersonForm, CellBytes) -> Void) throws {
    var isHeader = isFirst
    let place = header.places[key]
    let take: (CellScanner.Cells) -> Void = { row in
      if isHeader {
        isHeader = false
        return
      }
      let id = place.flatMap { $0 < row.count ? row[$0] : nil } ?? CellBytes(start: nil, count: 0)
      body(PersonForm(header.cells(row), table), id)
    }
    if let part {
      try CellScanner.scan(part, take)
    } else {
      try CellScanner.scan(sheet: path, take)
    }
  }
}

/// The persons of a register file with their ids as they stand there.
struct LinkedPersons: Sendable {
  private(set) var forms: [PersonForm] = []
  private(set) var ids = LinkIDs()

  mutating func add(_ form: PersonForm, _ id: CellBytes) {
    forms.append(form)
    ids.add(id)
  }

  mutating func append(_ other: LinkedPersons) {
    forms += other.forms
    ids.append(other.ids)
  }
}

/// Many short texts in one array.
struct LinkIDs: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  mutating func add(_ id: CellBytes) {
    bytes += id
    ends.append(UInt32(bytes.count))
  }

  mutating func append(_ other: LinkIDs) {
    let start = UInt32(bytes.count)
    bytes += other.bytes
    ends += other.ends.map { $0 + start }
  }

  subscript(_ place: Int) -> ArraySlice<UInt8> {
    bytes[(place == 0 ? 0 : Int(ends[place - 1]))..<Int(ends[place])]
  }
}
