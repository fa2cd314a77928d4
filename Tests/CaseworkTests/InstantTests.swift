import Casework
import Testing

struct InstantTests {
  @Test(arguments: [
    (0, "1970-01-01T08:00:00.000+08:00"), (1_795_575_907_123_456, "2026-11-25T11:05:07.123+08:00"),
    (-1, "1970-01-01T07:59:59.999+08:00"),
  ])
  func `a moment is stamped to the millisecond in China's time`(microseconds: Int, stamp: String) {
    #expect(Instant(microseconds: Int64(microseconds)).stamp == stamp)
  }
}
