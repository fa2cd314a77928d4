/// How many households each combination of the three channels found: the seven cells that are seen.
package struct ChannelCells: Hashable, Sendable {
  /// By the channels as bits (1 the first, 2 the second, 4 the third); the cell 0 is what nobody saw.
  package private(set) var counts: [Int]

  package init() { counts = [Int](repeating: 0, count: 8) }

  package init(_ counts: [Int]) {
    self.init()
    for (cell, count) in counts.prefix(8).enumerated() where cell > 0 { self.counts[cell] = count }
  }

  /// Adds a household that these channels found, each by itself.
  package mutating func add(_ channels: Set<ClueSource>) {
    let bits = ClueSource.channels.enumerated().reduce(0) { sum, channel in
      channels.contains(channel.element) ? sum | 1 << channel.offset : sum
    }
    if bits > 0 { counts[bits] += 1 }
  }

  package var seen: Int { counts.dropFirst().reduce(0, +) }
  package func found(by channel: Int) -> Int {
    (1..<8).filter { $0 & (1 << channel) != 0 }.reduce(0) { $0 + counts[$1] }
  }

  /// Households that this many channels found.
  func foundTimes(_ times: Int) -> Int {
    (1..<8).filter { $0.nonzeroBitCount == times }.reduce(0) { $0 + counts[$1] }
  }

  package var overlapping: Int { foundTimes(2) + foundTimes(3) }

  /// At least so many are in truth, however the households differ (Chao's lower bound).
  package var lowerBound: Double {
    let (once, twice) = (Double(foundTimes(1)), Double(foundTimes(2)))
    return Double(seen) + 2.0 / 3 * once * (once - 1) / (2 * (twice + 1))
  }
}

extension ClueSource {
  /// The three channels in the order of the cells' bits.
  package static let channels: [ClueSource] = [.selfReport, .patrol, .departmentPush]
}

/// How many households are in trouble that no channel has found yet.
package struct CoverageEstimate: Sendable {
  package let cells: ChannelCells
  /// Pairs of channels that do not find independently of each other.
  package let dependent: [(ClueSource, ClueSource)]
  package let unseen: Double
  /// 95 %, by the profiles of the likelihoods of all models within 2 of the best AICc.
  package let interval: ClosedRange<Double>

  package var lowerBoundUnseen: Double { cells.lowerBound - Double(cells.seen) }

  /// No estimate is made of fewer in any channel, nor of fewer found by two or more.
  package static let smallestCell = 10

  /// - Throws: `CoverageRefusal` where the cells are too thin to say anything.
  package init(_ cells: ChannelCells) throws(CoverageRefusal) {
    for (index, channel) in ClueSource.channels.enumerated() {
      let found = cells.found(by: index)
      guard found >= CoverageEstimate.smallestCell else { throw .thinChannel(channel, found) }
    }
    guard cells.overlapping >= CoverageEstimate.smallestCell else {
      throw .thinOverlap(cells.overlapping)
    }
    let fits = LogLinear.models.compactMap { LogLinear($0, cells) }
    guard let best = fits.min(by: { $0.aicc < $1.aicc }), let profile = best.profile() else {
      throw .unstable
    }
    // Which model is the true one is not known for sure either: all that are nearly as good speak.
    let near = fits.filter { $0.aicc <= best.aicc + 2 }.compactMap { $0.profile()?.interval }
    self.cells = cells
    dependent = best.pairs.map { (ClueSource.channels[$0.0], ClueSource.channels[$0.1]) }
    unseen = profile.peak
    let low = near.map(\.lowerBound).min() ?? profile.interval.lowerBound
    let high = near.map(\.upperBound).max() ?? profile.interval.upperBound
    interval = low...high
  }
}

/// Why no estimate is given.
package enum CoverageRefusal: Refusal, Hashable {
  case thinChannel(ClueSource, Int)
  case thinOverlap(Int)
  case unstable

  package var sentence: String {
    let least = CoverageEstimate.smallestCell
    return switch self {
    case .thinChannel(let channel, let found):
      "“\(channel.title)”只发现 \(found) 户，少于 \(least) 户，无法估计"
    case .thinOverlap(let count):
      "被两个以上渠道各自发现的只有 \(count) 户，少于 \(least) 户，无法估计"
    case .unstable: "三个渠道的重叠情况不足以给出稳定的估计"
    }
  }
}
