import Casework
import Foundation

/// Surnames and given names as often as they really occur.
struct PersonNames: Sendable {
  private let surnames: Weighted<String>
  private let givenCharacters: [Sex: Weighted<String>]

  init() throws {
    let surnameRows = try PersonNames.rows("surnames")
    surnames = Weighted(surnameRows.compactMap { row in Double(row[1]).map { (row[0], $0) } })
    let characters = try PersonNames.rows("given_chars")
    func weights(_ column: Int) -> Weighted<String> {
      Weighted(
        characters.compactMap { row in
          Double(row[column]).flatMap { $0 > 0 ? (row[0], $0) : nil }
        })
    }
    givenCharacters = [.male: weights(1), .female: weights(2)]
  }

  func surname(_ chance: inout Chance) -> String { surnames.draw(&chance) }

  func given(_ sex: Sex, _ chance: inout Chance) -> String {
    guard let characters = givenCharacters[sex] else { return "" }
    let first = characters.draw(&chance)
    return chance.happens(0.85) ? first + characters.draw(&chance) : first
  }

  private static func rows(_ name: String) throws -> [[String]] {
    let file = Bundle.module.bundleURL.appending(path: "Resources/names/\(name).csv")
    return try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
      .dropFirst().map { $0.split(separator: ",").map(String.init) }.filter { $0.count >= 2 }
  }
}
