/// Whether a row below the headings is about anybody.
package enum RowMatter: Sendable {
  case record
  /// A total, a remark, a signature, a heading repeated, an example: with what it is.
  case skipped(String)

  package init(_ cells: [String], _ layout: SheetLayout) {
    if RowMatter.isPlain(cells, layout) {
      self = .record
      return
    }
    let words = cells.filter { !$0.isEmpty }
    guard let first = words.first.map(CellText.cleaned) else {
      self = .skipped("空行")
      return
    }
    let holdsIdentity = words.contains { CellKind(CellText.cleaned($0)) == .identity }
    if first.hasPrefix("示例") {
      self = .skipped("示例行")
    } else if !holdsIdentity, RowMatter.totals.contains(where: Heading.plain(first).hasPrefix) {
      self = .skipped("合计行")
    } else if !holdsIdentity, RowMatter.isFooter(words, layout) {
      self = .skipped("表尾说明")
    } else if RowMatter.repeats(cells, layout) {
      self = .skipped("重复的表头")
    } else {
      self = .record
    }
  }

  /// Most rows are: they have a number where the number stands, and no mark before it.
  private static func isPlain(_ cells: [String], _ layout: SheetLayout) -> Bool {
    guard let place = layout.numberPlace, place < cells.count,
      (15...23).contains(cells[place].utf8.count), let first = cells.first,
      let byte = cells[place].utf8.first, byte < 0x60
    else { return false }
    return !first.hasPrefix("示例") && first.utf8.count < 60
  }

  private static let totals = ["合计", "总计", "小计", "共计", "本页合计", "累计"]
  private static let footers = [
    "备注", "说明", "注：", "注:", "填表", "制表", "审核", "负责人", "经办", "单位负责", "填报", "制单", "复核", "领导",
  ]

  private static func isFooter(_ words: [String], _ layout: SheetLayout) -> Bool {
    words.count == 1
      || words.contains { word in
        footers.contains(where: word.hasPrefix) && word.count > 2
          && (word.contains("：") || word.contains(":"))
      }
  }

  private static func repeats(_ cells: [String], _ layout: SheetLayout) -> Bool {
    let named = layout.columns.filter { $0.use != .ignored }
    let same = named.count { column in
      cells.indices.contains(column.index) && !column.title.isEmpty
        && CellText.cleaned(cells[column.index]) == column.title
    }
    return same >= 2
  }
}
