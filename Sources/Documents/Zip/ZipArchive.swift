/// The directory of a ZIP file.
///
/// A class, because it holds the open file.
final class ZipArchive {
  private let file: ByteFile
  /// In the order of the directory.
  let entries: [Entry]
  private let byName: [String: Int]
  /// Where the directory begins, and so where the last entry ends.
  let directoryStart: Int

  struct Entry {
    let name: String
    /// What the directory says of it, kept to be written again.
    let record: [UInt8]
    let offset: Int
    let packed: Int
    let size: Int
    let method: Int
    let checksum: UInt32
  }

  init(_ path: String) throws {
    let file = try ByteFile(path)
    let place = try ZipArchive.directory(of: file)
    let bytes = try file.read(place.length, at: place.start)
    guard bytes.count == place.length else { throw SheetFault.broken("压缩目录损坏") }
    entries = try ZipArchive.entries(bytes, count: place.count, before: place.start)
    byName = Dictionary(
      entries.enumerated().map { ($1.name.lowercased(), $0) },
      uniquingKeysWith: { first, _ in first })
    directoryStart = place.start
    self.file = file
  }

  /// An entry by its name, upper and lower case alike, as programs read it.
  func entry(_ name: String) -> Entry? { byName[name.lowercased()].map { entries[$0] } }

  /// Where an entry's packed bytes begin.
  func start(of entry: Entry) throws -> Int {
    let head = try file.read(30, at: entry.offset)
    guard head.count == 30, head.number(0, 4) == 0x0403_4B50 else {
      throw SheetFault.broken("压缩目录损坏")
    }
    let start = entry.offset + 30 + head.number(26, 2) + head.number(28, 2)
    guard start + entry.packed <= directoryStart else {
      throw SheetFault.broken("文件不完整，可能没有传完")
    }
    return start
  }

  func read(_ count: Int, at offset: Int) throws -> [UInt8] { try file.read(count, at: offset) }

  private static func directory(
    of file: borrowing ByteFile
  ) throws -> (start: Int, length: Int, count: Int) {
    let size = file.size
    let tailStart = max(0, size - 65_557)
    let tail = try file.read(min(size, 65_557), at: tailStart)
    guard let end = tail.lastIndex(of: [0x50, 0x4B, 0x05, 0x06]), end + 22 <= tail.count
    else { throw SheetFault.broken("文件不完整，可能没有传完") }
    var (count, length, start) = (
      tail.number(end + 10, 2), tail.number(end + 12, 4), tail.number(end + 16, 4)
    )
    if start == 0xFFFF_FFFF || count == 0xFFFF || length == 0xFFFF_FFFF, end >= 20,
      tail.number(end - 20, 4) == 0x0706_4B50
    {
      let wide = try file.read(56, at: tail.number(end - 12, 8) & Int.max)
      guard wide.count == 56, wide.number(0, 4) == 0x0606_4B50 else {
        throw SheetFault.broken("压缩目录损坏")
      }
      (count, length, start) = (
        wide.number(32, 8) & Int.max, wide.number(40, 8) & Int.max, wide.number(48, 8) & Int.max
      )
    }
    guard start <= size, length <= size - start, length <= 1 << 26 else {
      throw SheetFault.broken("压缩目录损坏")
    }
    return (start, length, count)
  }

  private static func entries(
    _ bytes: [UInt8], count: Int, before limit: Int
  ) throws -> [Entry] {
    var (entries, at): ([Entry], Int) = ([], 0)
    guard count <= bytes.count / 46 else { throw SheetFault.broken("压缩目录损坏") }
    for _ in 0..<count {
      guard at + 46 <= bytes.count, bytes.number(at, 4) == 0x0201_4B50 else {
        throw SheetFault.broken("压缩目录损坏")
      }
      let (name, extra) = (bytes.number(at + 28, 2), bytes.number(at + 30, 2))
      let next = at + 46 + name + extra + bytes.number(at + 32, 2)
      guard next <= bytes.count else { throw SheetFault.broken("压缩目录损坏") }
      if bytes.number(at + 8, 2) & 1 == 1 { throw SheetFault.encrypted }
      let entry = Entry(record: Array(bytes[at..<next]), name: name, extra: extra)
      guard entry.offset < limit, entry.packed <= limit else {
        throw SheetFault.broken("压缩目录损坏")
      }
      entries.append(entry)
      at = next
    }
    return entries
  }
}

extension ZipArchive.Entry {
  /// The lengths are those of the name after the record's 46 bytes and of the fields after it.
  init(record: [UInt8], name: Int, extra: Int) {
    self.record = record
    let text = String(decoding: record[46..<(46 + name)], as: UTF8.self)
    // Some programs write the separators of Windows.
    self.name = String(text.map { $0 == "\\" ? "/" : $0 })
    method = record.number(10, 2)
    checksum = UInt32(record.number(16, 4))
    var wide = ZipArchive.Entry.wideNumbers(record[(46 + name)..<(46 + name + extra)])[...]
    func number(_ start: Int) -> Int {
      let short = record.number(start, 4)
      return short == 0xFFFF_FFFF ? wide.popFirst() ?? short : short
    }
    size = number(24)
    packed = number(20)
    offset = number(42)
  }

  /// The numbers of the ZIP64 extra field, in its order.
  private static func wideNumbers(_ fields: ArraySlice<UInt8>) -> [Int] {
    let bytes = Array(fields)
    var at = 0
    while at + 4 <= bytes.count {
      let (id, length) = (bytes.number(at, 2), bytes.number(at + 2, 2))
      guard at + 4 + length <= bytes.count else { return [] }
      if id == 1 {
        return stride(from: at + 4, to: at + 4 + length - 7, by: 8).map {
          bytes.number($0, 8) & Int.max
        }
      }
      at += 4 + length
    }
    return []
  }
}

extension [UInt8] {
  /// A little-endian number of `length` bytes.
  func number(_ start: Int, _ length: Int) -> Int {
    (0..<length).reduce(0) { $0 | Int(self[start + $1]) << (8 * $1) }
  }

  func lastIndex(of mark: [UInt8]) -> Int? {
    guard count >= mark.count else { return nil }
    return stride(from: count - mark.count, through: 0, by: -1).first { start in
      self[start..<(start + mark.count)].elementsEqual(mark)
    }
  }
}
