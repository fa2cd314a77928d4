/// A picture without what its camera wrote beside it: place, time, device, previews, comments.
///
/// What shows the picture stays byte for byte, and so does which side is up.
package struct BarePicture: Sendable {
  package let bytes: [UInt8]

  /// Nil for what is no whole JPEG, PNG or WebP.
  package init?(_ picture: [UInt8]) {
    let bare: [UInt8]? =
      if picture.starts(with: [0xFF, 0xD8]) {
        JPEGParts(picture).bare
      } else if picture.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
        BarePicture.png(picture)
      } else if picture.starts(with: Array("RIFF".utf8)) {
        BarePicture.webp(picture)
      } else {
        nil
      }
    guard let bare else { return nil }
    bytes = bare
  }

  /// What a PNG is drawn from; all other chunks are words about it.
  private static let drawn: Set = [
    "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "pHYs", "bKGD",
    "acTL", "fcTL", "fdAT",
  ]

  private static func png(_ picture: [UInt8]) -> [UInt8]? {
    var (bare, place) = (Array(picture[..<8]), 8)
    while place + 12 <= picture.count {
      let size = (0..<4).reduce(0) { $0 << 8 | Int(picture[place + $1]) }
      let end = place + 12 + size
      guard end <= picture.count else { return nil }
      let name = String(decoding: picture[place + 4..<place + 8], as: UTF8.self)
      if drawn.contains(name) { bare += picture[place..<end] }
      if name == "IEND" { return bare }
      place = end
    }
    return nil
  }

  private static func webp(_ picture: [UInt8]) -> [UInt8]? {
    guard picture.count >= 20, picture[8..<12].elementsEqual("WEBP".utf8) else { return nil }
    let size = (0..<4).reversed().reduce(0) { $0 << 8 | Int(picture[4 + $1]) }
    let whole = min(picture.count, size + 8)
    var (bare, place) = (Array(picture[..<12]), 12)
    while place + 8 <= whole {
      let size = (0..<4).reversed().reduce(0) { $0 << 8 | Int(picture[place + 4 + $1]) }
      let end = place + 8 + size + size % 2
      guard end <= picture.count else { return nil }
      let name = String(decoding: picture[place..<place + 4], as: UTF8.self)
      // Picture, transparency, movement, colours.
      if ["VP8", "AL", "AN", "ICC"].contains(where: name.hasPrefix) {
        var chunk = Array(picture[place..<end])
        // Its flags no longer promise what is gone: EXIF and XMP.
        if name == "VP8X", size > 0 { chunk[8] &= ~0x0C }
        bare += chunk
      }
      place = end
    }
    guard bare.count > 12 else { return nil }
    let left = bare.count - 8
    for byte in 0..<4 { bare[4 + byte] = UInt8(truncatingIfNeeded: left >> (8 * byte)) }
    return bare
  }
}

/// A JPEG taken apart by its markers (ITU T.81, B.1).
private struct JPEGParts {
  private let picture: [UInt8]
  private var kept: [UInt8] = []
  private var turn: UInt16?

  init(_ picture: [UInt8]) { self.picture = picture }

  /// Nil where it does not end as a JPEG does.
  var bare: [UInt8]? {
    var reader = self
    guard reader.read() else { return nil }
    return [0xFF, 0xD8] + (reader.turn.map(JPEGParts.turned) ?? []) + reader.kept
  }

  private mutating func read() -> Bool {
    var place = 2
    while place + 2 <= picture.count {
      guard picture[place] == 0xFF else { return false }
      let marker = picture[place + 1]
      if marker == 0xFF {
        place += 1
        continue
      }
      if marker == 0xD9 {
        // What lies behind the end (a second picture, a maker's notes) is left out.
        kept += [0xFF, 0xD9]
        return true
      }
      guard place + 4 <= picture.count else { return false }
      let size = Int(picture[place + 2]) << 8 | Int(picture[place + 3])
      var end = place + 2 + size
      guard size >= 2, end <= picture.count else { return false }
      if marker == 0xDA { end = endOfScan(from: end) }
      take(marker, picture[place..<end])
      place = end
    }
    return false
  }

  /// Where the next marker stands that is neither a stuffed byte nor a restart.
  private func endOfScan(from start: Int) -> Int {
    var place = start
    while place + 1 < picture.count {
      let next = picture[place + 1]
      if picture[place] == 0xFF, next != 0, !(0xD0...0xD7).contains(next), next != 0xFF {
        return place
      }
      place += 1
    }
    return picture.count
  }

  private mutating func take(_ marker: UInt8, _ part: ArraySlice<UInt8>) {
    let body = part.dropFirst(4)
    switch marker {
    // How wide it is, its colours, and how they were mixed.
    case 0xE0: if body.starts(with: Array("JFIF\0".utf8)) { kept += part }
    case 0xE2: if body.starts(with: Array("ICC_PROFILE\0".utf8)) { kept += part }
    case 0xEE: if body.starts(with: Array("Adobe".utf8)) { kept += part }
    case 0xE1:
      if body.starts(with: Array("Exif\0\0".utf8)) {
        turn = turn ?? JPEGParts.turn(body.dropFirst(6))
      }
    case 0xE3...0xEF, 0xFE: break
    default: kept += part
    }
  }

  /// Which side is up, of the first directory of an Exif block; nil where it is the usual one.
  private static func turn(_ block: ArraySlice<UInt8>) -> UInt16? {
    let tiff = Array(block)
    guard tiff.count >= 8 else { return nil }
    let isLittle = tiff.starts(with: Array("II".utf8))
    func number(_ place: Int, _ count: Int) -> Int? {
      guard place >= 0, place + count <= tiff.count else { return nil }
      let bytes = tiff[place..<place + count]
      return (isLittle ? Array(bytes.reversed()) : Array(bytes)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let first = number(4, 4), let entries = number(first, 2) else { return nil }
    for entry in 0..<entries {
      let place = first + 2 + 12 * entry
      guard number(place, 2) == 0x0112 else { continue }
      return number(place + 8, 2).flatMap { (2...8).contains($0) ? UInt16($0) : nil }
    }
    return nil
  }

  /// An Exif block that says nothing else.
  private static func turned(_ turn: UInt16) -> [UInt8] {
    let tiff: [UInt8] =
      [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1]
      + [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(turn), 0, 0] + [0, 0, 0, 0]
    return [0xFF, 0xE1, 0, UInt8(8 + tiff.count)] + Array("Exif\0\0".utf8) + tiff
  }
}
