/// The directory of a ZIP file, and its entries inflated piece by piece.
struct ZipArchive: ~Copyable {
  private let file: ByteFile
  private let entries: [String: Entry]
  /// More than this many times its packed size is a bomb, not a sheet.
  static let mostRatio = 1_000
  private static let mostBytes = 4 << 30

  struct Entry {
    let offset: Int
    let packed: Int
    let size: Int
    let method: Int
  }

  init(_ path: String) throws {
    let file = try ByteFile(path)
    entries = try ZipArchive.entries(of: file)
    self.file = file
  }

  private static func entries(of file: borrowing ByteFile) throws -> [String: Entry] {
    let size = file.size
    let tail = try file.read(min(size, 65_557), at: max(0, size - 65_557))
    guard let end = ZipArchive.lastIndex(of: [0x50, 0x4B, 0x05, 0x06], in: tail),
      end + 22 <= tail.count
    else { throw SheetFault.broken("文件不完整，可能没有传完") }
    let (count, length, start) = (
      tail.number(end + 10, 2), tail.number(end + 12, 4), tail.number(end + 16, 4)
    )
    guard start + length <= size else { throw SheetFault.broken("压缩目录损坏") }
    return try directory(try file.read(length, at: start), count: count)
  }

  func entry(_ name: String) -> Entry? { entries[name] }

  /// Where an entry's packed bytes begin, once its sizes are believable.
  func start(of entry: Entry) throws -> Int {
    guard entry.size <= entry.packed * ZipArchive.mostRatio + (1 << 20),
      entry.size <= ZipArchive.mostBytes
    else { throw SheetFault.tooLarge("压缩比异常，拒绝展开") }
    let head = try file.read(30, at: entry.offset)
    guard head.count == 30, head.number(0, 4) == 0x0403_4B50 else {
      throw SheetFault.broken("压缩目录损坏")
    }
    return entry.offset + 30 + head.number(26, 2) + head.number(28, 2)
  }

  func read(_ count: Int, at offset: Int) throws -> [UInt8] { try file.read(count, at: offset) }

  private static func directory(_ bytes: [UInt8], count: Int) throws -> [String: Entry] {
    var (entries, at): ([String: Entry], Int) = ([:], 0)
    for _ in 0..<count {
      guard at + 46 <= bytes.count, bytes.number(at, 4) == 0x0201_4B50 else {
        throw SheetFault.broken("压缩目录损坏")
      }
      let name = bytes.number(at + 28, 2)
      guard at + 46 + name <= bytes.count else { throw SheetFault.broken("压缩目录损坏") }
      if bytes.number(at + 8, 2) & 1 == 1 { throw SheetFault.encrypted }
      entries[String(decoding: bytes[(at + 46)..<(at + 46 + name)], as: UTF8.self)] = Entry(
        offset: bytes.number(at + 42, 4), packed: bytes.number(at + 20, 4),
        size: bytes.number(at + 24, 4), method: bytes.number(at + 10, 2))
      at += 46 + name + bytes.number(at + 30, 2) + bytes.number(at + 32, 2)
    }
    return entries
  }

  private static func lastIndex(of mark: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= mark.count else { return nil }
    return stride(from: bytes.count - mark.count, through: 0, by: -1).first { start in
      bytes[start..<(start + mark.count)].elementsEqual(mark)
    }
  }
}

extension [UInt8] {
  /// A little-endian number of `length` bytes.
  func number(_ start: Int, _ length: Int) -> Int {
    (0..<length).reduce(0) { $0 | Int(self[start + $1]) << (8 * $1) }
  }
}
