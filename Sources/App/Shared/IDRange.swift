/// Ids taken from the counter a thousand at a time.
struct IDRange {
  private let name: String
  private var left: Range<Int64> = 0..<0

  init(_ name: String) { self.name = name }

  mutating func next(in open: OpenRegister) throws -> Int64 {
    if left.isEmpty {
      let first = try open.nextID(name, count: 1_000)
      left = first..<(first + 1_000)
    }
    return left.removeFirst()
  }
}

extension Range<Int64> {
  fileprivate mutating func removeFirst() -> Int64 {
    let first = lowerBound
    self = (first + 1)..<upperBound
    return first
  }
}
