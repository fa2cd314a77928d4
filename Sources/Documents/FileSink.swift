internal import Glibc

/// A new file that is written from front to back and is whole and flushed once closed.
///
/// A class, because it owns the open file.
final class FileSink {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var flushed = 0
  private var isClosed = false

  init(_ path: String) throws {
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { throw FileSink.failure }
  }

  deinit { if !isClosed { Glibc.close(descriptor) } }

  /// How many bytes were written so far.
  var position: Int { flushed + buffer.count }

  func append(_ bytes: some Collection<UInt8>) throws {
    buffer.append(contentsOf: bytes)
    if buffer.count > 1 << 18 { try flush() }
  }

  /// Writes over bytes that were written before.
  func patch(_ bytes: [UInt8], at offset: Int) throws {
    try flush()
    guard pwrite(descriptor, bytes, bytes.count, off_t(offset)) == bytes.count else {
      throw FileSink.failure
    }
  }

  func close() throws {
    try flush()
    isClosed = true
    let isFlushed = fsync(descriptor) == 0
    guard Glibc.close(descriptor) == 0, isFlushed else { throw FileSink.failure }
  }

  private func flush() throws {
    var rest = buffer[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw FileSink.failure }
      rest = rest.dropFirst(count)
    }
    flushed += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }

  private static let failure = SheetFault.broken("写入失败")
}
