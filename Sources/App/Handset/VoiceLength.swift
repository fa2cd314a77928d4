import Foundation

/// How long a voice note is, by its own frames: what a telephone says of it proves nothing. Every step
/// goes forward, so that a file made to deceive ends like any other.
struct VoiceLength {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Seconds; nil for what is no WebM, Ogg, MP4 or MP3, or does not say it.
  var seconds: Double? {
    let found =
      switch true {
      case starts([0x1A, 0x45, 0xDF, 0xA3]): webM
      case starts(Array("OggS".utf8)): ogg
      case starts(Array("ftyp".utf8), at: 4): mp4
      default: mp3
      }
    return found.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
  }

  func starts(_ head: [UInt8], at place: Int = 0) -> Bool {
    bytes.dropFirst(place).starts(with: head)
  }

  /// `count` bytes as a number, the highest first; nil past the end.
  func number(_ place: Int, _ count: Int) -> Int? {
    guard place >= 0, count <= 8, place <= bytes.count - count else { return nil }
    let value = bytes[place..<place + count].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(exactly: value)
  }

  /// Pages that each say how many samples there were until their end.
  private var ogg: Double? {
    guard let rate = oggRate else { return nil }
    var (place, last) = (0, 0)
    while starts(Array("OggS".utf8), at: place), let count = number(place + 26, 1) {
      let table = place + 27
      guard table + count <= bytes.count else { break }
      let samples = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[place + 6 + $1]) << (8 * $1) }
      // All ones: no packet ends on this page.
      if samples != .max { last = max(last, Int(clamping: samples)) }
      place = table + count + bytes[table..<table + count].reduce(0) { $0 + Int($1) }
    }
    return Double(last) / rate
  }

  private var oggRate: Double? {
    let head = bytes.prefix(300)
    func place(of word: String) -> Int? { head.firstRange(of: Array(word.utf8))?.lowerBound }
    if place(of: "OpusHead") != nil { return 48_000 }
    guard let vorbis = place(of: "\u{1}vorbis"), vorbis + 16 <= bytes.count else { return nil }
    let rate = (0..<4).reduce(0) { $0 | Int(bytes[vorbis + 11 + 1 + $1]) << (8 * $1) }
    return rate > 0 ? Double(rate) : nil
  }

  /// Frames of MPEG layer III, each a fixed number of samples.
  private var mp3: Double? {
    var place = 0
    if starts(Array("ID3".utf8)), bytes.count > 10 {
      place = 10 + bytes[6..<10].reduce(0) { $0 << 7 | Int($1 & 0x7F) }
    }
    var seconds = 0.0
    while let head = number(place, 4), head >> 21 == 0x7FF {
      guard let frame = MP3Frame(head) else { break }
      seconds += frame.seconds
      place += frame.size
    }
    return seconds
  }
}

/// One frame of an MP3 file by its first four bytes.
private struct MP3Frame {
  let size: Int
  let seconds: Double
  private static let rates = [44_100, 48_000, 32_000]
  private static let first = [
    32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
  ]
  private static let second = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]

  init?(_ head: Int) {
    let (version, layer) = (head >> 19 & 3, head >> 17 & 3)
    let (step, rate, padding) = (head >> 12 & 15, head >> 10 & 3, head >> 9 & 1)
    guard version != 1, layer == 1, (1...14).contains(step), rate < 3 else { return nil }
    let isFirst = version == 3
    let hertz = MP3Frame.rates[rate] / (isFirst ? 1 : version == 2 ? 2 : 4)
    let kilobits = (isFirst ? MP3Frame.first : MP3Frame.second)[step - 1]
    let samples = isFirst ? 1_152 : 576
    size = samples / 8 * kilobits * 1_000 / hertz + padding
    seconds = Double(samples) / Double(hertz)
  }
}
