internal import Dispatch
internal import Foundation

/// Threads that own one connection each and take the callers' transactions in turn.
///
/// libpq blocks, and Dispatch lends its threads to Swift's own pool, so these are threads of
/// the store's own.
final class PostgresPool: @unchecked Sendable {
  // A class, because the threads share it. Unchecked, because `condition` guards what changes.
  private let address: PostgresAddress
  private let bound: Int
  private let patience: Int
  private let condition = NSCondition()
  private var spare: PostgresConnection?
  private var waiting: [Errand] = []
  private var lastNumber = 0
  private var threads = 0
  private var idle = 0
  private var isClosed = false

  /// A transaction that waits for a connection.
  private struct Errand: Sendable {
    let number: Int
    let begin: String
    let body: @Sendable (PostgresConnection) -> Void
    let refuse: @Sendable (any Error) -> Void
  }

  init(first: PostgresConnection, address: PostgresAddress, bound: Int, patience: Int) {
    spare = first
    (self.address, self.bound, self.patience) = (address, bound, patience)
  }

  /// Runs `body` on a connection where `begin` has been run, or `refuse` if none can be had.
  func take(
    begin: String, body: @escaping @Sendable (PostgresConnection) -> Void,
    refuse: @escaping @Sendable (any Error) -> Void
  ) {
    condition.lock()
    defer { condition.unlock() }
    lastNumber += 1
    let number = lastNumber
    waiting.append(Errand(number: number, begin: begin, body: body, refuse: refuse))
    if idle >= waiting.count {
      condition.signal()
    } else if threads < bound {
      threads += 1
      Thread { self.work() }.start()
    } else {
      DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(patience)) { [weak self] in
        self?.giveUp(number)
      }
    }
  }

  /// Lets the threads end and their connections close.
  func close() {
    condition.lock()
    defer { condition.unlock() }
    isClosed = true
    spare = nil
    condition.broadcast()
  }

  private func work() {
    var kept = takeSpare()
    while let errand = next() {
      do {
        let connection = try begun(errand.begin, on: kept)
        errand.body(connection)
        kept = connection.isAlive ? connection : nil
      } catch {
        kept = nil
        errand.refuse(error)
      }
    }
  }

  /// A connection that lost its server while it lay idle is thrown away for a new one; nothing
  /// was done on it yet.
  private func begun(
    _ begin: String, on kept: PostgresConnection?
  ) throws -> PostgresConnection {
    if let kept {
      do {
        try kept.script(begin)
        return kept
      } catch  where !kept.isAlive {}
    }
    let fresh = try PostgresConnection(address)
    try fresh.script(begin)
    return fresh
  }

  private func next() -> Errand? {
    condition.lock()
    defer { condition.unlock() }
    idle += 1
    defer { idle -= 1 }
    while waiting.isEmpty && !isClosed { condition.wait() }
    return waiting.isEmpty ? nil : waiting.removeFirst()
  }

  private func takeSpare() -> PostgresConnection? {
    condition.lock()
    defer { condition.unlock() }
    defer { spare = nil }
    return spare
  }

  private func giveUp(_ number: Int) {
    condition.lock()
    let index = waiting.firstIndex { $0.number == number }
    let errand = index.map { waiting.remove(at: $0) }
    condition.unlock()
    errand?.refuse(StoreUnavailable(description: "no connection came free in \(patience) s"))
  }
}
