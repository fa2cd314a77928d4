/// The text of a Word document: a paper's parts as WordprocessingML.
struct WordText {
  private let paper: Paper
  private let hasCode: Bool
  /// The width between the margins, in twentieths of a point.
  private static let width = 9_626

  init(_ paper: Paper, hasCode: Bool) { (self.paper, self.hasCode) = (paper, hasCode) }

  var document: String {
    let head = paragraph(
      paper.title, side: "center", size: 20, isBold: true, before: hasCode ? picture : "")
    let number = paper.number.map { paragraph($0, side: "center", size: 10.5, after: 160) } ?? ""
    let gap = hasCode ? paragraph("", size: 12) : ""
    return """
      <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" \
      xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" \
      xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" \
      xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" \
      xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>\
      \(head)\(number)\(gap)\(paper.parts.map(part).joined())\
      <w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" \
      w:h="16838"/><w:pgMar w:top="1020" w:right="1140" w:bottom="1020" w:left="1140" \
      w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>
      """
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      // XML has no place for other control letters.
      case _ where scalar.value < 0x20 && scalar != "\n": continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private func part(_ part: Paper.Part) -> String {
    switch part {
    case .text(let text, let style): self.text(text, style)
    case .grid(let grid): table(grid)
    case .signatures(let places): signatures(places)
    case .space(let room): paragraph("", size: max(1, room / 1.4))
    }
  }

  private func text(_ text: String, _ style: Paper.Style) -> String {
    let look = paper.look(of: style)
    let side =
      switch look.side {
      case .left: "both"
      case .centre: "center"
      case .right: "right"
      }
    return paragraph(
      text, side: side, size: look.size, isBold: look.isBold, indent: look.indent, after: 80)
  }

  private func paragraph(
    _ text: String, side: String = "left", size: Double? = nil, isBold: Bool = false,
    indent: Double = 0, after: Int = 0, before drawing: String = ""
  ) -> String {
    let size = Int((size ?? paper.size) * 2)
    let look = "<w:rPr>\(isBold ? "<w:b/>" : "")<w:sz w:val=\"\(size)\"/></w:rPr>"
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      "<w:t xml:space=\"preserve\">\(WordText.escaped(String($0)))</w:t>"
    }.joined(separator: "<w:br/>")
    let first = indent > 0 ? "<w:ind w:firstLine=\"\(Int(indent * 20))\"/>" : ""
    // A heading does not stand alone at the foot of a page.
    let bond = isBold ? "<w:keepNext/>" : ""
    return """
      <w:p><w:pPr>\(bond)<w:spacing w:before="0" w:after="\(after)"/>\(first)<w:jc w:val="\(side)"/>\
      \(look)</w:pPr>\(drawing)<w:r>\(look)\(lines)</w:r></w:p>
      """
  }

  private func table(_ grid: Paper.Grid) -> String {
    let widths = widths(grid)
    let heading = grid.heading.isEmpty ? "" : row(grid.heading, widths, isHeading: true)
    let rows = grid.rows.map { row($0, widths, isHeading: false) }.joined()
    let lines = ["top", "left", "bottom", "right", "insideH", "insideV"].map {
      "<w:\($0) w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"
    }.joined()
    return """
      <w:tbl><w:tblPr><w:tblW w:w="\(WordText.width)" w:type="dxa"/><w:tblBorders>\(lines)\
      </w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="80" w:type="dxa"/>\
      <w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>\
      \(widths.map { "<w:gridCol w:w=\"\($0)\"/>" }.joined())</w:tblGrid>\(heading)\(rows)\
      </w:tbl>\(paragraph("", size: 4))
      """
  }

  private func widths(_ grid: Paper.Grid) -> [Int] {
    let unit = Double(WordText.width) / max(grid.columns.reduce(0, +), 0.001)
    return grid.columns.map { Int($0 * unit) }
  }

  private func row(_ cells: [Paper.Cell], _ widths: [Int], isHeading: Bool) -> String {
    var column = 0
    let least = cells.map(\.least).max() ?? 0
    let height = least > 0 ? "<w:trHeight w:val=\"\(Int(least * 20))\" w:hRule=\"atLeast\"/>" : ""
    let marks = "\(height)\(isHeading ? "<w:tblHeader/>" : "")"
    let drawn = cells.map { cell in
      let end = min(column + cell.span, widths.count)
      let width = widths[min(column, end)..<end].reduce(0, +)
      column = end
      let side = cell.isLabel ? "center" : cell.isNumber ? "right" : "left"
      let text = paragraph(cell.text, side: side, size: min(paper.size, 10.5))
      let span = cell.span > 1 ? "<w:gridSpan w:val=\"\(cell.span)\"/>" : ""
      return """
        <w:tc><w:tcPr><w:tcW w:w="\(width)" w:type="dxa"/>\(span)<w:vAlign w:val="center"/>\
        </w:tcPr>\(text)</w:tc>
        """
    }.joined()
    return "<w:tr><w:trPr><w:cantSplit/>\(marks)</w:trPr>\(drawn)</w:tr>"
  }

  private func signatures(_ places: [String]) -> String {
    stride(from: 0, to: places.count, by: 2).map { start in
      let pair = places[start..<min(start + 2, places.count)].map {
        WordText.escaped($0) + ($0.hasSuffix("：") ? "＿＿＿＿＿＿＿＿" : "")
      }
      return """
        <w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="4813"/></w:tabs><w:spacing \
        w:before="240"/></w:pPr><w:r><w:t xml:space="preserve">\(pair[0])</w:t></w:r>\
        \(pair.count > 1 ? "<w:r><w:tab/><w:t xml:space=\"preserve\">\(pair[1])</w:t></w:r>" : "")\
        </w:p>
        """
    }.joined()
  }

  /// The code at the top right, 24 mm wide, on the text.
  private var picture: String {
    let side = 863_600
    return """
      <w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" \
      relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">\
      <wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>right</wp:align>\
      </wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>540000</wp:posOffset>\
      </wp:positionV><wp:extent cx="\(side)" cy="\(side)"/><wp:wrapNone/><wp:docPr id="1" \
      name="code"/><a:graphic><a:graphicData \
      uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>\
      <pic:cNvPr id="1" name="code"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip \
      r:embed="rId3"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>\
      <a:off x="0" y="0"/><a:ext cx="\(side)" cy="\(side)"/></a:xfrm><a:prstGeom prst="rect">\
      <a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:anchor>\
      </w:drawing></w:r>
      """
  }
}
