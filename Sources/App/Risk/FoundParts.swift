import Casework
import Dispatch
import Store

/// The parts that the factors' queries gave, household by household. They are sorted on a thread of
/// their own, while the database looks for the next factor's.
final class FoundParts: @unchecked Sendable {
  // A class, because two threads share it. Unchecked, because `line` is the only one to change it.
  private let line = DispatchQueue(label: "found parts")
  /// A county's answers are large; two may wait.
  private let room = DispatchSemaphore(value: 2)
  private let easing: Easing
  private let day: Day
  private var parts: [Int64: [Part]] = [:]
  private var failed: [(Factor, any Error)] = []

  init(_ easing: Easing, on day: Day) { (self.easing, self.day) = (easing, day) }

  /// Adds what a factor's query gave, or nothing of it where a row is not as it must be.
  func add(_ rows: any ForeignRows, of factor: Factor) {
    room.wait()
    line.async { [self] in
      defer { room.signal() }
      do {
        for (household, part) in try read(rows, of: factor) {
          parts[household, default: []].append(part)
        }
      } catch { failed.append((factor, error)) }
    }
  }

  /// The factors whose rows were not as they must be, with the reason.
  func faults() throws -> [(Factor, String)] {
    try line.sync { failed }.map { factor, error in
      guard let fault = error as? FactorFault else { throw error }
      return (factor, fault.description)
    }
  }

  func households() -> [Int64: Assessment] {
    line.sync { parts }.mapValues(Assessment.init)
  }

  private func read(_ rows: any ForeignRows, of factor: Factor) throws -> [(Int64, Part)] {
    var (reader, found) = (FactorReader(factor), [(Int64, Part)]())
    let full = FactorWeight(factor)
    try rows.each { row in
      guard let finding = try reader.read(row) else { return }
      let left = factor.eases.map { easing.left(of: finding, $0) } ?? finding.strength
      found.append((finding.household, full.part(finding, left: left, on: day)))
    }
    return found
  }
}
