import Crypto
import CryptoExtras
import Foundation

/// A password as it is kept: scrypt with its cost and salt, `scrypt$15$8$3$salt$hash`.
package enum Password {
  /// How much work one guess costs: 2^logRounds rounds of blockSize, parallelism times.
  package struct Cost: Sendable {
    package let logRounds: Int
    package let blockSize: Int
    package let parallelism: Int

    package init(logRounds: Int, blockSize: Int, parallelism: Int) {
      (self.logRounds, self.blockSize, self.parallelism) = (logRounds, blockSize, parallelism)
    }

    /// OWASP's equivalent of 2^17 rounds in 32 MiB instead of 128 MiB, to stay in small memory.
    package static let standard = Cost(logRounds: 15, blockSize: 8, parallelism: 3)
    /// For generated people in practice counties and tests, whose passwords are printed anyway.
    package static let practice = Cost(logRounds: 10, blockSize: 8, parallelism: 1)
  }

  package static func hashed(_ password: String, cost: Cost = .standard) throws -> String {
    let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
    let hash = try derive(password, salt: salt, cost: cost)
    let parts = [cost.logRounds, cost.blockSize, cost.parallelism].map(String.init)
    return (["scrypt"] + parts + [salt.base64EncodedString(), hash.base64EncodedString()])
      .joined(separator: "$")
  }

  package static func matches(_ password: String, _ kept: String) throws -> Bool {
    let parts = kept.split(separator: "$").map(String.init)
    guard parts.count == 6, parts[0] == "scrypt", let logRounds = Int(parts[1]),
      let blockSize = Int(parts[2]), let parallelism = Int(parts[3]),
      let salt = Data(base64Encoded: parts[4]), let hash = Data(base64Encoded: parts[5])
    else { throw UnusableKey(reason: "账号的口令记录无法识别") }
    let cost = Cost(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism)
    let given = try derive(password, salt: salt, cost: cost)
    // Compares all bytes whatever the first difference, so that time tells nothing.
    return given.count == hash.count
      && zip(given, hash).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func derive(_ password: String, salt: Data, cost: Cost) throws -> Data {
    try KDF.Scrypt.deriveKey(
      from: Data(password.utf8), salt: salt, outputByteCount: 32, rounds: 1 << cost.logRounds,
      blockSize: cost.blockSize, parallelism: cost.parallelism, maxMemory: 256 << 20
    ).withUnsafeBytes { Data($0) }
  }

  /// What is wrong with a new password, in Chinese; nil when it will do.
  package static func fault(of password: String) -> String? {
    let scalars = password.unicodeScalars
    let kinds = [
      scalars.contains { ("a"..."z").contains($0) }, scalars.contains { ("A"..."Z").contains($0) },
      scalars.contains { ("0"..."9").contains($0) },
      scalars.contains { !$0.properties.isAlphabetic && !("0"..."9").contains($0) },
    ]
    if password.count < 8 { return "口令至少 8 位" }
    return kinds.count(where: { $0 }) >= 3 ? nil : "口令须含大写字母、小写字母、数字、符号中的三种"
  }
}
