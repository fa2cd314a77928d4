import Foundation
import Testing

/// The files of the ten layouts that lie beside the tests of `Documents`, and their persons.
enum LayoutFile {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "DocumentsTests/Layouts")

  static func data(_ name: String) throws -> Data {
    try Data(contentsOf: folder.appending(path: name))
  }

  /// One made-up person of the layouts.
  struct Person {
    let (code, name, number, relation): (String, String, String, String)
  }

  static func persons() throws -> [Person] {
    let lines = String(decoding: try data("persons.csv"), as: UTF8.self).split(separator: "\n")
    return lines.dropFirst().map { line in
      let cells = line.split(separator: ",").map(String.init)
      return Person(code: cells[0], name: cells[2], number: cells[4], relation: cells[5])
    }
  }

  /// Some of them as the county's register has them.
  static func registry(_ persons: some Sequence<Person>) -> [[String]] {
    persons.map { TestCounty.person($0.code, $0.name, $0.number, $0.relation) }
  }
}
