package import Casework
import Documents
import Foundation

/// Matches the rows of one file with those of another by columns of any kind.
package struct FieldFiles {
  private let map: LinkMap
  private let lines: MatchWeights
  private var values = FieldValues()

  /// `lines` gives the two lines of the verdict; the weights are fitted to the rows.
  package init(_ map: LinkMap, lines: MatchWeights) { (self.map, self.lines) = (map, lines) }

  /// Writes one line a row and returns how many there are of each outcome.
  package consuming func run(registry: String, rows: String, out: String) throws -> LinkCounts {
    let persons = try read(registry, key: .person)
    let sought = try read(rows, key: .row)
    let table = FieldTable(map.fields.map(\.kind), values, rows: persons.rows)
    let linker = FieldLinker(table, rows: sought.rows, lines: lines)
    let output = try LinkOutput(out)
    var (counts, bytes) = (LinkCounts(), [UInt8]())
    for (place, row) in sought.rows.enumerated() {
      let verdict = linker.verdict(on: row)
      counts.count(verdict.outcome)
      sought.ids[place].withUnsafeBufferPointer { id in
        var line = LinkLine(id, verdict.outcome, verdict.probability)
        if verdict.outcome != .none, let found = verdict.place { line.person = persons.ids[found] }
        if verdict.place != nil { line.level = level(of: verdict.pattern) }
        line.write(to: &bytes)
      }
    }
    try output.write(bytes)
    try output.close()
    return counts
  }

  /// What did not agree: `surname:near suburb:differs`, or `same`.
  private func level(of pattern: FieldPattern) -> String {
    let parts = zip(map.fields, pattern.labels(map.fields.count))
      .filter { $1 != "same" && $1 != "missing" }.map { "\($0.title):\($1)" }
    return parts.isEmpty ? "same" : parts.joined(separator: " ")
  }

  private mutating func read(_ path: String, key: LinkColumn) throws -> FieldRows {
    let header = try SheetFile.firstRow(of: path)
    let titles = map.fields.map(\.title)
    let places = titles.map { header.firstIndex(of: $0) }
    if let place = places.firstIndex(of: nil) {
      throw FieldFault(path: path, title: titles[place])
    }
    let keyPlace = LinkHeader(header, map: map.titles).places[key]
    var (rows, isHeader, values) = (FieldRows(), true, values)
    try CellScanner.scan(sheet: path) { cells in
      if isHeader {
        isHeader = false
        return
      }
      func cell(_ place: Int?) -> CellBytes {
        place.flatMap { $0 < cells.count ? cells[$0] : nil } ?? CellBytes(start: nil, count: 0)
      }
      rows.add(
        values.row(places.map { String(decoding: cell($0), as: UTF8.self) }), cell(keyPlace))
    }
    self.values = values
    return rows
  }
}

/// The rows of one file with their ids as they stand there.
private struct FieldRows {
  private(set) var rows: [[Int32]] = []
  private(set) var ids = LinkIDs()

  mutating func add(_ row: [Int32], _ id: CellBytes) {
    rows.append(row)
    ids.add(id)
  }
}

/// A file lacks a column that is to be compared.
package struct FieldFault: Refusal {
  let path: String
  let title: String
  package var sentence: String {
    "\(URL(filePath: path).lastPathComponent) 第 1 行没有“\(title)”列；对照表 fields 下的列名要与两个文件的表头一致"
  }
}
