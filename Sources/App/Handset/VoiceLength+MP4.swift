/// MP4 as telephones record it: whole with its length in the head, or in fragments that each say how
/// long their samples are.
extension VoiceLength {
  var mp4: Double? {
    var walk = MP4Walk()
    walk.look(into: 0..<bytes.count, of: self)
    return walk.seconds
  }
}

/// What the boxes of an MP4 file tell of its length.
private struct MP4Walk {
  private var movie = (scale: 0, duration: 0)
  private var track = (scale: 0, duration: 0)
  private var (usual, usualHere, fragments) = (0, 0, 0)
  private static let holders: Set = ["moov", "trak", "mdia", "moof", "traf", "mvex"]

  var seconds: Double? {
    func told(_ times: (scale: Int, duration: Int)) -> Double {
      times.scale > 0 ? Double(times.duration) / Double(times.scale) : 0
    }
    return max(told(movie), told(track), told((track.scale, fragments)))
  }

  /// Boxes lie one behind the other, and in one another; each is looked at once.
  mutating func look(into range: Range<Int>, of file: VoiceLength) {
    var place = range.lowerBound
    let end = range.upperBound
    while place + 8 <= end, let small = file.number(place, 4) {
      let name = String(decoding: file.bytes[place + 4..<place + 8], as: UTF8.self)
      var (head, size) = (8, small)
      if small == 1 { (head, size) = (16, file.number(place + 8, 8) ?? 0) }
      if small == 0 { size = end - place }
      guard size >= head else { return }
      let body = place + head
      if MP4Walk.holders.contains(name) {
        // What it holds comes next.
        place = body
      } else {
        take(name, body..<min(place + min(size, end), end), of: file)
        place += min(size, end)
      }
    }
  }

  private mutating func take(_ name: String, _ body: Range<Int>, of file: VoiceLength) {
    let start = body.lowerBound
    switch name {
    case "mvhd": movie = times(start, of: file)
    case "mdhd": track = times(start, of: file)
    case "trex": usual = file.number(start + 12, 4) ?? 0
    case "tfhd": usualHere = usual(in: start, of: file) ?? usual
    case "trun": fragments = Int(clamping: UInt64(fragments) + UInt64(run(body, of: file)))
    default: break
    }
  }

  private func times(_ start: Int, of file: VoiceLength) -> (scale: Int, duration: Int) {
    let isLong = file.number(start, 1) == 1
    let scale = file.number(start + (isLong ? 20 : 12), 4) ?? 0
    let duration = file.number(start + (isLong ? 24 : 16), isLong ? 8 : 4) ?? 0
    // All ones: not known.
    return (scale, duration == 0xFFFF_FFFF ? 0 : duration)
  }

  private func usual(in start: Int, of file: VoiceLength) -> Int? {
    guard let flags = file.number(start + 1, 3), flags & 0x8 != 0 else { return nil }
    return file.number(start + 8 + (flags & 0x1 != 0 ? 8 : 0) + (flags & 0x2 != 0 ? 4 : 0), 4)
  }

  /// The samples of a run: each with its own length, or all of the usual one.
  private func run(_ body: Range<Int>, of file: VoiceLength) -> Int {
    guard let flags = file.number(body.lowerBound + 1, 3),
      let count = file.number(body.lowerBound + 4, 4)
    else { return 0 }
    guard flags & 0x100 != 0 else {
      return Int(clamping: UInt64(count) * UInt64(usualHere))
    }
    let width = 4 * [0x100, 0x200, 0x400, 0x800].count { flags & $0 != 0 }
    var place = body.lowerBound + 8 + (flags & 0x1 != 0 ? 4 : 0) + (flags & 0x4 != 0 ? 4 : 0)
    var (sum, left) = (0, count)
    while left > 0, place + width <= body.upperBound, let length = file.number(place, 4) {
      sum += length
      place += width
      left -= 1
    }
    return sum
  }
}
