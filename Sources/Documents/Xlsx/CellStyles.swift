/// What a number's format makes of it.
enum NumberLook: Sendable {
  case plain, day, time, dayAndTime

  /// By the code that people see in the format dialog.
  init(code: String) {
    // Only the first section, which is for numbers above zero.
    let bare = NumberLook.bare(code.lowercased().prefix { $0 != ";" })
    let hasTime = bare.contains { $0 == "h" || $0 == "s" }
    let hasDay = bare.contains { $0 == "y" || $0 == "d" } || (!hasTime && bare.contains("mmm"))
    self = NumberLook(hasDay: hasDay, hasTime: hasTime)
  }

  /// The code without quoted text, escaped letters, colours and conditions; `[h]` and its like,
  /// which count beyond a day, stay.
  private static func bare(_ code: Substring) -> String {
    var (bare, rest) = ("", code)
    while let letter = rest.popFirst() {
      switch letter {
      case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
      case "[":
        let inside = rest.prefix { $0 != "]" }
        if inside.allSatisfy({ "hms".contains($0) }) { bare += inside }
        rest = rest.dropFirst(inside.count + 1)
      case "\\", "_", "*": rest = rest.dropFirst()
      default: bare.append(letter)
      }
    }
    return bare
  }

  /// By the numbers of the formats that every program knows.
  init(builtIn id: Int) {
    switch id {
    case 14...17, 27...31, 34...36, 50...54, 57, 58: self = .day
    case 18...21, 32, 33, 45...47, 55, 56: self = .time
    case 22: self = .dayAndTime
    default: self = .plain
    }
  }

  private init(hasDay: Bool, hasTime: Bool) {
    self = hasDay ? hasTime ? .dayAndTime : .day : hasTime ? .time : .plain
  }
}

/// The looks of the cell formats of a workbook, by number.
struct CellStyles: Sendable {
  private var looks: [NumberLook] = []

  init() {}

  init(looks: [NumberLook]) { self.looks = looks }

  init(_ archive: ZipArchive, _ path: String) throws {
    guard let entry = archive.entry(path) else { return }
    var scan = MarkupScan(try EntryReader(archive, entry))
    var (custom, isInside): ([Int: NumberLook], Bool) = ([:], false)
    while case let token = try scan.next(), token.kind != .end {
      if token.name == XLSXNames.cellXfs {
        isInside = token.kind == .open
      } else if token.kind == .open, token.name == XLSXNames.numFmt {
        if let id = scan.number(XLSXNames.numFmtId, of: token) {
          custom[id] = NumberLook(code: scan.attribute(XLSXNames.formatCode, of: token) ?? "")
        }
      } else if token.kind == .open, token.name == XLSXNames.xf, isInside {
        let id = scan.number(XLSXNames.numFmtId, of: token) ?? 0
        looks.append(custom[id] ?? NumberLook(builtIn: id))
      }
    }
  }

  subscript(style: Int) -> NumberLook { looks.indices.contains(style) ? looks[style] : .plain }
}
