/// What became of one row: whom it means, how surely, and why.
package struct MatchVerdict: Sendable {
  package enum Outcome: String, Sendable { case accepted, queue, none }

  /// The person's place in the register; nil when nobody comes near.
  package var person: Int?
  package var probability: Double = 0
  package var levels = MatchLevels()
  package var outcome = Outcome.none
  /// The next best, for whoever has to decide.
  package var others: [Int] = []
}

/// Finds the person that a row means, in a register in memory.
package struct Linker: Sendable {
  package let index: PersonIndex
  package let scale: MatchScale

  package init(_ index: PersonIndex, _ weights: MatchWeights) {
    self.index = index
    scale = MatchScale(weights, persons: index.persons.count)
  }

  package func verdict(on row: PersonForm) -> MatchVerdict {
    var search = CandidateSearch(row, self)
    search.run()
    return search.best.verdict(scale)
  }
}

/// One candidate with what speaks for it.
struct ScoredCandidate {
  let person: Int
  let bits: Double
  let levels: MatchLevels
}

/// The best few candidates of a row.
struct BestCandidates {
  private(set) var list: [ScoredCandidate] = []
  private static let most = 6

  var top: ScoredCandidate? { list.first }

  mutating func add(_ candidate: ScoredCandidate) {
    if list.contains(where: { $0.person == candidate.person }) { return }
    let place = list.firstIndex { $0.bits < candidate.bits } ?? list.count
    guard place < BestCandidates.most else { return }
    list.insert(candidate, at: place)
    if list.count > BestCandidates.most { list.removeLast() }
  }

  /// The probability of the best against all others and against nobody.
  func verdict(_ scale: MatchScale) -> MatchVerdict {
    var verdict = MatchVerdict()
    guard let top else { return verdict }
    var sum = Bits.power(-top.bits)
    for candidate in list { sum += Bits.power(candidate.bits - top.bits) }
    verdict.person = top.person
    verdict.probability = 1 / sum
    verdict.levels = top.levels
    verdict.others = list.dropFirst().map(\.person)
    if !top.levels.nameAgrees {
      verdict.probability = min(verdict.probability, scale.withoutName)
    }
    verdict.outcome =
      verdict.probability >= scale.accept
      ? .accepted : verdict.probability >= scale.queue ? .queue : .none
    return verdict
  }
}

/// The search for one row's person: by number first, then by whatever else the row says.
struct CandidateSearch {
  private let row: PersonForm
  private let linker: Linker
  private lazy var mark = NameMark.mark(of: row.name, linker.index.table)
  private lazy var bearers = linker.index.bearers(of: row.name)
  private(set) var best = BestCandidates()
  /// Households that hold the owner of the row's number.
  private var owners: [Int] = []
  /// Bits from which on no further look can change the verdict.
  private static let sure = 9.0
  private static let widest = 3_000

  init(_ row: PersonForm, _ linker: Linker) {
    (self.row, self.linker) = (row, linker)
  }

  private var index: PersonIndex { linker.index }

  mutating func run() {
    for person in index.byNumber[row.number.key] {
      let form = index.persons[Int(person)]
      guard form.number.places == row.number.places else { continue }
      owners.append(Int(person))
      consider(person)
    }
    if let top = best.top, top.levels.name == .same || row.name.isEmpty { return }
    if let top = best.top, top.levels.nameAgrees, isSure { return }
    lookBeyondTheNumber()
  }

  private var isSure: Bool { (best.top?.bits ?? -99) > CandidateSearch.sure }

  private mutating func lookBeyondTheNumber() {
    lookInHouseholds()
    var found: [UInt64] = []
    row.number.repairs { found.append(NumberForm.key($0)) }
    for key in found {
      for person in index.byNumber[key] { consider(person) }
    }
    if isSure, best.top?.levels.nameAgrees == true { return }
    look(index.byTail, row.number.kind == .partial ? row.number.tailKey : 0)
    look(index.byBirth, (row.birth.isWhole ? row.birth : BirthForm(number: row.number)).key)
    look(index.byPhone, PersonIndex.key(row.phone))
    look(index.byHousehold, PersonIndex.key(UInt64(row.household)))
    look(index.byName, row.name.key)
    if isSure { return }
    look(index.byAddress, PersonIndex.addressKey(row))
    look(index.byVillage, PersonIndex.villageKey(row, index.table))
  }

  /// The number may be that of somebody else of the same household.
  private mutating func lookInHouseholds() {
    for owner in owners {
      let household = index.persons[owner].household
      for person in index.byHousehold[PersonIndex.key(UInt64(household))]
      where index.persons[Int(person)].household == household && Int(person) != owner {
        consider(person)
      }
    }
  }

  private mutating func look(_ table: KeyIndex, _ key: UInt64) {
    guard key != 0 else { return }
    let marked = table.marked(key, like: mark, most: CandidateSearch.widest)
    // Fetched one after another and only then compared, so that the machine fetches many at once.
    let names = marked.map { index.persons[Int($0)].name }
    for (person, name) in zip(marked, names) {
      let level = NameLevel(row.name, name, index.table)
      if level != .differs && level != .surname { consider(person) }
    }
  }

  private mutating func consider(_ person: UInt32) {
    let form = index.persons[Int(person)]
    var levels = MatchLevels(row, form, index.table)
    if levels.number.rawValue >= NumberLevel.mantissa.rawValue, isOfOwnersHousehold(form) {
      levels.number = .otherMember
    }
    let bearers = levels.name == .same && levels.number != .same ? self.bearers : 0
    best.add(
      ScoredCandidate(
        person: Int(person), bits: linker.scale.bits(levels, bearers: bearers), levels: levels))
  }

  private func isOfOwnersHousehold(_ form: PersonForm) -> Bool {
    guard form.household != 0 else { return false }
    return owners.contains { index.persons[$0].household == form.household }
  }
}
