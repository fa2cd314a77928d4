package import Casework
import Store

extension OpenRegister {
  /// What registry and departments say of a household that is to leave.
  package func exitEvidence(of household: Int64) throws -> ExitEvidence {
    let row = try db.run(
      """
      SELECT
        (SELECT COUNT(*) FROM person p WHERE p.county = \(county)
          AND p.household_id = \(household) AND p.left_on IS NULL
          AND NOT EXISTS (SELECT 1 FROM fact f WHERE f.county = p.county AND f.person_id = p.id
            AND (f.kind = 'death' OR f.kind = 'migration' AND f.detail ->> 'kind' = '迁出')
            AND NOT EXISTS (SELECT 1 FROM fact n WHERE n.county = f.county AND n.replaces = f.id))
        ) AS members,
        (SELECT COUNT(*) FROM person p WHERE p.county = \(county)
          AND p.household_id = \(household) AND p.left_on IS NOT NULL
          AND p.left_reason LIKE '%死亡%') AS dead_members,
        (SELECT COUNT(*) FROM person p WHERE p.county = \(county)
          AND p.household_id = \(household) AND p.left_on IS NOT NULL
          AND p.left_reason LIKE '%迁%') AS moved_members,
        (SELECT COUNT(*) FROM fact f WHERE f.county = \(county)
          AND f.household_id = \(household) AND f.kind = 'death') AS deaths,
        (SELECT COUNT(*) FROM fact f WHERE f.county = \(county)
          AND f.household_id = \(household) AND f.kind = 'migration'
          AND f.detail ->> 'kind' = '迁出') AS moves
      """
    ).first
    guard let row else { throw NotFound() }
    return ExitEvidence(
      members: try row.int("members"),
      dead: max(try row.int("dead_members"), try row.int("deaths")),
      moved: max(try row.int("moved_members"), try row.int("moves")))
  }

  /// Proposes that a household leaves without removal; the county decides.
  package func proposeExit(
    _ way: ExitWay, reason: String?, on found: HouseholdCase, _ pack: PolicyPack
  ) throws {
    let evidence = try exitEvidence(of: found.household)
    if let fault = evidence.fault(way) { throw CaseRefusal.exitEvidence(way, fault) }
    try db.run(
      """
      INSERT INTO case_exit (county, case_id, version, way, evidence, asked_at, officer)
      VALUES (\(county), \(found.id), \(found.version), \(way.rawValue), \(evidence.sentence),
        \(now), \(access.officer))
      ON CONFLICT (county, case_id, version) DO NOTHING
      """)
    try take(.proposeExit, on: found, reason: reason, pack)
  }

  /// The last proposal to leave.
  package func exitWay(of found: Int64) throws -> (way: ExitWay, evidence: String, version: Int64)?
  {
    try db.run(
      """
      SELECT way, evidence, version FROM case_exit
      WHERE county = \(county) AND case_id = \(found) ORDER BY version DESC LIMIT 1
      """
    ).first.map {
      (try $0.raw("way"), try $0.text("evidence"), try $0.integer("version"))
    }
  }

  /// A way out was named for this very step, and the registry still bears it out.
  func checkExit(_ found: HouseholdCase) throws {
    guard let exit = try exitWay(of: found.id),
      found.stage == .exitApproval || exit.version == found.version
    else { throw CaseRefusal.exitUnnamed }
    let evidence = try exitEvidence(of: found.household)
    if let fault = evidence.fault(exit.way) { throw CaseRefusal.exitEvidence(exit.way, fault) }
  }
}
