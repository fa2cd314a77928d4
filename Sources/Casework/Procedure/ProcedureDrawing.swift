/// The procedure as a picture (SVG), drawn from the table that decides it.
package enum ProcedureDrawing {
  private static let (boxWidth, boxHeight, step) = (150, 34, 62)
  private static let left = 210

  /// Stages from top to bottom; ways on go down, ways back curve at the right, ends lie left.
  package static func svg() -> String {
    let road = CaseStage.allCases.filter { $0 != .dismissed }
    let height = road.count * step + 40
    var parts = road.enumerated().map { box($1, at: place($0)) }
    parts.append(box(.dismissed, at: (20, place(3).y)))
    parts += road.enumerated().flatMap { arrows(of: $1, at: $0, road) }
    let drawn = parts.joined(separator: "\n")
    return """
      <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 860 \(height)' role='img' \
      aria-label='个案办理流程' font-family='sans-serif' font-size='13'>
      <defs><marker id='tip' viewBox='0 0 8 8' refX='7' refY='4' markerWidth='7' \
      markerHeight='7' orient='auto'><path d='M0 0L8 4L0 8z' fill='#4a5a52'/></marker></defs>
      \(drawn)
      </svg>

      """
  }

  private static func arrows(of stage: CaseStage, at row: Int, _ road: [CaseStage]) -> [String] {
    let exits = stage.exits.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { (action: $0.key, next: $0.value) }
    let all = exits + stage.fartherReturns.map { (action: .sendBack, next: $0) }
    return CaseStage.allCases.compactMap { next in
      let actions = all.filter { $0.next == next }.map(\.action)
      return actions.isEmpty ? nil : arrow(actions, from: row, to: road.firstIndex(of: next))
    }
  }

  private static func place(_ row: Int) -> (x: Int, y: Int) { (left, 20 + row * step) }

  private static func box(_ stage: CaseStage, at place: (x: Int, y: Int)) -> String {
    let fill = stage.isClosed ? "#e7e5df" : stage.isMonitored ? "#dcece4" : "#ffffff"
    return """
      <g id='\(stage.rawValue)'><rect x='\(place.x)' y='\(place.y)' width='\(boxWidth)' \
      height='\(boxHeight)' rx='6' fill='\(fill)' stroke='#1f5c46'/>\
      <text x='\(place.x + boxWidth / 2)' y='\(place.y + 22)' text-anchor='middle'>\
      \(stage.title)</text></g>
      """
  }

  private static func arrow(_ actions: [CaseAction], from: Int, to: Int?) -> String {
    let start = place(from)
    let title = actions.map(\.title).joined(separator: "／")
    guard let to else {
      // To the left, where cases end without being taken in.
      let end = place(3).y + boxHeight / 2
      return path(
        "M\(left) \(start.y + 17)C\(left - 30) \(start.y + 17) \(left - 30) \(end) 172 \(end)",
        nil, at: (0, 0), dashed: false)
    }
    if to == from + 1 {
      let (x, y) = (left + boxWidth / 2, start.y + boxHeight)
      return path(
        "M\(x) \(y)L\(x) \(y + step - boxHeight - 2)", title, at: (x + 8, y + 18), dashed: false)
    }
    let (right, begin, end) = (left + boxWidth, start.y + 12, place(to).y + 22)
    let out = right + 40 + abs(from - to) * 52
    // The words stand beside the curve where three quarters of its width are reached.
    let words = (x: right + (out - right) * 3 / 4 + 5, y: begin - (begin - end) / 3)
    return path(
      "M\(right) \(begin)C\(out) \(begin) \(out) \(end) \(right + 2) \(end)", title, at: words,
      dashed: actions == [.withdraw])
  }

  private static func path(
    _ line: String, _ title: String?, at place: (x: Int, y: Int), dashed: Bool
  ) -> String {
    let dash = dashed ? " stroke-dasharray='4 3'" : ""
    let curve = """
      <path d='\(line)' fill='none' stroke='#4a5a52'\(dash) marker-end='url(#tip)'/>
      """
    guard let title else { return curve }
    return curve + """
      <text x='\(place.x)' y='\(place.y)' font-size='11' fill='#4a5a52'>\(title)</text>
      """
  }
}
