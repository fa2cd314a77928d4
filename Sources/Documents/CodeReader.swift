internal import CPango
internal import CTurboJPEG
internal import CZBar

/// Finds QR codes in a photograph or scan (JPEG, PNG).
package enum CodeReader {
  /// More than any telephone's camera takes.
  static let mostPixels = 80_000_000

  /// What the codes say; empty where none can be read.
  ///
  /// - Throws: `PictureFault` where the bytes are no picture, or one that is too large.
  package static func codes(in bytes: [UInt8]) throws -> [String] {
    // A smaller picture is faster and often clearer; a small code needs every dot.
    for scale in [2, 1] {
      guard let picture = try GreyPicture(bytes, scale: scale) else { continue }
      let codes = codes(in: picture)
      if !codes.isEmpty { return codes }
    }
    return []
  }

  private static func codes(in picture: GreyPicture) -> [String] {
    let (scanner, image) = (zbar_image_scanner_create(), zbar_image_create())
    defer {
      zbar_image_destroy(image)
      zbar_image_scanner_destroy(scanner)
    }
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0)
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1)
    // Y800: one byte of grey a dot.
    zbar_image_set_format(image, 0x3030_3859)
    zbar_image_set_size(image, UInt32(picture.width), UInt32(picture.height))
    return picture.dots.withUnsafeBufferPointer { dots in
      zbar_image_set_data(image, dots.baseAddress, UInt(dots.count), nil)
      guard zbar_scan_image(scanner, image) > 0 else { return [] }
      var (texts, symbol): ([String], OpaquePointer?) = ([], zbar_image_first_symbol(image))
      while let found = symbol {
        if let text = zbar_symbol_get_data(found) { texts.append(String(cString: text)) }
        symbol = zbar_symbol_next(found)
      }
      return texts
    }
  }
}

/// Why a file cannot be looked at as a picture.
package enum PictureFault: Error {
  case unreadable, tooLarge
}

/// A picture as grey dots, row by row.
private struct GreyPicture {
  let width: Int
  let height: Int
  let dots: [UInt8]

  /// Nil where the picture is too small to be made smaller.
  init?(_ bytes: [UInt8], scale: Int) throws {
    if bytes.starts(with: [0xFF, 0xD8]) {
      try self.init(jpeg: bytes, scale: scale)
    } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
      guard scale == 1 else { return nil }
      try self.init(png: bytes)
    } else {
      throw PictureFault.unreadable
    }
  }

  private init?(jpeg bytes: [UInt8], scale: Int) throws {
    guard let reader = tjInitDecompress() else { throw PictureFault.unreadable }
    defer { tjDestroy(reader) }
    var (width, height, sampling, colours) = (Int32(0), Int32(0), Int32(0), Int32(0))
    let length = UInt(bytes.count)
    guard
      tjDecompressHeader3(reader, bytes, length, &width, &height, &sampling, &colours) == 0,
      width > 0, height > 0
    else { throw PictureFault.unreadable }
    guard Int(width) * Int(height) <= CodeReader.mostPixels else { throw PictureFault.tooLarge }
    guard scale == 1 || min(width, height) > 1_600 else { return nil }
    let divisor = Int32(scale)
    (width, height) = ((width + divisor - 1) / divisor, (height + divisor - 1) / divisor)
    var dots = [UInt8](repeating: 255, count: Int(width) * Int(height))
    // A photo that broke off still shows its upper part.
    let status = tjDecompress2(
      reader, bytes, length, &dots, width, 0, height, Int32(TJPF_GRAY.rawValue), 0)
    guard status == 0 || tjGetErrorCode(reader) == Int32(TJERR_WARNING.rawValue) else {
      throw PictureFault.unreadable
    }
    (self.width, self.height, self.dots) = (Int(width), Int(height), dots)
  }

  private init(png bytes: [UInt8]) throws {
    guard bytes.count > 24 else { throw PictureFault.unreadable }
    func number(_ at: Int) -> Int { bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    let (width, height) = (number(16), number(20))
    guard width > 0, height > 0 else { throw PictureFault.unreadable }
    guard width <= CodeReader.mostPixels / height else { throw PictureFault.tooLarge }
    let source = ByteSupply(bytes)
    let surface = cairo_image_surface_create_from_png_stream(
      { closure, target, length in
        guard let closure, let target else { return CAIRO_STATUS_READ_ERROR }
        let source = Unmanaged<ByteSupply>.fromOpaque(closure).takeUnretainedValue()
        return source.fill(target, Int(length)) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_READ_ERROR
      }, Unmanaged.passUnretained(source).toOpaque())
    defer { cairo_surface_destroy(surface) }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS,
      let dots = GreyPicture.grey(surface, width, height)
    else { throw PictureFault.unreadable }
    (self.width, self.height, self.dots) = (width, height, dots)
  }

  /// The dots of a surface on white ground.
  private static func grey(
    _ surface: OpaquePointer?, _ width: Int, _ height: Int
  ) -> [UInt8]? {
    guard let flat = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)),
      let cairo = cairo_create(flat)
    else { return nil }
    defer {
      cairo_destroy(cairo)
      cairo_surface_destroy(flat)
    }
    cairo_set_source_rgb(cairo, 1, 1, 1)
    cairo_paint(cairo)
    cairo_set_source_surface(cairo, surface, 0, 0)
    cairo_paint(cairo)
    cairo_surface_flush(flat)
    guard let data = cairo_image_surface_get_data(flat) else { return nil }
    let stride = Int(cairo_image_surface_get_stride(flat))
    return [UInt8](unsafeUninitializedCapacity: width * height) { dots, count in
      for row in 0..<height {
        for column in 0..<width {
          let dot = data + row * stride + column * 4
          let sum = Int(dot[0]) + 2 * Int(dot[1]) + Int(dot[2])
          dots[row * width + column] = UInt8(sum / 4)
        }
      }
      count = width * height
    }
  }
}

/// Bytes that cairo takes piece by piece.
///
/// A class, because cairo holds it while it reads.
private final class ByteSupply {
  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func fill(_ target: UnsafeMutablePointer<UInt8>, _ length: Int) -> Bool {
    guard at + length <= bytes.count else { return false }
    bytes[at..<at + length].withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      target.update(from: start, count: length)
    }
    at += length
    return true
  }
}
