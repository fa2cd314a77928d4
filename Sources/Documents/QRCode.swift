internal import CQRencode

/// A text as a QR code (ISO/IEC 18004), drawn as one path of SVG, error correction M.
package struct QRCode: Sendable {
  /// Modules along one side, the quiet zone of four on each side included.
  package let side: Int
  /// The dark modules as a path of unit squares.
  package let path: String
  /// The dark modules' places, the quiet zone counted.
  let dark: [(row: Int, column: Int)]
  private static let quiet = 4

  /// Nil when the text is empty or too long for a code.
  package init?(_ text: String) {
    guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
    defer { QRcode_free(code) }
    let width = Int(code.pointee.width)
    guard let modules = code.pointee.data else { return nil }
    side = width + 2 * QRCode.quiet
    let places = (0..<width * width).filter { modules[$0] & 1 == 1 }
    dark = places.map { ($0 / width + QRCode.quiet, $0 % width + QRCode.quiet) }
    path = dark.map { "M\($0.column) \($0.row)h1v1h-1z" }.joined()
  }
}
