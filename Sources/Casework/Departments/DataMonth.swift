/// The month that a file tells of, as its title or name says it.
package enum DataMonth {
  /// The first day of the first `2026年10月`, `2026-10` or `202610` in the texts.
  package static func first(in texts: [String]) -> Day? {
    texts.lazy.compactMap(found).first
  }

  private static func found(_ text: String) -> Day? {
    let numbers = text.utf8.split { !(0x30...0x39).contains($0) }.map { part in
      (digits: part.count, value: Int(Substring(part)) ?? 0)
    }
    for (place, number) in numbers.enumerated() {
      if number.digits == 4, place + 1 < numbers.count,
        let day = day(number.value, numbers[place + 1].value)
      {
        return day
      }
      if number.digits == 6, let day = day(number.value / 100, number.value % 100) { return day }
      if number.digits == 8, let day = day(number.value / 10_000, number.value / 100 % 100) {
        return day
      }
    }
    return nil
  }

  private static func day(_ year: Int, _ month: Int) -> Day? {
    (2_015...2_060).contains(year) ? Day(year: year, month: month, day: 1) : nil
  }
}
