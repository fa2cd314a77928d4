package import Casework
import Foundation
import Store

/// One line of a body's answer, opened.
package struct OpenFinding: Sendable {
  let department: String
  package let finding: CheckFinding
  let hit: EconomicCheck.Hit?
  let explanation: String?
  let judgement: String?
}

extension OpenRegister {
  /// All answers of a check in the clear.
  ///
  /// - Throws: `CheckRefusal.destroyed` where the key is gone.
  package func findings(of check: EconomicCheck, _ keys: CheckKeys) throws -> [OpenFinding] {
    func text(_ sealed: [UInt8]?, _ label: String) throws -> String? {
      try sealed.map {
        String(decoding: try keys.unseal($0, as: label, with: check.keyName), as: UTF8.self)
      }
    }
    return try check.requests.flatMap { request -> [OpenFinding] in
      guard let sealed = request.sealed else { return [] }
      let bytes = try keys.unseal(
        sealed, as: "answer/\(request.department)", with: check.keyName)
      let found = try JSONDecoder().decode([CheckFinding].self, from: Data(bytes))
      return try found.enumerated().map { line, finding in
        let hit = check.hits.first { $0.department == request.department && $0.line == line }
        return OpenFinding(
          department: request.department, finding: finding, hit: hit,
          explanation: try text(hit?.explanation, "explanation"),
          judgement: try text(hit?.judgement, "judgement"))
      }
    }
  }

  /// The household explains a hit, itself or through a handler; another handler judges it.
  package func take(
    _ step: HitStep, on number: Int64, of check: EconomicCheck, _ text: String?, _ keys: CheckKeys
  ) throws {
    guard check.destroyedAt == nil else { throw CheckRefusal.destroyed }
    guard access.role == .household || check.handlers.contains(access.officer) else {
      throw CheckRefusal.notHandler
    }
    guard let hit = check.hits.first(where: { $0.number == number }) else { throw NotFound() }
    guard access.role != .household || step == .explain, let next = hit.state.after(step) else {
      throw CheckRefusal.hitMoved(hit.state)
    }
    guard let text, text.count >= 5 else { throw CheckRefusal.explanationMissing }
    let label = step == .explain ? "explanation" : "judgement"
    let sealed = try keys.seal(Array(text.utf8), as: label, with: check.keyName)
    if step == .explain {
      try db.run(
        """
        UPDATE check_hit SET state = \(next.rawValue), explained_at = \(now),
          explained_by = \(access.officer), explanation_sealed = \(sealed)
        WHERE county = \(county) AND check_id = \(check.id) AND hit = \(number)
        """)
    } else {
      guard hit.explainedBy != access.officer else { throw CheckRefusal.ownExplanation }
      try db.run(
        """
        UPDATE check_hit SET state = \(next.rawValue), judged_at = \(now),
          judged_by = \(access.officer), judgement_sealed = \(sealed)
        WHERE county = \(county) AND check_id = \(check.id) AND hit = \(number)
          AND state = 'explained'
        """)
    }
    // What was found stays sealed: the log says only that it was dealt with.
    try note(step == .explain ? .explained : .judged, of: nil, on: check.caseID, hit.department)
    audit(.movedCheck, subject: "check/\(check.id)", detail: step.rawValue)
  }
}
