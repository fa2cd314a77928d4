/// What stands on a paper from top to bottom, before PDF or Word draws it on A4.
package struct Paper: Sendable {
  package var title: String
  /// The document's number, as it is printed under the title.
  package var number: String?
  /// What the QR code at the top right says; nil where the paper does not come back.
  package var code: String?
  package var parts: [Part] = []
  /// Stands small at the foot of every page, before the page's number.
  package var footer = ""
  /// The size of plain text, in points.
  package var size: Double

  package init(_ title: String, number: String? = nil, size: Double = 12) {
    (self.title, self.number, self.size) = (title, number, size)
  }

  /// One piece of a paper.
  package enum Part: Sendable {
    case text(String, Style)
    case grid(Grid)
    /// Places to sign, two side by side; each is what stands before the line.
    case signatures([String])
    /// Room, in points.
    case space(Double)
  }

  /// How a text is set.
  package enum Style: Sendable {
    /// A paragraph that begins two letters in.
    case body
    case plain, heading, centred, right, note
  }

  /// A table with lines around its cells; its heading stands again on every page.
  package struct Grid: Sendable {
    /// The columns' shares of the width.
    package var columns: [Double]
    package var heading: [Cell]
    package var rows: [[Cell]]

    package init(_ columns: [Double], heading: [String] = [], rows: [[Cell]]) {
      self.columns = columns
      self.heading = heading.map(Cell.label)
      self.rows = rows
    }
  }

  /// One cell of a table.
  package struct Cell: Sendable {
    package var text: String
    package var isLabel = false
    /// How many columns it covers.
    package var span = 1
    /// The least height, in points, to write by hand.
    package var least = 0.0
    package var isNumber = false

    package init(_ text: String, span: Int = 1, least: Double = 0) {
      (self.text, self.span, self.least) = (text, span, least)
    }

    package static func label(_ text: String) -> Cell {
      var cell = Cell(text)
      cell.isLabel = true
      return cell
    }

    package static func number(_ text: String) -> Cell {
      var cell = Cell(text)
      cell.isNumber = true
      return cell
    }
  }
}

extension Paper {
  /// Every text that leaves with the paper, and where it stands.
  package var words: [(place: String, text: String)] {
    var words = [("标题", title), ("编号", number ?? ""), ("页脚", footer)]
    var (paragraph, table) = (0, 0)
    for part in parts {
      switch part {
      case .text(let text, _):
        paragraph += 1
        words.append(("第 \(paragraph) 段", text))
      case .grid(let grid):
        table += 1
        for (row, cells) in ([grid.heading] + grid.rows).enumerated() {
          for (column, cell) in cells.enumerated() {
            words.append(("表格 \(table) 第 \(row) 行第 \(column + 1) 列", cell.text))
          }
        }
      case .signatures(let places): words += places.map { ("签字处", $0) }
      case .space: break
      }
    }
    return words.filter { !$0.1.isEmpty }
  }
}

/// What a paper is written as.
package enum PaperFormat: String, CaseIterable, Sendable {
  case pdf, docx

  package var type: String {
    switch self {
    case .pdf: "application/pdf"
    case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    }
  }
}

extension Paper {
  package func bytes(as format: PaperFormat) throws -> [UInt8] {
    switch format {
    case .pdf: try PaperPrinter.pdf(self)
    case .docx: try WordFile.bytes(of: self)
    }
  }
}

/// The paper could not be drawn: a fault of ours or of the machine.
package struct PaperFault: Error, CustomStringConvertible {
  package let description: String
}
