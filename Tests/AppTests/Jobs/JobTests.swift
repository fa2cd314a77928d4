import Casework
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

@testable import App

struct JobTests {
  private static let county = Access.system(in: TestCounty.county)

  private func ask(_ county: TestCounty, _ subject: String) async throws -> Job {
    try await county.register.write(as: Self.county) { try $0.ask(.commit, subject) }
  }

  private func state(_ job: Job, _ county: TestCounty) async throws -> Job {
    try await county.register.read(as: Self.county) { try $0.job(job.id) }
  }

  @Test(arguments: TestStore.available)
  func `two workers never take one job`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    for number in 1...30 { _ = try await ask(county, "submission/\(number)") }
    let queue = county.workshop.queue
    let taken = try await withThrowingTaskGroup(of: [Int64].self) { group in
      for worker in 1...4 {
        group.addTask {
          var mine: [Int64] = []
          // An empty-handed look while others are at the queue is no proof that it is empty.
          var misses = 0
          while misses < 20 {
            if let job = try await queue.take(as: "worker \(worker)") {
              mine.append(job.id)
            } else {
              misses += 1
            }
          }
          return mine
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(taken.count == 30 && Set(taken).count == 30)
  }

  @Test(arguments: TestStore.available)
  func `a job whose holder is gone is taken again, and its first holder writes no more`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    let queue = county.workshop.queue
    _ = try await ask(county, "submission/1")
    let first = try #require(try await queue.take(as: "lost"))
    #expect(try await queue.take(as: "other") == nil)
    county.clock.move(to: county.clock.now.adding(seconds: JobQueue.leaseSeconds - 5))
    #expect(try await queue.renew(first, as: "lost"))
    county.clock.move(to: county.clock.now.adding(seconds: JobQueue.leaseSeconds - 5))
    #expect(try await queue.take(as: "other") == nil)
    county.clock.move(to: county.clock.now.adding(seconds: 10))
    let again = try #require(try await queue.take(as: "other"))
    #expect(again.id == first.id && again.attempts == 2)
    #expect(try await !queue.renew(first, as: "lost"))
    let old = JobWork(
      job: first, holder: "lost", clock: queue.clock, stop: county.workshop.stop)
    await #expect(throws: JobStop.lost) {
      try await county.register.write(as: Self.county) { open in
        try open.db.run("UPDATE job SET words = 'twice' WHERE id = \(first.id)")
        try old.reach(1, of: 2, "twice", in: open)
      }
    }
    #expect(try await state(first, county).words == JobKind.commit.title)
  }

  @Test(arguments: TestStore.available)
  func `a job that takes its worker down each time is given up`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    let job = try await ask(county, "submission/1")
    for attempt in 1...JobQueue.mostAttempts {
      #expect(try await county.workshop.queue.take(as: "worker \(attempt)")?.id == job.id)
      county.clock.move(to: county.clock.now.adding(seconds: JobQueue.leaseSeconds + 1))
    }
    #expect(try await county.workshop.queue.take(as: "last") == nil)
    #expect(try await state(job, county).state == .failed)
  }

  @Test(arguments: TestStore.available)
  func `a cancelled job stops at its next piece and keeps nothing of it`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    let job = try await county.register.write(as: Self.county) { try $0.ask(.assess, "county") }
    let taken = try #require(try await county.workshop.queue.take(as: "worker"))
    try await county.register.write(as: Self.county) { try $0.cancel($0.job(job.id)) }
    let work = JobWork(
      job: taken, holder: "worker", clock: county.workshop.queue.clock,
      stop: county.workshop.stop)
    await #expect(throws: JobStop.cancelled) {
      try await county.register.write(as: Self.county) { try work.reach(9, of: 10, "x", in: $0) }
    }
    #expect(try await state(job, county).done == 0)
  }

  @Test(arguments: TestStore.available)
  func `a job waits its turn, and cancelled before that is never done`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    let administrator = try await county.officer(.countyAdministrator, at: TestCounty.county)
    try await county.test { client in
      let cookie = try await county.signIn(administrator)
      let asked = try await client.submit("", to: "/assessments", cookie: cookie)
      let path = try #require(asked.headers[.location])
      #expect(try await client.open(path, cookie: cookie).text.contains("排队中"))
      // Asked for twice it is still one.
      let again = try await client.submit("", to: "/assessments", cookie: cookie)
      #expect(again.headers[.location] == path)
      _ = try await client.submit("", to: "\(path)/cancel", cookie: cookie)
      #expect(try await client.open("/jobs", cookie: cookie).text.contains("已取消"))
      let events = try await client.open("\(path)/events", cookie: cookie)
      #expect(events.text.contains("\"open\":false"))
    }
    #expect(try await county.workshop.queue.take(as: "worker") == nil)
  }
}
