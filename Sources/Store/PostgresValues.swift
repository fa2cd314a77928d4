internal import CLibPQ
internal import Glibc

extension SQLValue {
  /// The type told to the server; 0 lets the place decide, so that a text fits a JSON column too.
  var postgresType: Oid {
    switch self {
    case .null, .text: 0
    case .integer: 20
    case .days: 23
    case .real: 701
    case .blob: 17
    case .day: 1082
    case .integers: 1016
    case .texts: 1009
    }
  }

  /// The text sent for a value; bytes go as they are and NULL not at all.
  var postgresText: String? {
    switch self {
    case .null, .blob: nil
    case .integer(let value): String(value)
    case .days(let value): String(value)
    case .real(let value): String(value)
    case .text(let text): text
    case .day(let value): PostgresDay.text(value)
    case .integers(let values): "{\(values.map(String.init).joined(separator: ","))}"
    case .texts(let values): PostgresArray.text(values)
    }
  }
}

/// The parameters of one call, in the form libpq takes.
struct Parameters {
  private let values: [SQLValue]

  init(_ values: [SQLValue]) { self.values = values }

  typealias Use<Value> = (
    Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
  ) throws -> Value

  /// All parameters lie in one buffer while `body` runs.
  func use<Value>(_ body: Use<Value>) rethrows -> Value {
    var buffer: [UInt8] = []
    var starts: [Int?] = []
    var lengths: [Int32] = []
    var formats: [Int32] = []
    for value in values {
      if case .blob(let bytes) = value {
        starts.append(buffer.count)
        lengths.append(Int32(bytes.count))
        formats.append(1)
        buffer += bytes
      } else {
        let (text, start) = (value.postgresText, buffer.count)
        buffer += (text ?? "").utf8
        starts.append(text == nil ? nil : start)
        lengths.append(Int32(buffer.count - start))
        formats.append(0)
      }
      buffer.append(0)
    }
    return try buffer.withUnsafeBytes { raw in
      let bytes = raw.assumingMemoryBound(to: CChar.self)
      let pointers = starts.map { start in start.flatMap { bytes.baseAddress?.advanced(by: $0) } }
      return try body(Int32(values.count), pointers, lengths, formats)
    }
  }
}

/// Texts as an array of PostgreSQL writes them. Bytes, because a file has a million keys and looking
/// for characters in each took a quarter of its time.
enum PostgresArray {
  static func text(_ values: [String]) -> String {
    var bytes = [UInt8(ascii: "{")]
    for (place, value) in values.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "\""))
      for byte in value.utf8 {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
          bytes.append(UInt8(ascii: "\\"))
        }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: "}"))
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Days as PostgreSQL writes them.
enum PostgresDay {
  /// Days since 1970-01-01 of `2026-11-23`.
  static func number(_ text: String) -> Int {
    let parts = text.split(separator: "-").map { Int($0) ?? 0 }
    guard parts.count == 3 else { return 0 }
    let (year, month, day) = (parts[0] - (parts[1] <= 2 ? 1 : 0), parts[1], parts[2])
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// `2026-11-23` for a number of days since 1970-01-01.
  static func text(_ number: Int) -> String {
    let shifted = number + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }

  private static func padded(_ number: Int, to length: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, length - digits.count)) + digits
  }
}

/// Bytes as PostgreSQL writes them: `\x` and two hexadecimal digits each.
enum PostgresBytes {
  static func decoded(_ text: UnsafePointer<CChar>) -> [UInt8] {
    let length = strlen(text)
    guard length >= 2 else { return [] }
    return stride(from: 2, to: length - 1, by: 2).map { index in
      digit(text[index]) << 4 | digit(text[index + 1])
    }
  }

  private static func digit(_ character: CChar) -> UInt8 {
    let byte = UInt8(bitPattern: character)
    return byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x61 + 10
  }
}

/// Rows in the text form of COPY, sent in large pieces.
final class CopyWriter: BulkWriter {
  // A class, because rows gather here until a piece is full.
  private var buffer: [UInt8] = []
  private let send: ([UInt8]) throws -> Void

  init(send: @escaping ([UInt8]) throws -> Void) { self.send = send }

  func add(_ values: [SQLValue]) throws {
    for (index, value) in values.enumerated() {
      if index > 0 { buffer.append(UInt8(ascii: "\t")) }
      CopyWriter.append(value, to: &buffer)
    }
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count > 1 << 18 { try flush() }
  }

  func flush() throws {
    guard !buffer.isEmpty else { return }
    try send(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private static func append(_ value: SQLValue, to buffer: inout [UInt8]) {
    if case .blob(let bytes) = value {
      buffer += [UInt8(ascii: "\\"), UInt8(ascii: "\\"), UInt8(ascii: "x")]
      for byte in bytes {
        buffer.append(hex[Int(byte >> 4)])
        buffer.append(hex[Int(byte & 15)])
      }
      return
    }
    guard var text = value.postgresText else {
      buffer += [UInt8(ascii: "\\"), UInt8(ascii: "N")]
      return
    }
    text.withUTF8 { append($0, to: &buffer) }
  }

  private static func append(_ bytes: UnsafeBufferPointer<UInt8>, to buffer: inout [UInt8]) {
    // Nearly every text is without them, and is then copied whole.
    guard bytes.contains(where: { $0 == UInt8(ascii: "\\") || $0 < 0x20 }) else {
      buffer += bytes
      return
    }
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\\"): buffer += [byte, byte]
      case UInt8(ascii: "\n"): buffer += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case UInt8(ascii: "\r"): buffer += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
      case UInt8(ascii: "\t"): buffer += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
      default: buffer.append(byte)
      }
    }
  }

  private static let hex = Array("0123456789abcdef".utf8)
}
