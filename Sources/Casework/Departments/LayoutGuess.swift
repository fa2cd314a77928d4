/// Recognises a sheet that nobody described: by the words of its headings, and where they say
/// nothing by how its contents look.
package struct LayoutGuess: Sendable {
  private let item: DataItem
  private let uses: [String: ColumnUse]

  package init(_ item: DataItem) {
    self.item = item
    var uses: [String: ColumnUse] = [:]
    for (use, _, titles) in ColumnUse.plain {
      for title in titles { uses[Heading.plain(title)] = use }
      for title in titles { uses[Heading.open(title)] = use }
    }
    // What the item calls its own columns goes before what all items share.
    for column in item.columns.reversed() {
      for title in column.titles {
        uses[Heading.plain(title)] = .value(column.name)
        uses[Heading.open(title)] = .value(column.name)
      }
    }
    self.uses = uses
  }

  /// The sheets that hold rows about persons; cover pages and summaries are left out.
  package func sheets(_ samples: [SheetSample]) -> [SheetLayout] {
    samples.compactMap(layout).filter(\.leadsToPersons)
  }

  /// Nil where no row of the sample speaks of a person and no row looks like a heading.
  func layout(_ sample: SheetSample) -> SheetLayout? {
    guard let data = sample.firstDataRow ?? rowBelowTitles(sample) else { return nil }
    let headings = sample.headings(above: data)
    let width = sample.rows.map(\.cells.count).max() ?? 0
    var columns = (0..<width).map { index in
      let titles = Self.titles(index, headings)
      let use = titles.lazy.compactMap(self.use).first
      return LayoutColumn(
        index: index, title: titles.first ?? "", use: use ?? .ignored, person: 0,
        ground: .heading)
    }
    let lines = sample.rows[data...]
    guessByContents(&columns, lines.map(\.cells))
    MemberColumns.divide(&columns)
    let doubtful = Self.doubtful(columns, headings, lines.map(\.cells))
    columns.removeAll { column in
      column.title.isEmpty
        && lines.allSatisfy { $0.cells.dropFirst(column.index).first ?? "" == "" }
    }
    var layout = SheetLayout(
      sheet: sample.index, name: sample.name, headingRow: headings.last?.number ?? 0,
      columns: columns)
    layout.doubtful = doubtful
    return layout
  }

  /// Titles of columns that are used and stand a second time above other contents.
  private static func doubtful(
    _ columns: [LayoutColumn], _ headings: [SheetSample.Line], _ rows: [[String]]
  ) -> [String] {
    // Where a row holds several persons, titles repeat for each.
    guard columns.allSatisfy({ $0.person == 0 }) else { return [] }
    func contents(_ index: Int) -> [String] {
      rows.map { $0.indices.contains(index) ? $0[index] : "" }
    }
    return columns.filter { column in
      column.use != .ignored && column.ground == .heading
        && columns.contains { other in
          other.use == .ignored && other.title == column.title
            && titles(other.index, headings) == titles(column.index, headings)
            && contents(other.index) != contents(column.index)
        }
    }.map(\.title)
  }

  /// Without identity numbers the row below the best-known titles is the first.
  private func rowBelowTitles(_ sample: SheetSample) -> Int? {
    let known = sample.rows.prefix(10).map { line in
      Set(line.cells.compactMap { use($0) }).count
    }
    guard let most = known.max(), most >= 3, let row = known.lastIndex(of: most) else { return nil }
    // A file with headings alone says that nothing happened.
    return row + 1
  }

  private func use(_ title: String) -> ColumnUse? {
    guard !title.isEmpty, !Self.isOfOthers(title) else { return nil }
    if let known = uses[Heading.open(title)] ?? uses[Heading.plain(title)] { return known }
    // 家庭成员一姓名, 成员2身份证号码: the end of the title says what it is.
    let plain = Heading.plain(title)
    if plain.hasSuffix("身份证号") || plain.hasSuffix("身份证号码") || plain.hasSuffix("身份证") {
      return .id
    }
    return plain.hasSuffix("成员姓名") || (plain.contains("成员") && plain.hasSuffix("姓名")) ? .name : nil
  }

  /// Columns about people whom the row is not about.
  private static func isOfOthers(_ title: String) -> Bool {
    ["监护人", "代领人", "经办", "联系人", "开户", "授权", "父亲", "母亲", "审核人"]
      .contains { title.contains($0) }
  }

  /// What a column is called: its lowest title, then with those above it.
  private static func titles(_ index: Int, _ headings: [SheetSample.Line]) -> [String] {
    var levels: [String] = []
    for (depth, line) in headings.enumerated() {
      let own = index < line.cells.count ? line.cells[index] : ""
      if !own.isEmpty {
        if levels.last != own { levels.append(own) }
      } else if depth + 1 < headings.count, hasTitleBelow(index, headings[(depth + 1)...]) {
        // A merged title stands in the first of its cells only.
        let left = line.cells.prefix(index).last { !$0.isEmpty }
        if let left { levels.append(left) }
      }
    }
    guard let lowest = levels.last else { return [] }
    return levels.count == 1 ? [lowest] : [lowest, levels.joined(), levels[0]]
  }

  private static func hasTitleBelow(_ index: Int, _ lines: ArraySlice<SheetSample.Line>) -> Bool {
    lines.contains { index < $0.cells.count && !$0.cells[index].isEmpty }
  }
}

extension LayoutGuess {
  /// Looks at the contents of columns whose headings say nothing.
  private func guessByContents(_ columns: inout [LayoutColumn], _ rows: [[String]]) {
    for place in columns.indices where columns[place].use == .ignored {
      let column = columns[place]
      if Self.isOfOthers(column.title) { continue }
      guard let use = use(Self.kind(of: column.index, rows), hasTitle: !column.title.isEmpty)
      else { continue }
      let isKnown = columns.contains { $0.use == use }
      // Numbers repeat in rows of several persons, and so do the names before them.
      let mayRepeat =
        use == .id
        || (use == .name && column.title.isEmpty && Self.isBeforeIdentity(column.index, rows))
      if !isKnown || mayRepeat { (columns[place].use, columns[place].ground) = (use, .contents) }
    }
  }

  /// What cells of a kind are taken for; a titled column of days or sums is somebody else's.
  private func use(_ kind: CellKind, hasTitle: Bool) -> ColumnUse? {
    func first(_ type: DataColumn.ColumnType) -> ColumnUse? {
      hasTitle ? nil : item.columns.first { $0.type == type }.map { .value($0.name) }
    }
    return switch kind {
    case .identity: .id
    case .name: .name
    case .phone: .phone
    case .village: .village
    case .township: .township
    case .day: first(.day)
    case .money: first(.money)
    case .empty, .text: nil
    }
  }

  /// What at least four of five cells that hold anything look like.
  private static func kind(of index: Int, _ rows: [[String]]) -> CellKind {
    let kinds = rows.compactMap { $0.indices.contains(index) ? CellKind($0[index]) : nil }
      .filter { $0 != .empty }
    guard
      let first = Set(kinds).max(by: { left, right in
        kinds.count { $0 == left } < kinds.count { $0 == right }
      }), kinds.count(where: { $0 == first }) * 5 >= kinds.count * 4
    else { return .empty }
    return first
  }

  private static func isBeforeIdentity(_ index: Int, _ rows: [[String]]) -> Bool {
    kind(of: index + 1, rows) == .identity
  }
}
