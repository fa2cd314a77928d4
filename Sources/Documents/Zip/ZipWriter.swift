internal import CZlib

/// Writes a ZIP file: parts of another one as they lie there, and new ones.
final class ZipWriter {
  private let sink: FileSink
  private var directory: [UInt8] = []
  private var count = 0

  init(_ path: String) throws { sink = try FileSink(path) }

  /// Copies an entry; its packed bytes stay as they are.
  func copy(_ entry: ZipArchive.Entry, from archive: ZipArchive) throws {
    let start = try archive.start(of: entry)
    let offset = sink.position
    let head = head(
      entry,
      ZipContent(
        method: entry.method, packed: entry.packed, size: entry.size, checksum: entry.checksum))
    try sink.append([0x50, 0x4B, 3, 4] + head + [0, 0] + entry.name.utf8)
    var at = 0
    while at < entry.packed {
      let bytes = try archive.read(min(1 << 18, entry.packed - at), at: start + at)
      guard !bytes.isEmpty else { throw SheetFault.broken("文件不完整，可能没有传完") }
      try sink.append(bytes)
      at += bytes.count
    }
    note(entry, head, at: offset)
  }

  /// Writes an entry anew; `write` hands its bytes over piece by piece.
  func replace(
    _ entry: ZipArchive.Entry, _ write: ((ArraySlice<UInt8>) throws -> Void) throws -> Void
  ) throws {
    let offset = sink.position
    var content = ZipContent(method: 8, packed: 0, size: 0, checksum: 0)
    try sink.append([0x50, 0x4B, 3, 4] + head(entry, content) + [0, 0])
    try sink.append(entry.name.utf8)
    let start = sink.position
    let deflater = try Deflater(sink)
    try write { try deflater.add($0) }
    try deflater.finish()
    content.packed = sink.position - start
    content.size = deflater.size
    content.checksum = UInt32(deflater.checksum)
    let head = head(entry, content)
    try sink.patch(head, at: offset + 4)
    note(entry, head, at: offset)
  }

  /// Writes an entry that no other file had.
  func add(_ name: String, _ bytes: [UInt8]) throws {
    // What a directory says of it: made by version 2.0, on the first day that ZIP knows.
    var record = [UInt8](repeating: 0, count: 46)
    (record[4], record[14]) = (20, 0x21)
    let entry = ZipArchive.Entry(
      name: name, record: record, offset: 0, packed: 0, size: bytes.count, method: 8, checksum: 0)
    try replace(entry) { try $0(bytes[...]) }
  }

  func close() throws {
    let start = sink.position
    guard start < Int(UInt32.max), count < 0xFFFF else { throw SheetFault.tooLarge("文件超过 4 GB") }
    try sink.append(directory)
    try sink.append([0x50, 0x4B, 5, 6, 0, 0, 0, 0] + (count.little(2) + count.little(2)))
    try sink.append(directory.count.little(4) + start.little(4) + [0, 0])
    try sink.close()
  }

  /// What the head of an entry and the directory say alike, without the mark of sizes that follow
  /// later and without extra fields.
  private func head(_ entry: ZipArchive.Entry, _ content: ZipContent) -> [UInt8] {
    var head = 20.little(2) + (entry.record.number(8, 2) & ~8).little(2)
    head += content.method.little(2) + entry.record[12..<16]
    head += Int(content.checksum).little(4) + content.packed.little(4)
    return head + content.size.little(4) + entry.name.utf8.count.little(2)
  }

  private func note(_ entry: ZipArchive.Entry, _ head: [UInt8], at offset: Int) {
    directory += [0x50, 0x4B, 1, 2] + entry.record[4..<6] + head
    directory += [UInt8](repeating: 0, count: 6) + entry.record[36..<42]
    directory += offset.little(4) + Array(entry.name.utf8)
    count += 1
  }
}

/// How an entry's bytes lie in the file.
private struct ZipContent {
  let method: Int
  var packed: Int
  var size: Int
  var checksum: UInt32
}

/// Packs bytes for an entry as they come.
///
/// A class, because it owns zlib's state.
private final class Deflater {
  private let sink: FileSink
  private var stream = z_stream()
  private(set) var (size, checksum) = (0, UInt(0))
  private static let piece = 1 << 16

  init(_ sink: FileSink) throws {
    self.sink = sink
    let begun = deflateInit2_(
      &stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard begun == Z_OK else { throw SheetFault.broken("写入失败") }
  }

  deinit { deflateEnd(&stream) }

  func add(_ bytes: ArraySlice<UInt8>) throws {
    checksum = bytes.withUnsafeBufferPointer { crc32_z(checksum, $0.baseAddress, $0.count) }
    size += bytes.count
    try run(Array(bytes), Z_NO_FLUSH)
  }

  func finish() throws { try run([], Z_FINISH) }

  private func run(_ bytes: [UInt8], _ flush: Int32) throws {
    var input = bytes
    var used = 0
    var isFull = true
    while isFull {
      let output = input.withUnsafeMutableBufferPointer { source in
        [UInt8](unsafeUninitializedCapacity: Deflater.piece) { target, filled in
          stream.next_in = source.baseAddress.map { $0 + used }
          stream.avail_in = UInt32(source.count - used)
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(target.count)
          deflate(&stream, flush)
          filled = target.count - Int(stream.avail_out)
          used = source.count - Int(stream.avail_in)
        }
      }
      isFull = output.count == Deflater.piece
      try sink.append(output)
    }
  }
}

extension Int {
  /// Its lowest bytes, the lowest first.
  func little(_ length: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) }
  }
}
