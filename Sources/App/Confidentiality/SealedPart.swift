import Crypto
import Documents
import Foundation
import Glibc

/// A file that is still arriving, sealed piece by piece like the kept files it will be one of.
struct SealedPart {
  private let descriptor: Int32
  private let url: URL
  private let keys: Keys
  private(set) var sealed: Int

  /// Opens the part for one writer and cuts off what was written but never told of.
  ///
  /// - Throws: `BusyNow` while another request writes to it.
  init(_ url: URL, keys: Keys, sealed: Int) throws {
    (self.url, self.keys, self.sealed) = (url, keys, sealed)
    descriptor = open(url.path, O_WRONLY | O_CREAT, 0o600)
    guard descriptor >= 0 else { throw FileFailure(url.path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      Glibc.close(descriptor)
      throw BusyNow()
    }
    guard ftruncate(descriptor, off_t(sealed)) == 0, lseek(descriptor, off_t(sealed), SEEK_SET) >= 0
    else {
      Glibc.close(descriptor)
      throw FileFailure(url.path)
    }
  }

  mutating func add(_ bytes: [UInt8]) throws {
    guard !bytes.isEmpty else { return }
    let box = try keys.seal(bytes)
    let frame = withUnsafeBytes(of: UInt32(box.count).littleEndian) { Array($0) } + box
    var rest = frame[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw FileFailure(url.path) }
      rest = rest.dropFirst(count)
    }
    sealed += frame.count
  }

  mutating func add(all bytes: [UInt8]) throws {
    for start in stride(from: 0, to: bytes.count, by: SealedFiles.piece) {
      try add(Array(bytes[start..<min(start + SealedFiles.piece, bytes.count)]))
    }
  }

  /// On the disk, before anybody is told that it arrived.
  func flush() throws {
    guard fsync(descriptor) == 0 else { throw FileFailure(url.path) }
  }

  func close() { Glibc.close(descriptor) }
}

extension SealedFiles {
  private func partURL(_ name: String) -> URL { folder.appending(path: ".part-\(name)") }

  /// Adds bytes to an arriving file; gives the length of its sealed part.
  func append(_ bytes: [UInt8], to name: String, sealed: Int) throws -> Int {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var part = try SealedPart(partURL(name), keys: keys, sealed: sealed)
    defer { part.close() }
    try part.add(all: bytes)
    try part.flush()
    return part.sealed
  }

  /// Gives a file that arrived whole the name of its contents, as every kept file has.
  func finish(_ name: String) throws -> String {
    let source = try FileHandle(forReadingFrom: partURL(name))
    defer { try? source.close() }
    var digest = SHA256()
    try SealedFiles.eachFrame(of: source, name) { digest.update(data: try keys.unsealBytes($0)) }
    let hash = Hex.text(digest.finalize())
    try DurableFile.publish(partURL(name), as: folder.appending(path: hash))
    return hash
  }

  /// The same for a picture, of which only what shows it is kept.
  ///
  /// - Returns: the hash of what arrived; nil where that is no whole picture.
  func finishBare(_ name: String) throws -> String? {
    let picture = try arrived(name)
    let hash = Hex.text(SHA256.hash(data: picture))
    guard let bare = BarePicture(picture) else { return nil }
    try keep(bare.bytes, as: hash)
    drop(name)
    return hash
  }

  /// What arrived of a file, to be looked at before it is kept.
  func arrived(_ name: String) throws -> [UInt8] {
    let source = try FileHandle(forReadingFrom: partURL(name))
    defer { try? source.close() }
    var bytes: [UInt8] = []
    try SealedFiles.eachFrame(of: source, name) { bytes += try keys.unsealBytes($0) }
    return bytes
  }

  func drop(_ name: String) { unlink(partURL(name).path) }
}
