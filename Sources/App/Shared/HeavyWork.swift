import NIOCore
import NIOPosix
import Synchronization

/// Threads of their own for work that keeps a processor busy: password hashing, spreadsheets.
///
/// Swift's own pool has one thread a core; such work there would starve every page
/// (`traps.md` 5).
package final class HeavyWork: Sendable {
  // A class, because it owns threads and counts what waits for them.
  private let threads: NIOThreadPool
  private let waiting = Atomic<Int>(0)
  private let limit: Int

  /// - Parameters:
  ///   - count: how many pieces of work run at once.
  ///   - limit: how many may run or wait before the next is turned away.
  package init(threads count: Int = 2, limit: Int = 32) {
    threads = NIOThreadPool(numberOfThreads: count)
    threads.start()
    self.limit = limit
  }

  package func run<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    guard waiting.wrappingAdd(1, ordering: .relaxed).newValue <= limit else {
      waiting.wrappingSubtract(1, ordering: .relaxed)
      throw BusyNow()
    }
    defer { waiting.wrappingSubtract(1, ordering: .relaxed) }
    return try await threads.runIfActive(body)
  }
}

/// Too much heavy work waits already: answered with 503.
package struct BusyNow: Error {}
