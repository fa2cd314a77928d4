import Casework
import Foundation

/// How many rows were accepted, wait for a person, or mean nobody of the register.
package struct LinkCounts: Sendable {
  package private(set) var accepted = 0
  package private(set) var queued = 0
  package private(set) var none = 0

  mutating func count(_ outcome: MatchVerdict.Outcome) {
    switch outcome {
    case .accepted: accepted += 1
    case .queue: queued += 1
    case .none: none += 1
    }
  }

  mutating func add(_ other: LinkCounts) {
    accepted += other.accepted
    queued += other.queued
    none += other.none
  }
}

/// The lines of the result for one part of the rows.
struct LinkLines: Sendable {
  private let linker: Linker
  private let ids: LinkIDs
  private(set) var bytes: [UInt8] = []
  private(set) var counts = LinkCounts()

  init(_ linker: Linker, _ ids: LinkIDs) { (self.linker, self.ids) = (linker, ids) }

  /// `row_id, person_id, probability, level, accepted|queue|none`; below the line no person is named.
  mutating func add(_ form: PersonForm, _ id: CellBytes) {
    let verdict = linker.verdict(on: form)
    counts.count(verdict.outcome)
    var line = LinkLine(id, verdict.outcome, verdict.probability)
    if verdict.outcome != .none, let person = verdict.person { line.person = ids[person] }
    if verdict.person != nil { line.level = verdict.levels.label }
    line.write(to: &bytes)
  }
}

/// One line of the result.
struct LinkLine {
  private let id: CellBytes
  private let outcome: MatchVerdict.Outcome
  private let probability: Double
  var person: ArraySlice<UInt8> = []
  var level = ""

  init(_ id: CellBytes, _ outcome: MatchVerdict.Outcome, _ probability: Double) {
    (self.id, self.outcome, self.probability) = (id, outcome, probability)
  }

  func write(to bytes: inout [UInt8]) {
    bytes += id
    bytes.append(0x2C)
    bytes += person
    let millionths = Int((probability * 1_000_000).rounded())
    bytes += (millionths >= 1_000_000 ? ",1.000000," : ",0.").utf8
    if millionths < 1_000_000 {
      bytes += String(millionths + 1_000_000).utf8.dropFirst()
      bytes.append(0x2C)
    }
    bytes += level.utf8
    bytes.append(0x2C)
    bytes += outcome.rawValue.utf8
    bytes.append(0x0A)
  }
}

/// The file that the links are written to.
final class LinkOutput {
  private let handle: FileHandle

  init(_ path: String) throws {
    try Data().write(to: URL(filePath: path))
    handle = try FileHandle(forWritingTo: URL(filePath: path))
    try handle.write(contentsOf: Data("row_id,person_id,probability,level,outcome\n".utf8))
  }

  func write(_ bytes: [UInt8]) throws { try handle.write(contentsOf: Data(bytes)) }
  func close() throws { try handle.close() }
}

extension CharacterTable {
  /// The table that comes with the program.
  static func bundled() throws -> CharacterTable {
    let folder = Bundle.module.bundleURL.appending(path: "Resources/characters")
    func text(_ name: String) throws -> String {
      try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }
    return CharacterTable(
      characters: try text("characters.csv"), surnames: try text("surname_readings.csv"))
  }
}
