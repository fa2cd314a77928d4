/// The records of an old Excel stream, one after another from any place.
struct BIFFRecords {
  struct Record {
    let kind: Int
    let bytes: [UInt8]
    /// Where pieces that were continued begin in `bytes`.
    var joints: [Int] = []
    let next: Int

    /// A little-endian number; 0 where the record is too short for it.
    func number(_ start: Int, _ length: Int) -> Int {
      start >= 0 && start + length <= bytes.count ? bytes.number(start, length) : 0
    }
  }

  let stream: CompoundStream
  private static let (continued, mostBytes) = (0x3C, 1 << 29)

  /// The record at a place; nil at the end of the stream.
  func record(at offset: Int) throws -> Record? {
    let head = Array(try stream.read(4, at: offset))
    guard head.count == 4 else { return nil }
    let length = head.number(2, 2)
    let bytes = Array(try stream.read(length, at: offset + 4))
    guard bytes.count == length else { throw CompoundFile.damage }
    return Record(kind: head.number(0, 2), bytes: bytes, next: offset + 4 + length)
  }

  /// The record with those that continue it.
  func whole(_ record: Record) throws -> Record {
    var (bytes, joints, at) = (record.bytes, [Int](), record.next)
    while let more = try self.record(at: at), more.kind == BIFFRecords.continued {
      joints.append(bytes.count)
      bytes += more.bytes
      at = more.next
      guard bytes.count < BIFFRecords.mostBytes else { throw SheetFault.tooLarge("文字过多") }
    }
    return Record(kind: record.kind, bytes: bytes, joints: joints, next: at)
  }
}

/// Reads texts out of a record, across the joints of its pieces.
struct BIFFText {
  private let record: BIFFRecords.Record
  private(set) var at: Int
  private var joint = 0

  init(_ record: BIFFRecords.Record, from start: Int) { (self.record, at) = (record, start) }

  var isOver: Bool { at >= record.bytes.count }

  /// Adds one text as UTF-8; its length is written in one byte or two.
  mutating func append(lengthBytes: Int, to text: inout [UInt8]) {
    var left = record.number(at, lengthBytes)
    var flags = record.number(at + lengthBytes, 1)
    at += lengthBytes + 1
    var tail = 0
    if flags & 8 != 0 {
      tail += 4 * record.number(at, 2)
      at += 2
    }
    if flags & 4 != 0 {
      tail += record.number(at, 4)
      at += 4
    }
    // Letters of two units may be cut by a joint, so they are decoded once all are there.
    var units: [UInt16] = []
    while left > 0, !isOver {
      while joint < record.joints.count, record.joints[joint] < at { joint += 1 }
      // A piece that continues a text says anew how wide its letters are.
      if joint < record.joints.count, record.joints[joint] == at {
        flags = record.number(at, 1)
        at += 1
        joint += 1
      }
      left -= letters(left, isWide: flags & 1 == 1, to: &units)
    }
    text.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
    at += tail
  }

  /// Adds letters up to the next joint; how many they were, at least one.
  private mutating func letters(_ most: Int, isWide: Bool, to units: inout [UInt16]) -> Int {
    let end = joint < record.joints.count ? record.joints[joint] : record.bytes.count
    let width = isWide ? 2 : 1
    let count = min(most, max(0, end - at) / width)
    guard count > 0 else {
      at = max(at + 1, end)
      return 1
    }
    for place in 0..<count { units.append(UInt16(record.number(at + place * width, width))) }
    at += count * width
    return count
  }
}
