import Casework
import Store

extension Workshop {
  /// Gives up what was checked and never confirmed; by then other files have changed what the
  /// dry run said.
  func sweep() async throws {
    for county in try await queue.countiesWithExpired(at: register.clock.now) {
      let system = Access.system(in: PlaceCode(number: county * 1_000_000))
      let expired = try await register.write(as: system) { open in
        let expired = try open.expiredSubmissions()
        for found in expired { try open.take(.expire, on: found) }
        return expired
      }
      for found in expired { files.drop(PushUpload.part(found.id, in: county)) }
    }
  }
}

extension OpenRegister {
  fileprivate func expiredSubmissions() throws -> [Submission] {
    try db.run(
      """
      SELECT \(Submission.columns) FROM submission s
      WHERE s.county = \(county) AND s.stage IN ('receiving', 'checked')
        AND s.expires_at < \(now)
      """
    ).map(Submission.init(row:))
  }
}
