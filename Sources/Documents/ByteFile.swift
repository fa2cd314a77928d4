internal import Glibc

/// A file that is read piece by piece.
struct ByteFile: ~Copyable {
  private let descriptor: Int32
  private let path: String

  init(_ path: String) throws {
    self.path = path
    descriptor = Glibc.open(path, O_RDONLY)
    guard descriptor >= 0 else { throw ByteFile.failure(path) }
  }

  deinit { close(descriptor) }

  var size: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// At most `count` bytes from where the last read ended; none at the end of the file.
  func read(_ count: Int) throws -> [UInt8] {
    try ByteFile.filled(count, path) { Glibc.read(descriptor, $0, count) }
  }

  func read(_ count: Int, at offset: Int) throws -> [UInt8] {
    try ByteFile.filled(count, path) { pread(descriptor, $0, count, off_t(offset)) }
  }

  static func head(of path: String, count: Int) throws -> [UInt8] {
    try ByteFile(path).read(count)
  }

  private static func filled(
    _ count: Int, _ path: String, _ read: (UnsafeMutableRawPointer?) -> Int
  ) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      let got = read(buffer.baseAddress)
      guard got >= 0 else { throw failure(path) }
      filled = got
    }
  }

  private static func failure(_ path: String) -> SheetFault {
    .broken("\(path): \(String(cString: strerror(errno)))")
  }
}
