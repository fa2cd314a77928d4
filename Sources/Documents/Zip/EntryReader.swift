internal import CZlib

/// One entry of a ZIP file, inflated piece by piece as it is asked for.
///
/// A class, because it owns zlib's state.
final class EntryReader: ByteSource {
  private let archive: ZipArchive
  private let entry: ZipArchive.Entry
  private let start: Int
  private var stream = z_stream()
  private var input: [UInt8] = []
  private var (read, made, used) = (0, 0, 0)
  private var checksum: UInt = 0
  private var isOver = false
  private static let piece = 1 << 18
  /// Once it is large, more than this many times its packed size is a bomb, not a sheet.
  private static let (mostRatio, harmless, mostBytes) = (200, 64 << 20, 16 << 30)

  init(_ archive: ZipArchive, _ entry: ZipArchive.Entry) throws {
    (self.archive, self.entry) = (archive, entry)
    start = try archive.start(of: entry)
    guard EntryReader.isBelievable(entry.size, packed: entry.packed) else {
      throw EntryReader.bomb
    }
    let begun = inflateInit2_(
      &stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard begun == Z_OK, entry.method == 0 || entry.method == 8 else {
      throw SheetFault.broken("压缩方式不支持")
    }
  }

  deinit { inflateEnd(&stream) }

  func next() throws -> [UInt8]? {
    while !isOver {
      if used == input.count { try fill() }
      let output = entry.method == 0 ? stored() : try inflated()
      made += output.count
      guard EntryReader.isBelievable(made, packed: entry.packed) else { throw EntryReader.bomb }
      checksum = output.withUnsafeBufferPointer {
        crc32_z(checksum, $0.baseAddress, $0.count)
      }
      if isOver, checksum != UInt(entry.checksum) {
        throw SheetFault.broken("压缩内容校验不符")
      }
      if !output.isEmpty { return output }
    }
    return nil
  }

  private static let bomb = SheetFault.tooLarge("压缩比异常，可能是压缩炸弹，拒绝展开")

  private static func isBelievable(_ size: Int, packed: Int) -> Bool {
    size <= mostBytes && (size <= harmless || size / mostRatio <= packed)
  }

  private func fill() throws {
    guard read < entry.packed else {
      if entry.packed == 0, entry.method == 0 { return }
      throw SheetFault.broken("文件不完整，可能没有传完")
    }
    input = try archive.read(min(1 << 16, entry.packed - read), at: start + read)
    guard !input.isEmpty else { throw SheetFault.broken("文件不完整，可能没有传完") }
    (read, used) = (read + input.count, 0)
  }

  private func stored() -> [UInt8] {
    isOver = read >= entry.packed
    used = input.count
    return input
  }

  /// As much as is still to come by what the directory says, within bounds.
  private var room: Int { max(1 << 12, min(EntryReader.piece, entry.size - made + 1)) }

  private func inflated() throws -> [UInt8] {
    var status = Z_OK
    let from = used
    var left = 0
    let output = input.withUnsafeMutableBufferPointer { source in
      [UInt8](unsafeUninitializedCapacity: room) { target, filled in
        stream.next_in = source.baseAddress.map { $0 + from }
        stream.avail_in = UInt32(source.count - from)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        status = inflate(&stream, Z_NO_FLUSH)
        filled = target.count - Int(stream.avail_out)
        left = Int(stream.avail_in)
      }
    }
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
      throw SheetFault.broken("压缩内容损坏")
    }
    used = input.count - left
    isOver = status == Z_STREAM_END
    return output
  }
}
