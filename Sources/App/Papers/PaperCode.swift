import Casework
import Crypto
import Foundation

/// What the QR code of a paper says: which paper of which case it is, with our signature, and no
/// word about any person.
struct PaperCode: Hashable, Sendable {
  let kind: PaperKind
  let county: Int64
  /// The case, or of a visit sheet the clue.
  let subject: Int64
  /// Whose letter it is.
  let person: Int64?

  init(_ kind: PaperKind, of subject: Int64, person: Int64? = nil, in county: Int64) {
    (self.kind, self.subject, self.person, self.county) = (kind, subject, person, county)
  }

  /// How a code can be wrong.
  enum Fault: Error {
    /// No paper of this program.
    case forged
    /// It looks like ours but was signed in another county.
    case elsewhere
  }

  /// From what a code says: an address ending in `/p/L-360732-7-12-ABCDEFGHJK`.
  init(_ scanned: String, in county: Int64, _ keys: Keys) throws(Fault) {
    let parts = scanned.split(separator: "/").last.map { $0.split(separator: "-") } ?? []
    guard parts.count == 5, let kind = PaperCode.letters.first(where: { $0.value == parts[0] }),
      let place = Int64(parts[1]), let subject = Int64(parts[2]), let person = Int64(parts[3])
    else { throw .forged }
    self.init(kind.key, of: subject, person: person == 0 ? nil : person, in: place)
    guard place == county else { throw .elsewhere }
    guard parts[4] == seal(keys) else { throw .forged }
  }

  func text(_ keys: Keys) -> String { "\(bare)-\(seal(keys))" }

  private var bare: String {
    "\(PaperCode.letters[kind] ?? "")-\(county)-\(subject)-\(person ?? 0)"
  }

  private static let letters: [PaperKind: String] = [
    .application: "A", .letter: "L", .visitSheet: "V", .minutes: "M", .removal: "R",
  ]

  /// Fifty bits of a keyed hash.
  private func seal(_ keys: Keys) -> String { ReceiptCode.seal("paper/\(bare)", keys) }
}

extension ReceiptCode {
  /// A short signature of a text, for codes that are printed.
  static func seal(_ text: String, _ keys: Keys) -> String {
    let hash = UInt64(bitPattern: keys.blindIndex(text))
    return ReceiptCode(hash: withUnsafeBytes(of: hash.bigEndian) { Array($0) }).description
      .replacing("-", with: "")
  }
}
