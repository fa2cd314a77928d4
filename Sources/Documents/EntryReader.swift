internal import CZlib

/// One entry of a ZIP file, inflated piece by piece as it is asked for.
///
/// A class, because it owns zlib's state and the open file.
final class EntryReader {
  private let archive: ZipArchive
  private let entry: ZipArchive.Entry
  private let start: Int
  private var stream = z_stream()
  private var input: [UInt8] = []
  private var (read, made) = (0, 0)
  private var isOver = false
  private static let piece = 1 << 18

  init(_ path: String, _ name: String) throws {
    archive = try ZipArchive(path)
    guard let entry = archive.entry(name) else { throw SheetFault.broken("缺少 \(name)") }
    self.entry = entry
    start = try archive.start(of: entry)
    let begun = inflateInit2_(
      &stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard begun == Z_OK, entry.method == 0 || entry.method == 8 else {
      throw SheetFault.broken("压缩方式不支持")
    }
  }

  deinit { inflateEnd(&stream) }

  /// All of an entry at once; nil where there is none.
  static func contents(
    _ path: String, _ name: String, in archive: borrowing ZipArchive, limit: Int
  ) throws -> [UInt8]? {
    guard archive.entry(name) != nil else { return nil }
    let reader = try EntryReader(path, name)
    var bytes: [UInt8] = []
    while let piece = try reader.next() {
      bytes += piece
      guard bytes.count <= limit else { throw SheetFault.tooLarge("\(name) 过大") }
    }
    return bytes
  }

  /// The next piece; nil at the end.
  func next() throws -> [UInt8]? {
    while !isOver {
      if input.isEmpty {
        guard read < entry.packed else {
          throw SheetFault.broken("文件不完整，可能没有传完")
        }
        input = try archive.read(min(1 << 16, entry.packed - read), at: start + read)
        guard !input.isEmpty else { throw SheetFault.broken("文件不完整，可能没有传完") }
        read += input.count
      }
      let output = entry.method == 0 ? stored() : try inflated()
      made += output.count
      guard made <= entry.packed * ZipArchive.mostRatio + (1 << 20) else {
        throw SheetFault.tooLarge("压缩比异常，拒绝展开")
      }
      if !output.isEmpty { return output }
    }
    return nil
  }

  private func stored() -> [UInt8] {
    defer { input = [] }
    isOver = read >= entry.packed
    return input
  }

  private func inflated() throws -> [UInt8] {
    var status = Z_OK
    var left = 0
    let output = input.withUnsafeMutableBufferPointer { source in
      [UInt8](unsafeUninitializedCapacity: EntryReader.piece) { target, filled in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
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
    input = Array(input.suffix(left))
    isOver = status == Z_STREAM_END
    return output
  }
}
