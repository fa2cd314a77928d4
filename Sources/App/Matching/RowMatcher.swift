import Casework
import Foundation
import Store

/// A row whose person its number did not settle.
struct UnsettledRow: Sendable {
  let sought: SoughtPerson
  let form: PersonForm
  /// Who has the row's number in the register, under another name.
  let owner: Candidate?
}

/// Finds the persons of rows that their numbers did not settle: by what was decided before, then by
/// likeness, with the pack's weights.
struct RowMatcher: Sendable {
  let workshop: Workshop
  let access: Access
  let department: String
  let weights: MatchWeights
  let table: CharacterTable
  /// From this probability on no wider look can change the verdict.
  private static let sure = 0.998

  /// Nil where the pack says nothing of likeness.
  init?(_ workshop: Workshop, as access: Access, for item: DataItem) throws {
    guard let weights = workshop.pack.matching else { return nil }
    (self.workshop, self.access, self.weights) = (workshop, access, weights)
    department = item.department
    table = try CharacterTable.shared.get()
  }

  /// One verdict for each of `rows`, in the same order.
  func verdicts(on rows: [UnsettledRow]) async throws -> [PersonVerdict] {
    guard !rows.isEmpty else { return [] }
    try await PersonTraces(register: workshop.register, access: access).refresh()
    let department = department
    var verdicts = try await workshop.register.read(as: access) { open in
      try open.remembered(rows.map(\.sought), by: department)
    }
    let fresh = rows.indices.filter { verdicts[$0] == nil }
    for (place, verdict) in zip(fresh, try await weighed(fresh.map { rows[$0] })) {
      verdicts[place] = verdict
    }
    return verdicts.map { $0 ?? PersonVerdict(.notFound, person: nil) }
  }

  private func weighed(_ rows: [UnsettledRow]) async throws -> [PersonVerdict] {
    guard !rows.isEmpty else { return [] }
    let (table, hasPhones) = (table, rows.contains { $0.form.phone != 0 })
    let (scale, close) = try await workshop.register.read(as: access) { open in
      var blocks = CandidateBlocks(open, table, hasPhones: hasPhones)
      try blocks.addClose(rows)
      return (MatchScale(weights, persons: try open.personCount()), blocks.persons)
    }
    var verdicts = try await judged(rows, among: close, scale)
    let unsure = rows.indices.filter { place in
      verdicts[place].kind != .accepted || (verdicts[place].probability ?? 0) < RowMatcher.sure
    }
    let open = unsure.map { rows[$0] }
    guard !open.isEmpty else { return verdicts }
    let wide = try await workshop.register.read(as: access) { register in
      var blocks = CandidateBlocks(register, table, hasPhones: hasPhones, known: close)
      try blocks.addWide(open)
      return blocks.persons
    }
    for (place, verdict) in zip(unsure, try await judged(open, among: wide, scale)) {
      verdicts[place] = verdict
    }
    return verdicts
  }

  /// Compares every row with the fetched persons, on the threads for heavy work.
  private func judged(
    _ rows: [UnsettledRow], among persons: [Int64: RegisteredPerson], _ scale: MatchScale
  ) async throws -> [PersonVerdict] {
    // In the order of their numbers, so that equals come out the same in every run.
    let known = persons.sorted { $0.key < $1.key }.map(\.value)
    let index = await PersonIndex.build(known.map(\.form), table)
    let linker = Linker(among: index, scale)
    let half = (rows.count + 1) / 2
    let heavy = workshop.heavy
    async let first = heavy.run {
      rows[..<half].map { RowMatcher.verdict(on: $0, linker, known) }
    }
    async let second = heavy.run {
      rows[half...].map { RowMatcher.verdict(on: $0, linker, known) }
    }
    return try await first + second
  }

  private static func verdict(
    on row: UnsettledRow, _ linker: Linker, _ persons: [RegisteredPerson]
  ) -> PersonVerdict {
    let found = linker.verdict(on: row.form)
    guard let best = found.person, found.outcome != .none else { return row.withoutLikeness }
    let candidate = persons[best].candidate
    let why = found.levels.sentence
    if found.outcome == .accepted {
      return PersonVerdict(
        .accepted, person: candidate, probability: found.probability,
        sentence: "\(why)，认定为同一人", levels: found.levels)
    }
    let choices = linker.choices(of: found, for: row.form).map {
      MatchChoice(
        person: persons[$0.person].candidate.person, probability: $0.probability,
        why: $0.levels.sentence)
    }
    let several = choices.count > 1 ? "，有 \(choices.count) 人相近" : ""
    return PersonVerdict(
      .queued, person: candidate, probability: found.probability,
      sentence: "\(why)\(several)，需要人工判定", choices: choices, levels: found.levels)
  }
}

extension UnsettledRow {
  /// Nobody comes near. A number that stands under another name is still for a person to decide.
  fileprivate var withoutLikeness: PersonVerdict {
    let rule = PersonMatch(sought, among: owner.map { [$0] } ?? [])
    guard let owner, case .ambiguous(let why) = rule else {
      return PersonVerdict(rule, among: [])
    }
    return PersonVerdict(
      .queued, person: owner, sentence: why,
      choices: [MatchChoice(person: owner.person, probability: 0, why: "证件号码相同，姓名不同")])
  }
}

extension CharacterTable {
  /// The table that comes with the program, read once.
  static let shared = Result { try CharacterTable.bundled() }
}

extension OpenRegister {
  func personCount() throws -> Int {
    try db.run("SELECT COUNT(*) AS n FROM person WHERE county = \(county)").first?.int("n") ?? 0
  }
}
