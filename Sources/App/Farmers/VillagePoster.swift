import Casework
import Crypto
import Documents
import Foundation
import Hummingbird
import Store

/// The address on a village's poster: it names the village and carries our signature, so that nobody
/// hangs up one of his own; no word about any person.
struct PosterCode: Sendable {
  let village: PlaceCode
  private let seal: String

  init(_ village: PlaceCode, _ keys: Keys) {
    self.village = village
    seal = PosterCode.seal(village, keys)
  }

  /// From the address that was scanned; nil for a forged one.
  init?(_ text: String, _ keys: Keys) {
    let parts = text.split(separator: "-").map(String.init)
    guard parts.count == 2, let village = PlaceCode(parts[0]), village.level == .village,
      parts[1] == PosterCode.seal(village, keys)
    else { return nil }
    self.init(village, keys)
  }

  var text: String { "\(village)-\(seal)" }

  /// Fifty bits of a keyed hash.
  private static func seal(_ village: PlaceCode, _ keys: Keys) -> String {
    ReceiptCode.seal("poster/\(village)", keys)
  }
}

/// `/f/poster/:village`: the poster of a village, to be printed and hung up.
struct PosterPage: Page {
  static let template = "farmers/poster"
  let village: String
  let address: String
  let side: Int
  let path: String

  init(_ code: PosterCode, base: String, in open: OpenRegister) throws {
    guard open.access.region.contains(code.village.number) else { throw NotFound() }
    village = try open.villageTitle(code.village)
    address = "\(base)/f?v=\(code.text)"
    guard let drawn = QRCode(address) else { throw NotFound() }
    (side, path) = (drawn.side, drawn.path)
  }
}
