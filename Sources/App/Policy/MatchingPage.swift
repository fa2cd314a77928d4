package import Casework
package import Foundation
import Yams

/// The page of a pack that holds the weights of the comparison.
private struct MatchingPage: Codable { let matching: MatchWeights }

extension PolicyShelf {
  /// The weights of a pack's `matching.yaml` alone.
  package static func matching(in folder: URL) throws -> MatchWeights {
    let file = folder.appending(path: "matching.yaml")
    do {
      let text = try String(contentsOf: file, encoding: .utf8)
      return try YAMLDecoder().decode(MatchingPage.self, from: text).matching
    } catch let error as DecodingError {
      throw PackFault(file: file.lastPathComponent, line: nil, reason: "权重写法有误：\(error)")
    }
  }

  /// Weights as the text of a `matching.yaml`.
  package static func text(of weights: MatchWeights) throws -> String {
    try YAMLEncoder().encode(MatchingPage(matching: weights))
  }
}
