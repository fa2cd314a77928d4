package import Casework
package import Foundation

/// The clock of a practice county: the system's, ahead by the days that learners let pass, so
/// that a public notice of five days can be practised in one lesson.
package final class PracticeClock: @unchecked Sendable {
  // A class, because the whole program reads it while a page moves it; a lock guards the days.
  private let lock = NSLock()
  private let base: Clock
  private let file: URL
  private var days: Int

  /// Reads how far the county in `data` is ahead.
  package init(_ base: Clock, in data: URL) throws {
    (self.base, file) = (base, data.appending(path: "practice-days"))
    days = 0
    if FileManager.default.fileExists(atPath: file.path) {
      let text = try String(contentsOf: file, encoding: .utf8)
      days = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }
  }

  package var clock: Clock {
    Clock { self.base.now.adding(seconds: self.lock.withLock { self.days } * 86_400) }
  }

  /// Lets days pass; never backwards, for what was recorded stays before what comes.
  package func pass(_ more: Int) throws {
    guard PracticeClock.steps.contains(more) else { throw PracticeRefusal.daysWrong }
    let sum = lock.withLock { days } + more
    try DurableFile.write(Array("\(sum)\n".utf8), to: file)
    lock.withLock { days = sum }
  }

  /// How many days may pass at once.
  package static let steps = 1...31
}

/// Why the practice day was not moved.
package enum PracticeRefusal: Refusal {
  case daysWrong

  package var sentence: String { "一次可以往后 1 至 31 天。" }
  package var field: String? { "days" }
}
