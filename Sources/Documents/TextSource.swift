internal import Glibc

/// The bytes of a text file as UTF-8, whichever of the two encodings in use it was written in.
struct TextSource {
  private let file: FileBox
  private var pending: [UInt8] = []
  private let isUTF8: Bool
  private static let piece = 1 << 18

  /// Holds the file, which cannot be copied, for a reader that can.
  private final class FileBox {
    let file: ByteFile
    init(_ file: consuming ByteFile) { self.file = file }
  }

  init(_ path: String) throws {
    file = FileBox(try ByteFile(path))
    pending = try file.file.read(TextSource.piece)
    guard !pending.isEmpty else { throw SheetFault.empty }
    isUTF8 = TextSource.isUTF8(pending)
  }

  /// The next piece; empty at the end.
  mutating func next() throws -> [UInt8] {
    var bytes = pending
    pending = []
    if bytes.isEmpty { bytes = try file.file.read(TextSource.piece) }
    guard !isUTF8, !bytes.isEmpty else { return bytes }
    return try converted(bytes)
  }

  /// A character that the piece cuts in two waits for the next one.
  private mutating func converted(_ bytes: [UInt8]) throws -> [UInt8] {
    guard let converter = iconv_open("UTF-8", "GB18030"), converter != iconv_t(bitPattern: -1)
    else { throw SheetFault.broken("GB18030") }
    defer { iconv_close(converter) }
    var input = bytes.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: bytes.count * 3 + 16)
    var (inLeft, outLeft) = (input.count, output.count)
    let size = output.count
    while inLeft > 0 {
      let (inStart, outStart) = (input.count - inLeft, size - outLeft)
      let result = input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
          var from = source.baseAddress.map { $0 + inStart }
          var to = target.baseAddress.map { $0 + outStart }
          return iconv(converter, &from, &inLeft, &to, &outLeft)
        }
      }
      guard result == Int.max || result == -1 || Int(bitPattern: UInt(result)) == -1 else { break }
      if errno == EINVAL {
        pending = Array(bytes.suffix(inLeft)) + (try file.file.read(TextSource.piece))
        break
      }
      // A byte that is no character becomes a mark; the row it stands in is refused later.
      guard outLeft >= 3 else { break }
      for (offset, byte) in [UInt8](arrayLiteral: 0xEF, 0xBF, 0xBD).enumerated() {
        output[size - outLeft + offset] = CChar(bitPattern: byte)
      }
      (inLeft, outLeft) = (inLeft - 1, outLeft - 3)
    }
    return output.prefix(size - outLeft).map { UInt8(bitPattern: $0) }
  }

  /// Whether the bytes are UTF-8, a character cut off at the end allowed.
  private static func isUTF8(_ bytes: [UInt8]) -> Bool {
    var index = 0
    while index < bytes.count {
      let lead = bytes[index]
      let length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0
      guard length > 0, lead < 0xF5 else { return false }
      for offset in 1..<max(length, 1) {
        guard index + offset < bytes.count else { return true }
        guard bytes[index + offset] & 0xC0 == 0x80 else { return false }
      }
      index += length
    }
    return true
  }
}
