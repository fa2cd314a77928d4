import Documents
import Testing

/// A picture is kept without what its camera wrote beside it.
struct BarePictureTests {
  private static let secret = Array("HUAWEI P50 26.33N 115.36E".utf8)

  private static func part(_ marker: UInt8, _ body: [UInt8]) -> [UInt8] {
    let size = body.count + 2
    return [0xFF, marker, UInt8(size >> 8), UInt8(size & 0xFF)] + body
  }

  /// Little-endian as most telephones write it: the maker, and which side is up.
  private static func exif(turn: UInt8) -> [UInt8] {
    let maker: [UInt8] = [0x0F, 0x01, 2, 0, UInt8(secret.count), 0, 0, 0, 38, 0, 0, 0]
    let side: [UInt8] = [0x12, 0x01, 3, 0, 1, 0, 0, 0, turn, 0, 0, 0]
    return part(
      0xE1,
      Array("Exif\0\0II".utf8) + [0x2A, 0, 8, 0, 0, 0, 2, 0] + maker + side + [0, 0, 0, 0] + secret)
  }

  private static let jfif = part(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0])
  private static let tables = part(0xDB, Array(repeating: 7, count: 65))
  /// Stuffed bytes and restarts are no ends; a progressive picture has several scans.
  private static let scans =
    part(0xDA, [1, 1, 0, 0, 63, 0]) + [1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4] + part(0xC4, [0, 1])
    + part(0xDA, [1, 1, 0, 1, 5, 0]) + [5, 0xFF, 0, 6]

  @Test func `a JPEG loses place, device, comments and what hangs behind it`() throws {
    let words = Self.part(0xFE, Self.secret)
    let xmp = Self.part(0xE1, Array("http://ns.adobe.com/xap/1.0/\0".utf8) + Self.secret)
    let colours = Self.part(0xE2, Array("ICC_PROFILE\0".utf8) + [1, 1, 9])
    let preview = Self.part(0xE2, Array("MPF\0".utf8) + Self.secret)
    let end: [UInt8] = [0xFF, 0xD9]
    let picture =
      [0xFF, 0xD8] + Self.jfif + Self.exif(turn: 1) + xmp + colours + preview + words
      + Self.tables + Self.scans + end + Self.secret
    let bare = try #require(BarePicture(picture)).bytes
    #expect(bare == [0xFF, 0xD8] + Self.jfif + colours + Self.tables + Self.scans + end)
  }

  @Test func `which side is up stays, and nothing else with it`() throws {
    let picture = [0xFF, 0xD8] + Self.exif(turn: 6) + Self.tables + Self.scans + [0xFF, 0xD9]
    let bare = try #require(BarePicture(picture)).bytes
    #expect(!bare.contains(Self.secret))
    #expect(bare.contains([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]))
    #expect(BarePicture(bare)?.bytes == bare, "once more changes nothing")
  }

  private static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    [0, 0, 0, UInt8(body.count)] + Array(name.utf8) + body + [1, 2, 3, 4]
  }

  @Test func `a PNG keeps what is drawn`() throws {
    let head: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let (size, drawn) = (
      Self.chunk("IHDR", Array(repeating: 1, count: 13)), Self.chunk("IDAT", [5])
    )
    let said = ["tEXt", "zTXt", "iTXt", "eXIf", "tIME", "prVt"].flatMap {
      Self.chunk($0, Self.secret)
    }
    let end = Self.chunk("IEND", [])
    let bare = BarePicture(head + size + said + drawn + said + end + Self.secret)
    #expect(bare?.bytes == head + size + drawn + end)
    #expect(BarePicture(head + size + drawn) == nil, "cut off")
  }

  private static func riff(_ body: [UInt8]) -> [UInt8] {
    let size = body.count + 4
    return Array("RIFF".utf8) + [UInt8(size & 0xFF), UInt8(size >> 8), 0, 0] + Array("WEBP".utf8)
      + body
  }

  private static func webp(_ name: String, _ body: [UInt8]) -> [UInt8] {
    Array(name.utf8) + [UInt8(body.count), 0, 0, 0] + body
      + Array(repeating: 0, count: body.count % 2)
  }

  @Test func `a WebP loses its EXIF and XMP, and says so`() throws {
    func wide(_ flags: UInt8) -> [UInt8] {
      Self.webp("VP8X", [flags] + Array(repeating: 0, count: 9))
    }
    let (drawn, said) = (
      Self.webp("VP8 ", [1, 2, 3]), Self.webp("EXIF", Self.secret) + Self.webp("XMP ", [7])
    )
    #expect(
      BarePicture(Self.riff(wide(0x1C) + drawn + said))?.bytes == Self.riff(wide(0x10) + drawn))
  }

  @Test func `what is no whole picture is none`() {
    let cut = [0xFF, 0xD8] + Self.jfif + Self.tables + Self.scans
    for bytes in [[], [0xFF], [0xFF, 0xD8], cut, Array(cut.prefix(9)), Array("RIFF____WEBP".utf8)] {
      #expect(BarePicture(bytes) == nil)
    }
  }
}
