import Casework
import Foundation
import Logging
import ServiceLifecycle
import Store

/// Does the jobs of the queue, some at a time, for as long as the program runs.
struct JobWorkers: Service {
  let workshop: Workshop
  let checks: CheckSweep
  let assessments: AssessmentSweep
  let messages: MessageSweep?
  /// Nil where learners move the clock.
  let heartbeat: Heartbeat?
  let logger: Logger
  private static let count = 2
  private static let pause = Duration.milliseconds(250)

  init(
    workshop: Workshop, checks: CheckSweep, messages: MessageSweep?, heartbeat: Heartbeat?,
    logger: Logger
  ) {
    (self.workshop, self.checks, self.messages) = (workshop, checks, messages)
    assessments = AssessmentSweep(register: workshop.register)
    (self.heartbeat, self.logger) = (heartbeat, logger)
  }

  func run() async throws {
    await withGracefulShutdownHandler {
      await withTaskGroup(of: Void.self) { group in
        for number in 1...JobWorkers.count { group.addTask { await work(number) } }
        group.addTask {
          await every(seconds: 600) {
            try await workshop.sweep()
            try await checks.run(in: workshop.queue.countiesWithChecks())
          }
        }
        // By itself, so that a fault of the other sweeps keeps no county from being computed.
        group.addTask {
          await every(seconds: 600) {
            try await assessments.run(in: workshop.queue.countiesWithAssessments())
          }
        }
        if let heartbeat { group.addTask { await beat(heartbeat) } }
        if let messages {
          group.addTask {
            await every(seconds: 60) {
              try await messages.run(in: workshop.queue.countiesWithMessages())
            }
          }
        }
      }
    } onGracefulShutdown: {
      workshop.stop.set()
    }
  }

  private func beat(_ heartbeat: Heartbeat) async {
    // Nobody sets this clock, so that a date put forward is not taken for an outage.
    let steady = ContinuousClock()
    var last: ContinuousClock.Instant?
    await every(seconds: 60) {
      let running = last.map { Int64(($0.duration(to: steady.now) / .seconds(1)) * 1_000_000) }
      try await heartbeat.beat(after: running)
      last = steady.now
    }
  }

  private func every(seconds: Int, _ sweep: () async throws -> Void) async {
    while !workshop.stop.isSet, !Task.isCancelled {
      do { try await sweep() } catch {
        logger.error("sweep", metadata: ["detail": "\(Fault.described(error))"])
      }
      // In short naps, so that the program need not wait for it to end.
      for _ in 0..<seconds where !workshop.stop.isSet {
        do { try await Task.sleep(for: .seconds(1)) } catch { return }
      }
    }
  }

  private func work(_ number: Int) async {
    let holder = Workshop.holder(number)
    while !workshop.stop.isSet, !Task.isCancelled {
      do {
        if let job = try await workshop.queue.take(as: holder) {
          try await workshop.perform(job, as: holder)
          continue
        }
      } catch {
        // The database may be away for a while; the queue is still there when it is back.
        logger.error("job", metadata: ["detail": "\(Fault.described(error))"])
      }
      do { try await Task.sleep(for: JobWorkers.pause) } catch { return }
    }
  }
}
