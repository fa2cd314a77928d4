/// Draws a paper on A4 pages, from top to bottom, and begins a new page where one is full.
struct PaperPrinter {
  private let paper: Paper
  private let canvas: PaperCanvas
  /// Nil in the first pass, which counts the pages.
  private let total: Int?
  private var page = 1
  private var y = PaperPrinter.top

  static let (left, top, bottom) = (57.0, 51.0, 791.0)
  static let width = PaperCanvas.width - 2 * left
  static let codeSide = 68.0

  static func pdf(_ paper: Paper) throws -> [UInt8] {
    var counting = try PaperPrinter(paper, total: nil)
    _ = try counting.run()
    var drawing = try PaperPrinter(paper, total: counting.page)
    return try drawing.run()
  }

  private init(_ paper: Paper, total: Int?) throws {
    (self.paper, self.total) = (paper, total)
    canvas = try PaperCanvas(title: paper.title)
  }

  private mutating func run() throws -> [UInt8] {
    try head()
    for (index, part) in paper.parts.enumerated() {
      switch part {
      case .text(let text, let style):
        let next = style == .heading ? paper.parts.dropFirst(index + 1).first : nil
        try draw(text, style, before: next)
      case .grid(let grid): try draw(grid)
      case .signatures(let places): try draw(places)
      case .space(let room): y += room
      }
    }
    try endPage()
    return try canvas.finish()
  }

  /// Title, number and code.
  private mutating func head() throws {
    let code = paper.code.flatMap(QRCode.init)
    let inset = code == nil ? 0 : PaperPrinter.codeSide + 4
    let (x, width) = (PaperPrinter.left + inset, PaperPrinter.width - 2 * inset)
    let title = try canvas.block(
      paper.title, TextLook(size: 20, isBold: true, side: .centre), width: width)
    var below = y + (code == nil ? 0 : 8)
    title.draw(0..<title.count, on: canvas, x: x, y: below)
    below += title.height + 2
    if let number = paper.number {
      let block = try canvas.block(number, TextLook(size: 10.5, side: .centre), width: width)
      block.draw(0..<block.count, on: canvas, x: x, y: below)
      below += block.height
    }
    if let code {
      let corner = PaperPrinter.left + PaperPrinter.width - PaperPrinter.codeSide
      canvas.draw(code, x: corner, y: y - 8, side: PaperPrinter.codeSide)
      let caption = try canvas.block(
        "签好后拍照上传", TextLook(size: 7, side: .centre), width: PaperPrinter.codeSide)
      caption.draw(
        0..<caption.count, on: canvas, x: corner, y: y + PaperPrinter.codeSide - 13)
      below = max(below, y + PaperPrinter.codeSide + 2)
    }
    y = below + 8
  }

  private mutating func breakPage() throws {
    try endPage()
    page += 1
    y = PaperPrinter.top
    let line = [paper.title, paper.number, "（续）"].compactMap { $0 }.joined(separator: "　")
    let block = try canvas.block(line, TextLook(size: 9, side: .centre), width: PaperPrinter.width)
    block.draw(0..<block.count, on: canvas, x: PaperPrinter.left, y: y - 8)
    y += block.height
  }

  private func endPage() throws {
    let pages = "第 \(page) 页　共 \(total ?? page) 页"
    for (text, side) in [(paper.footer, TextLook.Side.left), (pages, .right)] {
      let block = try canvas.block(
        text, TextLook(size: 8, side: side), width: PaperPrinter.width)
      block.draw(
        0..<min(1, block.count), on: canvas, x: PaperPrinter.left, y: PaperPrinter.bottom + 10)
    }
    canvas.endPage()
  }

  /// Draws a text; a heading does not stand alone at the foot of a page.
  private mutating func draw(
    _ text: String, _ style: Paper.Style, before next: Paper.Part?
  ) throws {
    let block = try canvas.block(text, paper.look(of: style), width: PaperPrinter.width)
    if style == .heading { y += paper.size * 0.4 }
    if let next,
      try y + block.height + paper.size * 0.35 + beginning(of: next) > PaperPrinter.bottom
    {
      try breakPage()
    }
    var first = 0
    while first < block.count {
      var count = block.fitting(from: first, PaperPrinter.bottom - y)
      if count == 0 {
        try breakPage()
        count = max(1, block.fitting(from: first, PaperPrinter.bottom - y))
      }
      block.draw(first..<first + count, on: canvas, x: PaperPrinter.left, y: y)
      y += block.height(of: first..<first + count)
      first += count
    }
    y += paper.size * (style == .note ? 0.2 : 0.35)
  }

  /// The room that a part needs to begin with: a table's heading and first row, one line of a text.
  private func beginning(of part: Paper.Part) throws -> Double {
    switch part {
    case .text: return 2 * paper.size
    case .signatures: return 2.6 * paper.size
    case .space: return 0
    case .grid(let grid):
      let rows = [grid.heading].filter { !$0.isEmpty } + grid.rows.prefix(1)
      let height = try rows.reduce(0) { try $0 + GridRow($1, of: grid, paper, canvas).height }
      // A row that fills pages begins wherever it stands.
      return min(height, (PaperPrinter.bottom - PaperPrinter.top) / 3)
    }
  }

  private mutating func draw(_ grid: Paper.Grid) throws {
    let heading = try grid.heading.isEmpty ? nil : GridRow(grid.heading, of: grid, paper, canvas)
    if let heading {
      if try y + beginning(of: .grid(grid)) > PaperPrinter.bottom { try breakPage() }
      try draw(heading, under: nil)
    }
    for cells in grid.rows {
      try draw(GridRow(cells, of: grid, paper, canvas), under: heading)
    }
    y += paper.size * 0.5
  }

  /// Draws a row; one that is taller than a page goes on over the next.
  private mutating func draw(_ row: GridRow, under heading: GridRow?) throws {
    let most = PaperPrinter.bottom - PaperPrinter.top - 40 - (heading?.height ?? 0)
    var row = row
    if row.height > PaperPrinter.bottom - y, row.height <= most {
      try breakPage()
      y += heading?.draw(on: canvas, y: y) ?? 0
    }
    while row.height > PaperPrinter.bottom - y {
      y += row.drawFitting(PaperPrinter.bottom - y, on: canvas, y: y)
      try breakPage()
      y += heading?.draw(on: canvas, y: y) ?? 0
    }
    y += row.draw(on: canvas, y: y)
  }

  private mutating func draw(_ places: [String]) throws {
    let half = PaperPrinter.width / 2
    for start in stride(from: 0, to: places.count, by: 2) {
      let pair = places[start..<min(start + 2, places.count)]
      let height = paper.size * 2.6
      if y + height > PaperPrinter.bottom { try breakPage() }
      for (column, place) in pair.enumerated() {
        let x = PaperPrinter.left + Double(column) * half
        let block = try canvas.block(place, TextLook(size: paper.size), width: half)
        let base = y + height - block.height
        block.draw(0..<block.count, on: canvas, x: x, y: base)
        guard place.hasSuffix("：") else { continue }
        let begin = x + block.widest + 2
        canvas.line((begin, base + block.height), (x + half - 14, base + block.height))
      }
      y += height
    }
    y += paper.size * 0.5
  }
}

extension Paper {
  func look(of style: Style) -> TextLook {
    switch style {
    case .body: TextLook(size: size, indent: 2 * size, spacing: size * 0.25)
    case .plain: TextLook(size: size, spacing: size * 0.25)
    case .heading: TextLook(size: size, isBold: true)
    case .centred: TextLook(size: size, side: .centre)
    case .right: TextLook(size: size, side: .right)
    case .note: TextLook(size: size * 0.82)
    }
  }
}

/// One row of a table, its texts broken into lines.
struct GridRow {
  private var cells: [(block: TextBlock, next: Int, x: Double, width: Double)]
  private let least: Double
  private static let (side, edge) = (4.0, 2.5)

  init(
    _ cells: [Paper.Cell], of grid: Paper.Grid, _ paper: Paper, _ canvas: PaperCanvas
  ) throws {
    let unit = PaperPrinter.width / max(grid.columns.reduce(0, +), 0.001)
    var (x, column) = (PaperPrinter.left, 0)
    self.cells = try cells.map { cell in
      let end = min(column + cell.span, grid.columns.count)
      let width = grid.columns[min(column, end)..<end].reduce(0, +) * unit
      defer { (x, column) = (x + width, end) }
      let look = TextLook(
        size: min(paper.size, 10.5), side: cell.isLabel ? .centre : cell.isNumber ? .right : .left)
      let block = try canvas.block(cell.text, look, width: width - 2 * GridRow.side)
      return (block, 0, x, width)
    }
    least = cells.map(\.least).max() ?? 0
  }

  var height: Double {
    let tallest = cells.map { $0.block.height(of: $0.next..<$0.block.count) }.max() ?? 0
    let isWhole = cells.allSatisfy { $0.next == 0 }
    return max(tallest + 2 * GridRow.edge, isWhole ? least : 0)
  }

  /// - Returns: how much it took.
  func draw(on canvas: PaperCanvas, y: Double) -> Double {
    let height = height
    for cell in cells {
      canvas.box(cell.x, y, cell.width, height)
      let range = cell.next..<cell.block.count
      // A single line stands in the middle of its cell.
      let own = cell.block.height(of: range)
      let inset = range.count <= 2 || own > height / 2 ? (height - own) / 2 : GridRow.edge
      cell.block.draw(range, on: canvas, x: cell.x + GridRow.side, y: y + inset)
    }
    return height
  }

  /// Draws as many lines as there is room for; the rest stays.
  mutating func drawFitting(_ room: Double, on canvas: PaperCanvas, y: Double) -> Double {
    let inner = room - 2 * GridRow.edge
    for index in cells.indices {
      let cell = cells[index]
      let count = cell.block.fitting(from: cell.next, inner)
      canvas.box(cell.x, y, cell.width, room)
      cell.block.draw(
        cell.next..<cell.next + count, on: canvas, x: cell.x + GridRow.side, y: y + GridRow.edge)
      cells[index].next += count
    }
    return room
  }
}
