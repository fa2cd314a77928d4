package import Casework
import Store

extension OpenRegister {
  /// What is wrong with a household's help today.
  package func helpGaps(of found: HouseholdCase, _ pack: PolicyPack) throws -> [HelpGap] {
    guard let since = found.identifiedOn, found.stage.isMonitored else { return [] }
    var record = HelpRecord(
      risks: found.risks, workers: try workers(of: found.household), since: since,
      try helpSheet(of: found.household, pack))
    record.measures = try measures(of: found.id).map(HelpMeasure.init)
    record.hasPlan = try plan(of: found.id) != nil
    record.lastContact = try contacts(of: found.id).first?.on
    return record.gaps(pack.measures, pack.fits ?? [], pack.insurance)
  }

  /// All that the registry and the departments say of a household.
  private func helpSheet(of household: Int64, _ pack: PolicyPack) throws -> HelpSheet {
    let asked = Set((pack.fits ?? []).flatMap { $0.items + $0.ends })
    var sheet = HelpSheet(today: today, pack.items.filter { asked.contains($0.id) })
    sheet.members = try helpMembers(of: household)
    sheet.facts = try helpFacts(of: household, sheet.items.map(\.fact) + ["dropout"])
    sheet.sources = try SourceCheck(pack: pack, viewpoint: .of(today, now: now))
      .sources(sheet.items, in: self)
    sheet.registered = try db.run(
      """
      SELECT MAX(finished_at) AS at FROM submission
      WHERE county = \(county) AND item = \(Submission.registry)
      """
    ).first?.optionalInstant("at")?.day
    sheet.isMarkedWithoutLabour = try db.run(
      "SELECT is_without_labour FROM household WHERE county = \(county) AND id = \(household)"
    ).first?.optionalFlag("is_without_labour")
    return sheet
  }

  private func helpMembers(of household: Int64) throws -> [HelpMember] {
    try db.run(
      """
      SELECT id, birth_on, is_insured, has_dibao, has_tekun, is_disabled, is_working, is_healthy,
        disability_grade, schooling, education, labour, changed_at
      FROM person
      WHERE county = \(county) AND household_id = \(household) AND left_on IS NULL ORDER BY id
      """
    ).map { row in
      var member = HelpMember(
        try row.integer("id"), born: try row.day("birth_on"), at: try row.instant("changed_at"))
      member.isInsured = try row.optionalFlag("is_insured")
      member.hasDibao = try row.optionalFlag("has_dibao")
      member.hasTekun = try row.optionalFlag("has_tekun")
      member.isDisabled = try row.optionalFlag("is_disabled")
      member.isWorking = try row.optionalFlag("is_working")
      member.isHealthy = try row.optionalFlag("is_healthy")
      member.grade = try row.optionalInteger("disability_grade").map(Int.init)
      member.schooling = try row.optionalText("schooling")
      member.education = try row.optionalText("education")
      member.labour = try row.optionalRaw("labour")
      return member
    }
  }

  private func helpFacts(of household: Int64, _ kinds: [String]) throws -> [HelpFact] {
    try db.run(
      """
      SELECT f.kind, f.person_id, f.true_on, f.known_at FROM fact f
      WHERE f.county = \(county) AND f.household_id = \(household)
        AND f.kind IN (\(list: kinds)) AND f.true_on BETWEEN \(today.adding(days: -730)) AND \(today)
        AND NOT EXISTS (SELECT 1 FROM fact n WHERE n.county = f.county AND n.replaces = f.id)
      """
    ).map {
      HelpFact(
        try $0.text("kind"), of: try $0.optionalInteger("person_id"), on: try $0.day("true_on"),
        at: try $0.instant("known_at"))
    }
  }

  /// How many of a household's members can work.
  func workers(of household: Int64) throws -> Int {
    try db.run(
      """
      SELECT COUNT(*) AS n FROM person p
      WHERE p.county = \(county) AND p.household_id = \(household) AND p.left_on IS NULL
        AND p.labour IN ('ordinary', 'skilled', 'weak')
      """
    ).first?.int("n") ?? 0
  }
}

extension HelpMeasure {
  fileprivate init(_ measure: Measure) {
    self.init(measure.category, measure.subtype, from: measure.begunOn)
    (endedOn, amount) = (measure.endedOn, measure.amount)
  }
}
