internal import Glibc

/// A file that is read piece by piece.
struct ByteFile: ~Copyable {
  private let descriptor: Int32
  private let path: String
  let size: Int

  init(_ path: String) throws {
    self.path = path
    descriptor = Glibc.open(path, O_RDONLY)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else { throw ByteFile.failure(path) }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// At most `count` bytes from where the last read ended; none at the end of the file.
  func read(_ count: Int) throws -> [UInt8] {
    let most = room(for: count)
    return try ByteFile.filled(most, path) { Glibc.read(descriptor, $0, most) }
  }

  func read(_ count: Int, at offset: Int) throws -> [UInt8] {
    let most = room(for: count)
    return try ByteFile.filled(most, path) { pread(descriptor, $0, most, off_t(offset)) }
  }

  /// A small file needs no large buffers; one of no stated size is no regular file.
  private func room(for count: Int) -> Int { size > 0 ? min(count, size) : count }

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
    switch errno {
    case ENOENT: .unopened("没有这个文件")
    case EACCES: .unopened("没有读取的权限")
    case EISDIR: .unopened("这是一个文件夹")
    default: .unopened("\(path): \(String(cString: strerror(errno)))")
    }
  }
}
