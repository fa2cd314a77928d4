/// Sorts the columns of a sheet that has several persons in a row.
enum MemberColumns {
  /// The first identity number is the head's; each further one begins another person, whose name
  /// stands before it.
  static func divide(_ columns: inout [LayoutColumn]) {
    let numbers = columns.indices.filter { columns[$0].use == .id }
    guard numbers.count > 1 else { return dropRepeated(&columns) }
    if isSameTwice(columns, numbers) { return dropRepeated(&columns) }
    var names = columns.indices.filter { columns[$0].use == .name }
    var before = -1
    for (person, number) in numbers.enumerated() {
      columns[number].person = person
      let own = names.last { $0 > before && $0 < number } ?? names.first { $0 > number }
      if let own {
        columns[own].person = person
        names.removeAll { $0 == own }
      }
      before = number
    }
    // Names that belong to no number say nothing that can be used.
    for name in names { columns[name].use = .ignored }
    dropRepeated(&columns)
  }

  /// 身份证号 and 残疾证号 of the same person are two numbers and one name.
  private static func isSameTwice(_ columns: [LayoutColumn], _ numbers: [Int]) -> Bool {
    columns.count { $0.use == .name } <= 1
      && numbers.contains { columns[$0].title.contains("残疾") || columns[$0].title.contains("证号") }
      && !numbers.contains { columns[$0].title.contains("成员") }
  }

  /// Of columns that hold the same of the same person the first counts.
  private static func dropRepeated(_ columns: inout [LayoutColumn]) {
    var seen: Set<Pair> = []
    for place in columns.indices where columns[place].use != .ignored {
      let pair = Pair(use: columns[place].use, person: columns[place].person)
      if !seen.insert(pair).inserted { columns[place].use = .ignored }
    }
  }

  private struct Pair: Hashable {
    let use: ColumnUse
    let person: Int
  }
}
