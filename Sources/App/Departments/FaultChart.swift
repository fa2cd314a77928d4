import Casework

/// A reason for holding a file back, drawn: what is usual above what came, a pair a line.
struct FaultChart: Sendable {
  let title: String
  let sentence: String
  let height: Int
  let legend: Int
  let words: Int
  let bars: [Bar]
  private static let line = 22
  private static let widest = 88.0
  /// More pairs than this are not read; those that differ most are shown.
  private static let most = 12

  struct Bar: Sendable {
    let label: String
    let text: Int
    let upper: Int
    let lower: Int
    let usual: Int
    let now: Int
    let end: Int
    let figure: String
  }

  /// Nil where there is nothing to draw.
  init?(_ fault: InputFault) {
    guard !fault.bars.isEmpty else { return nil }
    (title, sentence) = (fault.kind.title, fault.sentence)
    let odd = fault.bars.indices.sorted {
      abs(fault.bars[$0].now - fault.bars[$0].usual)
        > abs(fault.bars[$1].now - fault.bars[$1].usual)
    }.prefix(Self.most).sorted()
    let shown =
      fault.kind == .rows ? Array(fault.bars.suffix(Self.most)) : odd.map { fault.bars[$0] }
    let largest = shown.map { max($0.usual, $0.now) }.max() ?? 1
    let scale = Self.widest / max(largest, 0.000_001)
    bars = shown.enumerated().map { place, bar in
      let (top, usual, now) = (place * Self.line, Int(bar.usual * scale), Int(bar.now * scale))
      return Bar(
        label: bar.label.count > 8 ? String(bar.label.prefix(7)) + "…" : bar.label,
        text: top + 13, upper: top + 2, lower: top + 9, usual: usual, now: now,
        end: 116 + max(usual, now),
        figure: fault.kind == .rows
          ? "\(Int(max(bar.usual, bar.now)))"
          : "\(Self.share(bar.usual)) → \(Self.share(bar.now))")
    }
    legend = shown.count * Self.line + 8
    (words, height) = (legend + 8, legend + 16)
  }

  private static func share(_ value: Double) -> String { "\(Int((value * 100).rounded()))%" }
}
