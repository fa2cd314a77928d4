internal import Glibc

/// Numbers of spreadsheets as the people who typed them see them.
enum NumberText {
  /// A number as it stands in a file: `3.60732E+17` becomes digits, `12.0` becomes 12.
  static func append(plain raw: [UInt8], to text: inout [UInt8]) {
    let hasExponent = raw.contains { $0 == UInt8(ascii: "E") || $0 == UInt8(ascii: "e") }
    let isLong = raw.count > 15 && raw.contains(UInt8(ascii: "."))
    guard hasExponent || isLong, let number = Double(String(decoding: raw, as: UTF8.self)) else {
      // 12.0 is how some programs write 12.
      text.append(contentsOf: raw.ends(with: [0x2E, 0x30]) ? raw.dropLast(2) : raw[...])
      return
    }
    append(number, to: &text)
  }

  /// Fifteen digits, as spreadsheet programs keep them, without an exponent.
  static func append(_ number: Double, to text: inout [UInt8]) {
    guard number.isFinite, abs(number) < 1e40 else { return }
    if number == number.rounded(), abs(number) < 1e15 {
      text.append(contentsOf: String(Int(number)).utf8)
      return
    }
    var digits = [CChar](repeating: 0, count: 40)
    let length = withVaList([number]) { vsnprintf(&digits, digits.count, "%.14e", $0) }
    let parts = digits.prefix(max(0, Int(length))).map { UInt8(bitPattern: $0) }
      .split(separator: UInt8(ascii: "e"))
    guard parts.count == 2, let exponent = Int(String(decoding: parts[1], as: UTF8.self)) else {
      return
    }
    if number < 0 { text.append(UInt8(ascii: "-")) }
    var figures = parts[0].filter { (0x30...0x39).contains($0) }
    while figures.count > 1, figures.last == 0x30 { figures.removeLast() }
    place(figures, exponent, &text)
  }

  private static func place(_ figures: [UInt8], _ exponent: Int, _ text: inout [UInt8]) {
    if exponent < 0 {
      guard exponent > -20 else {
        text.append(0x30)
        return
      }
      text += [0x30, 0x2E] + [UInt8](repeating: 0x30, count: -exponent - 1) + figures
    } else if figures.count <= exponent + 1 {
      text += figures + [UInt8](repeating: 0x30, count: exponent + 1 - figures.count)
    } else {
      text += figures[...exponent] + [0x2E] + figures[(exponent + 1)...]
    }
  }

  /// A day and time of day counted from 1900 or 1904.
  static func append(
    serial: Double, _ look: NumberLook, startsIn1904: Bool, to text: inout [UInt8]
  ) {
    // Beyond the year 9999 no program shows a day.
    guard serial >= 0, serial < 2_958_466 else { return append(serial, to: &text) }
    let seconds = Int((serial * 86_400).rounded())
    let (days, second) = (seconds / 86_400, seconds % 86_400)
    if look == .time {
      return append(hours: seconds / 3_600, second, to: &text)
    }
    if days == 0, !startsIn1904 { return append(hours: second / 3_600, second, to: &text) }
    append(day: days + (startsIn1904 ? 1_462 : 0), to: &text)
    if look == .dayAndTime, second > 0 {
      text.append(0x20)
      append(hours: second / 3_600, second, to: &text)
    }
  }

  private static func append(hours: Int, _ second: Int, to text: inout [UInt8]) {
    append([hours, second / 60 % 60, second % 60], separator: 0x3A, to: &text)
  }

  /// Excel counts 1900-02-29, which never was, so days after it are one too many.
  private static func append(day serial: Int, to text: inout [UInt8]) {
    let shifted = serial - 25_569 + 719_468 + (serial < 60 ? 1 : 0)
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    append([year, month, day], separator: 0x2D, to: &text)
  }

  private static func append(_ parts: [Int], separator: UInt8, to text: inout [UInt8]) {
    for (index, part) in parts.enumerated() {
      if index > 0 { text.append(separator) }
      if part < 10 { text.append(0x30) }
      text.append(contentsOf: String(part).utf8)
    }
  }
}

extension [UInt8] {
  fileprivate func ends(with tail: [UInt8]) -> Bool { suffix(tail.count).elementsEqual(tail) }
}
