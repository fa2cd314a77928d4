import Casework
import Crypto
package import Foundation
import Glibc

/// The key store of the economic checks: one file a key, outside the database and its backups.
///
/// A check whose key is destroyed cannot be read again, whichever backup is restored
/// (`design.md` D13). On the disk each key lies wrapped by the master key.
package struct CheckKeys: Sendable {
  let folder: URL
  private let keys: Keys

  package init(in folder: URL, keys: Keys) { (self.folder, self.keys) = (folder, keys) }

  /// Makes a key and gives its name.
  func make() throws -> String {
    let name = UUID().uuidString.lowercased()
    let key = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    try DurableFile.write(try keys.seal(key), to: file(name), mode: 0o600)
    return name
  }

  /// Seals bytes so that they open only with this key and as what they were sealed.
  func seal(_ bytes: [UInt8], as label: String, with name: String) throws -> [UInt8] {
    let box = try AES.GCM.seal(
      bytes, using: try key(name), authenticating: Array("\(name)|\(label)".utf8))
    guard let combined = box.combined else { throw UnusableKey(reason: "无法封存") }
    return Array(combined)
  }

  package func unseal(_ sealed: [UInt8], as label: String, with name: String) throws -> [UInt8] {
    Array(
      try AES.GCM.open(
        AES.GCM.SealedBox(combined: sealed), using: try key(name),
        authenticating: Array("\(name)|\(label)".utf8)))
  }

  /// Overwrites and removes a key for good; one that is gone already stays gone.
  func destroy(_ name: String) throws {
    let path = file(name).path
    let descriptor = open(path, O_WRONLY)
    guard descriptor >= 0 else {
      guard errno == ENOENT else { throw FileFailure(path) }
      return
    }
    defer { close(descriptor) }
    let size = lseek(descriptor, 0, SEEK_END)
    let zeros = [UInt8](repeating: 0, count: max(0, Int(size)))
    let written = zeros.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    guard written == zeros.count, fsync(descriptor) == 0, unlink(path) == 0 else {
      throw FileFailure(path)
    }
    try DurableFile.flush(folder)
  }

  package func holds(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: file(name).path)
  }

  private func key(_ name: String) throws -> SymmetricKey {
    guard holds(name) else { throw CheckRefusal.destroyed }
    return SymmetricKey(data: try keys.unsealBytes(Array(Data(contentsOf: file(name)))))
  }

  private func file(_ name: String) -> URL { folder.appending(path: "\(name).key") }
}
