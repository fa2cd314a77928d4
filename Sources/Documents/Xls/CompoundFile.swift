/// The container of old Office files: a small file system in sectors.
///
/// Every chain is bounded by the number of sectors, so that a circle in it ends. A class, because
/// it holds the open file.
final class CompoundFile {
  static let mark: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
  private let file: ByteFile
  let sector: Int
  private let smallTable: UInt32
  private var table: [UInt32] = []
  private(set) var entries: [Entry] = []
  private static let mostSectors = 1 << 22

  struct Entry {
    let name: String
    let isStream: Bool
    let first: UInt32
    let size: Int
  }

  init(_ path: String) throws {
    file = try ByteFile(path)
    let head = try file.read(512, at: 0)
    let power = head.count == 512 ? head.number(30, 2) : 0
    guard head.starts(with: CompoundFile.mark), power == 9 || power == 12 else {
      throw CompoundFile.damage
    }
    sector = 1 << power
    smallTable = UInt32(head.number(60, 4))
    table = try sectorTable(head)
    entries = try directory(UInt32(head.number(48, 4)), head)
  }

  static let damage = SheetFault.broken("文件不完整，可能没有传完")

  func entry(_ name: String) -> Entry? {
    entries.first { $0.isStream && $0.name.lowercased() == name.lowercased() }
  }

  /// The bytes of a stream, in order.
  func stream(_ entry: Entry) throws -> CompoundStream {
    guard entry.size >= 4_096 else { return CompoundStream(try small(entry)) }
    let needed = (entry.size + sector - 1) / sector
    let chain = try chain(from: entry.first, most: needed)
    guard chain.count == needed else { throw CompoundFile.damage }
    return CompoundStream(self, chain, size: entry.size)
  }

  /// Streams below 4096 bytes lie in the stream of the root, in sectors of 64 bytes.
  private func small(_ entry: Entry) throws -> [UInt8] {
    guard let root = entries.first else { throw CompoundFile.damage }
    let places = try chain(from: root.first, most: 1 << 14)
    let links = try chain(from: smallTable, most: 1 << 12).flatMap { try read(1, from: $0) }
    var (bytes, next): ([UInt8], UInt32) = ([], entry.first)
    while bytes.count < entry.size {
      let at = Int(next) * 64
      guard at / sector < places.count, (Int(next) + 1) * 4 <= links.count else {
        throw CompoundFile.damage
      }
      bytes += try read(1, from: places[at / sector]).dropFirst(at % sector).prefix(64)
      next = UInt32(links.number(Int(next) * 4, 4))
    }
    return Array(bytes.prefix(entry.size))
  }

  /// One run of neighbouring sectors.
  func read(_ sectors: Int, from first: UInt32) throws -> [UInt8] {
    try file.read(sectors * sector, at: (Int(first) + 1) * sector)
  }

  private func chain(from first: UInt32, most: Int) throws -> [UInt32] {
    var (chain, next): ([UInt32], UInt32) = ([], first)
    while next < 0xFFFF_FFFA, chain.count < min(most, CompoundFile.mostSectors) {
      guard Int(next) < table.count else { throw CompoundFile.damage }
      chain.append(next)
      next = table[Int(next)]
    }
    return chain
  }

  /// Which sector follows which. The first 109 sectors of the table are named in the head, the
  /// others in a chain of sectors of their own.
  private func sectorTable(_ head: [UInt8]) throws -> [UInt32] {
    var parts = (0..<109).map { UInt32(head.number(76 + 4 * $0, 4)) }
    var next = UInt32(head.number(68, 4))
    var seen = 0
    while next < 0xFFFF_FFFA, seen < CompoundFile.mostSectors / (sector / 4) {
      let bytes = try read(1, from: next)
      guard bytes.count == sector else { throw CompoundFile.damage }
      parts += (0..<(sector / 4 - 1)).map { UInt32(bytes.number(4 * $0, 4)) }
      next = UInt32(bytes.number(sector - 4, 4))
      seen += 1
    }
    var table: [UInt32] = []
    for part in parts.prefix(max(0, head.number(44, 4))) where part < 0xFFFF_FFFA {
      let bytes = try read(1, from: part)
      guard bytes.count == sector, table.count < CompoundFile.mostSectors else {
        throw CompoundFile.damage
      }
      table += (0..<(sector / 4)).map { UInt32(bytes.number(4 * $0, 4)) }
    }
    return table
  }

  private func directory(_ first: UInt32, _ head: [UInt8]) throws -> [Entry] {
    var entries: [Entry] = []
    for place in try chain(from: first, most: 1_024) {
      let bytes = try read(1, from: place)
      guard bytes.count == sector else { throw CompoundFile.damage }
      for at in stride(from: 0, to: sector, by: 128) {
        let length = min(bytes.number(at + 64, 2), 64)
        let units = (0..<max(0, length / 2 - 1)).map { UInt16(bytes.number(at + 2 * $0, 2)) }
        entries.append(
          Entry(
            name: String(decoding: units, as: UTF16.self), isStream: bytes[at + 66] == 2,
            first: UInt32(bytes.number(at + 116, 4)), size: bytes.number(at + 120, 4)))
      }
    }
    return entries
  }
}

/// One stream of a compound file, read piece by piece from any place.
///
/// A class, because it keeps the piece at hand.
final class CompoundStream {
  private let file: CompoundFile?
  private let chain: [UInt32]
  let size: Int
  private var piece: [UInt8] = []
  private var pieceStart = 0
  private let sector: Int

  init(_ file: CompoundFile, _ chain: [UInt32], size: Int) {
    (self.file, self.chain, self.size) = (file, chain, size)
    sector = file.sector
  }

  /// A stream that lies at hand whole.
  init(_ bytes: [UInt8]) {
    (file, chain, size, piece, sector) = (nil, [], bytes.count, bytes, 512)
  }

  /// Bytes from a place on; fewer than asked for at the end.
  func read(_ count: Int, at offset: Int) throws -> ArraySlice<UInt8> {
    if offset < pieceStart || offset + count > pieceStart + piece.count {
      try load(offset, orMore: count)
    }
    let start = offset - pieceStart
    guard start >= 0, start < piece.count else { return [] }
    return piece[start..<min(start + count, piece.count)]
  }

  private func load(_ offset: Int, orMore count: Int) throws {
    guard let file, offset < size else { return }
    let first = offset / sector
    let wanted = min((offset + max(count, 1 << 16) - 1) / sector, chain.count - 1)
    pieceStart = first * sector
    piece.removeAll(keepingCapacity: true)
    var at = first
    while at <= wanted {
      // Neighbours are read at once.
      var run = 1
      while at + run <= wanted, chain[at + run] == chain[at] &+ UInt32(run) { run += 1 }
      let bytes = try file.read(run, from: chain[at])
      piece += bytes
      guard bytes.count == run * sector else { break }
      at += run
    }
    if piece.count > size - pieceStart { piece.removeLast(piece.count - (size - pieceStart)) }
  }
}
