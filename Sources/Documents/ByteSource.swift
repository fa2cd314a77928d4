/// Bytes that come piece by piece.
protocol ByteSource: AnyObject {
  /// The next piece, never an empty one; nil at the end.
  func next() throws -> [UInt8]?
}

/// A file as it lies on the disk.
///
/// A class, because it owns the open file.
final class FileSource: ByteSource {
  private let file: ByteFile
  private static let piece = 1 << 18

  init(_ path: String) throws { file = try ByteFile(path) }

  func next() throws -> [UInt8]? {
    let bytes = try file.read(FileSource.piece)
    return bytes.isEmpty ? nil : bytes
  }
}
