import Casework
import Foundation

extension Clock {
  /// The machine's clock: the one place where the program learns the real time.
  static var system: Clock {
    Clock { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
  }
}
