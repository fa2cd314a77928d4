/// WebM as browsers record it: often without a length, so the last block's moment tells.
extension VoiceLength {
  private enum Element {
    static let segment = 0x1853_8067
    static let info = 0x1549_A966
    static let cluster = 0x1F43_B675
    static let group = 0xA0
    static let scale = 0x2A_D7B1
    static let duration = 0x4489
    static let timecode = 0xE7
    static let simpleBlock = 0xA3
    static let block = 0xA1
    /// What holds others that are looked into.
    static let holders: Set = [segment, info, cluster, group]
  }

  var webM: Double? {
    var (place, scale, cluster) = (0, 1_000_000, 0)
    var last = 0.0
    while let (id, size, body) = element(at: place) {
      let end = min(size.map { body + min($0, bytes.count) } ?? bytes.count, bytes.count)
      switch id {
      case Element.scale: scale = number(body, end - body) ?? 0
      case Element.duration: last = max(last, float(body, end - body) ?? 0)
      case Element.timecode: cluster = number(body, end - body) ?? 0
      case Element.simpleBlock, Element.block:
        // After the track's number, in signed steps from the cluster's moment.
        if let (_, track) = length(at: body), let steps = number(body + track, 2) {
          last = max(last, Double(cluster) + Double(Int16(truncatingIfNeeded: steps)))
        }
      default: break
      }
      place = Element.holders.contains(id) ? body : end
    }
    // A millisecond a step, as all write; another scale would make hours of seconds.
    guard scale == 1_000_000 else { return nil }
    return last / 1_000
  }

  /// An element's name, its size (nil where it is not told) and where its contents begin.
  private func element(at place: Int) -> (id: Int, size: Int?, body: Int)? {
    guard let first = number(place, 1), first > 0 else { return nil }
    let width = UInt8(first).leadingZeroBitCount + 1
    guard width <= 4, let id = number(place, width), let (size, used) = length(at: place + width)
    else { return nil }
    return (id, size, place + width + used)
  }

  private func length(at place: Int) -> (size: Int?, used: Int)? {
    guard let first = number(place, 1), first > 0 else { return nil }
    let width = UInt8(first).leadingZeroBitCount + 1
    guard let value = number(place, width) else { return nil }
    let size = value & (1 << (7 * width) - 1)
    return (size == 1 << (7 * width) - 1 ? nil : size, width)
  }

  private func float(_ place: Int, _ count: Int) -> Double? {
    guard let bits = number(place, count) else { return nil }
    return count == 4
      ? Double(Float(bitPattern: UInt32(bits)))
      : count == 8 ? Double(bitPattern: UInt64(bits)) : nil
  }
}
