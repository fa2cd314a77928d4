/// Random numbers that are the same for the same seed, on any machine (SplitMix64).
package struct Chance: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  mutating func happens(_ probability: Double) -> Bool {
    Double(next() >> 11) / Double(1 << 53) < probability
  }

  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int(next() % UInt64(values.count))]
  }

  mutating func within(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}

/// Values drawn as often as their weights say.
struct Weighted<Value: Sendable>: Sendable {
  private let values: [Value]
  private let sums: [Double]

  init(_ pairs: [(Value, Double)]) {
    values = pairs.map(\.0)
    var sum = 0.0
    sums = pairs.map {
      sum += $0.1
      return sum
    }
  }

  func draw(_ chance: inout Chance) -> Value {
    let point = Double(chance.next() >> 11) / Double(1 << 53) * (sums.last ?? 0)
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > point { high = middle } else { low = middle + 1 }
    }
    return values[low]
  }
}
