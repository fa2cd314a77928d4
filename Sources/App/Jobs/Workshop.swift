package import Casework
import Foundation
import Glibc
import Store

/// Where jobs are done: everything their verbs need, on threads of their own.
package struct Workshop: Sendable {
  package let queue: JobQueue
  package let register: Register
  package let files: SealedFiles
  package let shelf: RulesShelf
  /// Not the pages' threads: a file of a million rows must not keep anybody from signing in.
  let heavy: HeavyWork
  package let stop = StopFlag()
  /// Whether coefficients are computed anew after every file.
  package var asksAssessment = true
  private static let retrySeconds = [0, 5, 30, 120]

  package init(
    queue: JobQueue, register: Register, files: SealedFiles, shelf: RulesShelf
  ) {
    (self.queue, self.register, self.files, self.shelf) = (queue, register, files, shelf)
    heavy = HeavyWork(threads: 2, limit: 64)
  }

  package var rules: Rules { shelf.current }
  package var pack: PolicyPack { rules.pack }

  /// The name of one worker, told apart from those of all nodes.
  static func holder(_ number: Int) -> String {
    "\(ProcessInfo.processInfo.hostName)/\(getpid())/\(number)-\(UInt32.random(in: 0...UInt32.max))"
  }

  /// Does a job to its end, its heart beating meanwhile.
  package func perform(_ job: Job, as holder: String) async throws {
    let work = JobWork(job: job, holder: holder, clock: queue.clock, stop: stop)
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          while true {
            try await Task.sleep(for: .seconds(JobQueue.leaseSeconds / 4))
            _ = try await queue.renew(job, as: holder)
          }
        }
        defer { group.cancelAll() }
        try await shelf.refresh()
        try await run(work)
      }
      try await queue.end(job, as: holder, .done)
    } catch JobStop.lost {
      return
    } catch JobStop.interrupted {
      try await queue.putBack(job, as: holder)
    } catch JobStop.cancelled {
      try await queue.end(job, as: holder, .cancelled)
      try await register.write(as: access(of: job)) { try $0.leave(job) }
    } catch let refusal as any Refusal {
      try await queue.end(job, as: holder, .failed, fault: refusal.sentence)
    } catch {
      try await tryAgain(job, as: holder)
      throw error
    }
  }

  private func tryAgain(_ job: Job, as holder: String) async throws {
    // What exactly went wrong stands in the log; people are told what they can do.
    let fault = "系统出错，没有做完。请稍后重试；仍不行时请联系县级管理员。"
    if job.attempts < Workshop.retrySeconds.count {
      try await queue.putBack(
        job, as: holder, after: max(1, Workshop.retrySeconds[job.attempts]), fault: fault)
    } else {
      try await queue.end(job, as: holder, .failed, fault: fault)
    }
  }

  private func run(_ work: JobWork) async throws {
    let access = try await access(of: work.job)
    switch work.job.kind {
    case .check: try await check(work, as: access)
    case .commit: try await commit(work, as: access)
    case .undo: try await undo(work, as: access)
    case .assess: try await assess(work)
    case .compare: try await compare(work)
    }
  }

  /// The officer who asked, with the range and duties of their post today.
  func access(of job: Job) async throws -> Access {
    let system = Access.system(in: PlaceCode(number: job.county * 1_000_000))
    guard job.officer != 0 else { return system }
    let officer = job.officer
    return try await register.read(as: system) { try $0.account(officer).access }
  }
}
