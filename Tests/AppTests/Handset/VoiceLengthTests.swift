import Foundation
import Testing

@testable import App

/// How long a voice note is, by its own frames, whatever it says of itself.
struct VoiceLengthTests {
  @Test(arguments: [12, 180, 1_800])
  func `each kind of file tells its length by its frames`(seconds: Int) throws {
    let files: [(String, [UInt8])] = [
      ("webm", TestVoice.webM(seconds)), ("ogg", TestVoice.ogg(seconds)),
      ("mp4", TestVoice.mp4(seconds)), ("fragments", TestVoice.fragmented(seconds)),
      ("mp3", TestVoice.mp3(seconds)),
    ]
    for (kind, bytes) in files {
      let found = try #require(VoiceLength(bytes).seconds, "\(kind)")
      #expect(abs(found - Double(seconds)) < 1.1, "\(kind) \(found)")
    }
  }

  @Test func `a length that is claimed does not stand against the frames`() throws {
    let claimed = TestVoice.webM(1_800, claiming: 10)
    #expect(try #require(VoiceLength(claimed).seconds) > 1_790)
    #expect(VoiceLength(TestVoice.webM(1_800, scale: 1_000)).seconds == nil, "hours as seconds")
  }

  @Test(
    arguments: [
      [], [0x1A, 0x45, 0xDF, 0xA3], Array("OggS".utf8), Array("0000ftypmp42".utf8), [0xFF, 0xFB],
      Array("ID3\u{4}\u{0}\u{0}\u{7F}\u{7F}\u{7F}\u{7F}".utf8), Array("%PDF-1.7".utf8),
    ] as [[UInt8]])
  func `half a file tells nothing`(bytes: [UInt8]) {
    #expect(VoiceLength(bytes).seconds == nil)
  }

  @Test func `a file made to deceive comes to an end`() {
    var chance = SystemRandomNumberGenerator()
    let began = ContinuousClock.now
    for whole in [
      TestVoice.webM(60), TestVoice.ogg(60), TestVoice.mp4(60), TestVoice.fragmented(60),
      TestVoice.mp3(60),
    ] {
      for _ in 0..<50 {
        var bytes = whole
        for _ in 0..<8 {
          bytes[Int.random(in: 4..<min(bytes.count, 400), using: &chance)] =
            [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &chance) ?? 0
        }
        let length = VoiceLength(bytes).seconds ?? 1
        #expect(length > 0 && length.isFinite)
      }
    }
    // Elements that hold elements, and boxes that hold nothing.
    let nested: [UInt8] = [0x1A, 0x45, 0xDF, 0xA3, 0x80]
    let boxes = Array("\u{0}\u{0}\u{0}\u{8}ftyp".utf8)
    let many = [
      nested + Array(repeating: [0xA0, 0xFF], count: 1 << 18).joined(),
      boxes + Array(repeating: [0, 0, 0, 8, 0x6D, 0x6F, 0x6F, 0x76], count: 1 << 16).joined(),
    ]
    for bytes in many { #expect(VoiceLength(bytes).seconds == nil) }
    #expect(ContinuousClock.now - began < .seconds(30))
  }
}

/// Voice notes of any length, written byte by byte as telephones write them.
enum TestVoice {
  private static func big(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
  }

  /// As Chromium records it: no length told, clusters of half a minute, a block each second.
  static func webM(
    _ seconds: Int, claiming claim: Double? = nil, scale: Int = 1_000_000, bytes: Int = 40
  ) -> [UInt8] {
    func element(_ id: [UInt8], _ body: [UInt8]) -> [UInt8] {
      id + [0x08] + big(body.count, 4) + body
    }
    let open: [UInt8] = [0x01] + Array(repeating: 0xFF, count: 7)
    let told = claim.map { element([0x44, 0x89], big(Int(($0 * 1_000).bitPattern), 8)) } ?? []
    let info = element(
      [0x15, 0x49, 0xA9, 0x66], element([0x2A, 0xD7, 0xB1], big(scale, 4)) + told)
    var file: [UInt8] = element([0x1A, 0x45, 0xDF, 0xA3], [0x42, 0x86, 0x81, 1])
    file += [0x18, 0x53, 0x80, 0x67] + open + info
    for second in 0...seconds {
      if second % 30 == 0 {
        file += [0x1F, 0x43, 0xB6, 0x75] + open + element([0xE7], big(second * 1_000, 4))
      }
      let block = [0x81] + big(second % 30 * 1_000, 2) + [0x80] + Array(repeating: 7, count: bytes)
      file += element([0xA3], block)
    }
    return file
  }

  /// As Firefox records it: Opus, a page a second.
  static func ogg(_ seconds: Int) -> [UInt8] {
    func page(_ samples: Int, _ body: [UInt8]) -> [UInt8] {
      Array("OggS".utf8) + [0, 0] + big(samples, 8).reversed() + Array(repeating: 0, count: 12)
        + [1, UInt8(body.count)] + body
    }
    return page(0, Array("OpusHead".utf8) + [1, 1] + Array(repeating: 0, count: 9))
      + (1...seconds).flatMap { page($0 * 48_000, Array(repeating: 7, count: 40)) }
  }

  private static func box(_ name: String, _ body: [UInt8]) -> [UInt8] {
    big(body.count + 8, 4) + Array(name.utf8) + body
  }

  private static func head(_ duration: Int) -> [UInt8] {
    let times = big(0, 12) + big(1_000, 4) + big(duration, 4) + big(0, 80)
    return box(
      "moov",
      box("mvhd", times)
        + box("trak", box("mdia", box("mdhd", times)))
        + box("mvex", box("trex", big(0, 12) + big(20, 4) + big(0, 8))))
  }

  /// A whole file, its length in the head.
  static func mp4(_ seconds: Int) -> [UInt8] {
    box("ftyp", Array("mp42".utf8)) + head(seconds * 1_000) + box("mdat", [1, 2, 3])
  }

  /// As Safari records it: no length in the head, a fragment each ten seconds.
  static func fragmented(_ seconds: Int) -> [UInt8] {
    let usual = box("tfhd", big(0, 8))
    let told = box("tfhd", [0, 0, 0, 8] + big(1, 4) + big(25, 4))
    return box("ftyp", Array("iso5".utf8)) + head(0)
      + (0..<seconds).flatMap { second -> [UInt8] in
        let run =
          second % 3 == 0
          ? usual + box("trun", big(0, 4) + big(50, 4))
          : second % 3 == 1
            ? told + box("trun", big(0, 4) + big(40, 4))
            : usual + box("trun", [0, 0, 1, 0] + big(2, 4) + big(400, 4) + big(600, 4))
        return box("moof", box("traf", run)) + box("mdat", [1])
      }
  }

  /// MPEG 1 layer III, 44,100 Hz, 32 kbit/s, behind an ID3 tag.
  static func mp3(_ seconds: Int) -> [UInt8] {
    let frame: [UInt8] = [0xFF, 0xFB, 0x10, 0xC0] + Array(repeating: 0, count: 100)
    return Array("ID3".utf8) + [4, 0, 0, 0, 0, 0, 4, 9, 9, 9, 9]
      + (0..<seconds * 44_100 / 1_152).flatMap { _ in frame }
  }
}
