/// Where in one sheet the data stand, and what each column holds.
package struct SheetLayout: Hashable, Sendable {
  /// Which sheet of the file, counted from 0.
  package let sheet: Int
  package let name: String
  /// The row of the lowest heading; data follow. 0 where there is none.
  package let headingRow: Int
  package var columns: [LayoutColumn]
  /// Titles that two columns share though they do not say the same: nobody can tell which counts.
  package var doubtful: [String] = []

  package init(sheet: Int, name: String, headingRow: Int, columns: [LayoutColumn]) {
    (self.sheet, self.name, self.headingRow, self.columns) = (sheet, name, headingRow, columns)
  }

  /// How many persons a row may hold.
  package var persons: Int { (columns.map(\.person).max() ?? 0) + 1 }

  /// The column that holds something of a person; what is the household's stands with the first.
  package func place(of use: ColumnUse, person: Int) -> Int? {
    columns.first { $0.use == use && $0.person == person }?.index
  }

  /// The column of the first person's identity number.
  var numberPlace: Int? { place(of: .id, person: 0) }

  /// Whether a row can lead to a person at all.
  package var leadsToPersons: Bool {
    func has(_ use: ColumnUse) -> Bool { columns.contains { $0.use == use } }
    return has(.name) && (has(.id) || (has(.birth) && has(.village)))
  }

  /// Whether the words of the headings alone say what is in it, one person a row.
  package func isPlain(for item: DataItem) -> Bool {
    persons == 1 && doubtful.isEmpty
      && columns.allSatisfy { $0.use == .ignored || $0.ground != .contents }
      && item.columns.allSatisfy { !$0.isRequired || place(of: .value($0.name), person: 0) != nil }
  }

  /// The headings of a sheet in one word: the same for every month's file of the same make.
  package var signature: String {
    let titled = columns.filter { !$0.title.isEmpty }
    let text =
      titled.isEmpty
      ? "\(columns.count)"
      : titled.map { "\($0.index)=\(Heading.plain($0.title))" }.joined(separator: "|")
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }
}

/// One column of a sheet.
package struct LayoutColumn: Hashable, Sendable {
  package let index: Int
  package let title: String
  package var use: ColumnUse
  /// Whose it is where a row holds several persons: 0 is the first, the head.
  package var person: Int
  package var ground: GuessGround

  package init(index: Int, title: String, use: ColumnUse, person: Int, ground: GuessGround) {
    (self.index, self.title, self.use) = (index, title, use)
    (self.person, self.ground) = (person, ground)
  }
}

/// Headings as people type them, made comparable.
package enum Heading {
  /// Without spaces, brackets, stars, units and the numbers of members.
  package static func plain(_ title: String) -> String {
    var text = ""
    var depth = 0
    for character in CellText.cleaned(title) {
      switch character {
      case "(", "（", "[", "【": depth += 1
      case ")", "）", "]", "】": depth = max(0, depth - 1)
      case " ", "\n", "\r", "\t", "*", "＊", "\u{3000}", "：", ":": continue
      default: if depth == 0 { text.append(character) }
      }
    }
    while let last = text.last, last.isNumber, text.count > 1 { text.removeLast() }
    return text
  }

  /// Without its brackets, keeping what stands in them.
  static func open(_ title: String) -> String {
    String(CellText.cleaned(title).filter { !" \n\r\t*＊\u{3000}()（）".contains($0) })
  }
}
