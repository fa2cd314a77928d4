import Casework
import Foundation

/// The first letters of names in pinyin, for finding 张三 by `zs`.
struct NameInitials: Sendable {
  private let letters: [Unicode.Scalar: Character]
  private let surnames: [Unicode.Scalar: Character]

  /// From the tables that come with the program.
  static let bundled = Result { try NameInitials() }

  private init() throws {
    let folder = Bundle.module.bundleURL.appending(path: "Resources/characters")
    func read(_ name: String) throws -> [Unicode.Scalar: Character] {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      var found: [Unicode.Scalar: Character] = [:]
      for line in text.split(whereSeparator: \.isNewline).dropFirst() {
        let cells = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
        guard cells.count > 1, let scalar = cells[0].unicodeScalars.first,
          cells[0].unicodeScalars.count == 1, let letter = cells[1].first
        else { continue }
        found[scalar] = letter
      }
      return found
    }
    letters = try read("characters.csv")
    surnames = try read("surname_readings.csv")
  }

  func of(_ name: String) -> String {
    var isFirst = true
    let found = name.unicodeScalars.compactMap { scalar -> Character? in
      defer { isFirst = false }
      if isFirst, let letter = surnames[scalar] { return letter }
      return letters[scalar]
    }
    return String(found)
  }
}
