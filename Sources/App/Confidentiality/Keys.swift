import Crypto
package import Foundation

/// The secrets of one installation: what seals, what indexes, what signs.
///
/// All are derived from one master key that lies in a file outside the database, so that a stolen
/// database or backup tells nothing (`design.md` D13).
package struct Keys: Sendable {
  private let sealing: SymmetricKey
  /// The keyed hash before any text: making it anew costs as much as the hash itself.
  private let indexing: HMAC<SHA256>
  private let signing: Curve25519.Signing.PrivateKey
  /// The first byte of everything sealed, so that a later key can tell its own.
  private static let edition: UInt8 = 1

  package init(master: [UInt8]) throws {
    guard master.count == 32 else { throw UnusableKey(reason: "主密钥应为 32 字节，实为 \(master.count)") }
    let key = SymmetricKey(data: master)
    func derived(_ use: String) -> SymmetricKey {
      HKDF<SHA256>.deriveKey(
        inputKeyMaterial: key, info: Data("shouwang/\(use)/1".utf8), outputByteCount: 32)
    }
    sealing = derived("seal")
    indexing = HMAC<SHA256>(key: derived("index"))
    signing = try derived("sign").withUnsafeBytes {
      try Curve25519.Signing.PrivateKey(rawRepresentation: Data($0))
    }
  }

  /// Reads the master key of the data folder, or makes it at the first start.
  package static func open(in folder: URL) throws -> Keys {
    let file = folder.appending(path: "keys/master.key")
    if FileManager.default.fileExists(atPath: file.path) {
      return try Keys(master: Array(Data(contentsOf: file)))
    }
    let master = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    try DurableFile.write(master, to: file, mode: 0o600)
    return try Keys(master: master)
  }

  package func seal(_ text: String) throws -> [UInt8] { try seal(Array(text.utf8)) }

  package func seal(_ bytes: [UInt8]) throws -> [UInt8] {
    let box = try AES.GCM.seal(bytes, using: sealing)
    guard let combined = box.combined else { throw UnusableKey(reason: "无法封存") }
    return [Keys.edition] + combined
  }

  package func unseal(_ sealed: [UInt8]) throws -> String {
    String(decoding: try unsealBytes(sealed), as: UTF8.self)
  }

  package func unsealBytes(_ sealed: [UInt8]) throws -> [UInt8] {
    guard sealed.first == Keys.edition else { throw UnusableKey(reason: "封存数据的版本未知") }
    return Array(try AES.GCM.open(AES.GCM.SealedBox(combined: sealed.dropFirst()), using: sealing))
  }

  /// A keyed hash for equality only; two numbers that agree in it still have to be compared.
  package func blindIndex(_ text: String) -> Int64 {
    var code = indexing
    code.update(data: Array(text.utf8))
    let value = code.finalize().prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int64(bitPattern: value)
  }

  package func sign(_ bytes: [UInt8]) throws -> [UInt8] {
    Array(try signing.signature(for: bytes))
  }

  package func isSigned(_ bytes: [UInt8], by signature: [UInt8]) -> Bool {
    signing.publicKey.isValidSignature(signature, for: bytes)
  }
}

/// The key file or something sealed with it cannot be used.
package struct UnusableKey: Error, CustomStringConvertible {
  package let reason: String
  package var description: String { reason }
}
