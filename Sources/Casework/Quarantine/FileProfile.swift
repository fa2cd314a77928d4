/// What a file looks like as a whole: counts only, nothing of any person.
package struct FileProfile: Hashable, Sendable, Codable {
  package private(set) var rows = 0
  package private(set) var refused = 0
  /// Rows whose person was found.
  package private(set) var matched = 0
  /// Rows by amount, each step twice the one before.
  package private(set) var amounts = Array(repeating: 0, count: amountSteps)
  /// Rows by the day they tell of, and by how long before the file came that was.
  package private(set) var days: [Int: Int] = [:]
  package private(set) var ages = Array(repeating: 0, count: ageSteps.count + 1)
  /// Matched rows by township.
  package private(set) var townships: [Int64: Int] = [:]
  /// Rows in which a column is empty; of the rows looked at closely, what a column's cells look like.
  package private(set) var missing: [String: Int] = [:]
  package private(set) var kinds: [String: [String: Int]] = [:]
  package private(set) var lookedAt = 0

  package init() {}

  static let amountSteps = 28
  package static let ageSteps = [0, 7, 15, 31, 62, 93, 186, 366]
  /// Kept days and closely looked at rows are bounded, so that a file of a million rows is no
  /// larger than one of a thousand.
  private static let mostDays = 400
  private static let mostLookedAt = 2_000

  /// One row as it was read.
  package struct Record: Sendable {
    package let cells: [(column: String, text: String)]
    package let day: Day?
    package let amount: Money?

    package init(cells: [(column: String, text: String)], day: Day?, amount: Money?) {
      (self.cells, self.day, self.amount) = (cells, day, amount)
    }
  }

  /// Adds a row that could be read.
  ///
  /// - Parameters:
  ///   - record: the row; nil where it was refused.
  ///   - village: of the person that was found; nil where none was.
  ///   - received: the day the file came.
  package mutating func add(_ record: Record?, village: PlaceCode?, received: Day) {
    rows += 1
    guard let record else {
      refused += 1
      return
    }
    if let village {
      matched += 1
      townships[village.within(.township).number, default: 0] += 1
    }
    if let amount = record.amount { amounts[Self.step(of: amount)] += 1 }
    if let day = record.day { add(day, received) }
    for (column, text) in record.cells where text.isEmpty { missing[column, default: 0] += 1 }
    if lookedAt < Self.mostLookedAt { look(at: record.cells) }
  }

  private mutating func add(_ day: Day, _ received: Day) {
    if days[day.number] != nil || days.count < Self.mostDays { days[day.number, default: 0] += 1 }
    let age = received - day
    ages[Self.ageSteps.firstIndex { age <= $0 } ?? Self.ageSteps.count] += 1
  }

  private mutating func look(at cells: [(column: String, text: String)]) {
    lookedAt += 1
    for (column, text) in cells where !text.isEmpty {
      kinds[column, default: [:]][CellKind(text).word, default: 0] += 1
    }
  }

  private static func step(of amount: Money) -> Int {
    let yuan = max(0, amount.fen / 100)
    return min(amountSteps - 1, Int64.bitWidth - (yuan + 1).leadingZeroBitCount - 1)
  }

  /// The yuan that a step of `amounts` begins with.
  package static func yuan(from step: Int) -> Int { 1 << step - 1 }

  /// The share of the day that most rows tell of.
  package var fullestDay: (day: Day, share: Double)? {
    let total = days.values.reduce(0, +)
    guard total > 0, let most = days.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else {
      return nil
    }
    return (Day(number: most.key), Double(most.value) / Double(total))
  }

  /// The step in which the middle amount lies; nil where there is none.
  package var middleAmount: Int? {
    let total = amounts.reduce(0, +)
    guard total > 0 else { return nil }
    var sum = 0
    return amounts.firstIndex { count in
      sum += count
      return sum * 2 >= total
    }
  }
}

extension CellKind {
  /// The word by which a profile keeps it; kinds that one column may mix share a word.
  fileprivate var word: String {
    switch self {
    case .empty: "empty"
    case .identity: "identity"
    case .phone: "phone"
    case .day: "day"
    case .money: "number"
    case .name, .township, .village, .text: "text"
    }
  }
}
