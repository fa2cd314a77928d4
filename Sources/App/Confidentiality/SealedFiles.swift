import Crypto
package import Foundation
import Glibc

/// Files that people sent, kept sealed in the data folder under the SHA-256 of what was sent.
///
/// They hold identity numbers, so they lie on the disk encrypted like the database's columns.
package struct SealedFiles: Sendable {
  let folder: URL
  let keys: Keys
  /// What is sealed at once: memory stays small whatever the file's size.
  static let piece = 1 << 20

  package init(in data: URL, keys: Keys) {
    (folder, self.keys) = (data.appending(path: "files"), keys)
  }

  /// Seals a copy of the file and gives its name; the same file twice is kept once.
  package func keep(_ file: URL) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let source = try FileHandle(forReadingFrom: file)
    defer { try? source.close() }
    let temporary = folder.appending(path: ".\(UUID().uuidString)")
    guard FileManager.default.createFile(atPath: temporary.path, contents: nil) else {
      throw FileFailure(temporary.path)
    }
    let target = try FileHandle(forWritingTo: temporary)
    var digest = SHA256()
    while let bytes = try source.read(upToCount: SealedFiles.piece), !bytes.isEmpty {
      digest.update(data: bytes)
      let sealed = try keys.seal(Array(bytes))
      try target.write(
        contentsOf: withUnsafeBytes(of: UInt32(sealed.count).littleEndian) { Data($0) })
      try target.write(contentsOf: sealed)
    }
    try target.synchronize()
    try target.close()
    let name = Hex.text(digest.finalize())
    try DurableFile.publish(temporary, as: folder.appending(path: name))
    return name
  }

  /// Seals bytes under the hash of the file that they were made from.
  func keep(_ bytes: [UInt8], as name: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let temporary = folder.appending(path: ".\(UUID().uuidString)")
    var part = try SealedPart(temporary, keys: keys, sealed: 0)
    defer { part.close() }
    try part.add(all: bytes)
    try part.flush()
    try DurableFile.publish(temporary, as: folder.appending(path: name))
  }

  /// Opens a kept file for as long as `body` runs; the open copy is gone afterwards.
  package func open<Value>(_ name: String, _ body: (URL) throws -> Value) throws -> Value {
    let copy = try copy(of: name)
    defer { copy.discard() }
    return try body(copy.url)
  }

  /// An open copy of a kept file, until it is discarded.
  func copy(of name: String) throws -> OpenCopy {
    let source = try FileHandle(forReadingFrom: folder.appending(path: name))
    defer { try? source.close() }
    let copy = OpenCopy(in: folder)
    let temporary = copy.url
    let descriptor = Glibc.open(temporary.path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    guard descriptor >= 0 else { throw FileFailure(temporary.path) }
    let target = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var isWhole = false
    defer { if !isWhole { copy.discard() } }
    try SealedFiles.eachFrame(of: source, name) {
      try target.write(contentsOf: try keys.unsealBytes($0))
    }
    try target.close()
    isWhole = true
    return copy
  }

  static func eachFrame(
    of source: FileHandle, _ name: String, _ body: ([UInt8]) throws -> Void
  ) throws {
    while let head = try source.read(upToCount: 4), head.count == 4 {
      let count = head.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
      guard let sealed = try source.read(upToCount: count), sealed.count == count else {
        throw UnusableKey(reason: "封存的文件 \(name) 不完整")
      }
      try body(Array(sealed))
    }
  }

  /// Removes open copies whose program ended without a word, and left them readable.
  package func tidy() throws {
    guard FileManager.default.fileExists(atPath: folder.path) else { return }
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where OpenCopy.isForlorn(name) {
      unlink(folder.appending(path: name).path)
    }
  }
}

/// A kept file in the clear, for a short while.
struct OpenCopy: Sendable {
  let url: URL

  /// Its name tells whose it is, so that it can be removed when that program is gone.
  init(in folder: URL) {
    url = folder.appending(path: ".open-\(OpenCopy.host)-\(getpid())-\(UUID().uuidString)")
  }

  func discard() { unlink(url.path) }

  static func isForlorn(_ name: String) -> Bool {
    guard name.hasPrefix(".open-\(host)-"),
      let process = pid_t(name.dropFirst(".open-\(host)-".count).prefix { $0 != "-" })
    else { return false }
    return kill(process, 0) != 0 && errno == ESRCH
  }

  private static let host = ProcessInfo.processInfo.hostName.replacing("/", with: "_")
}
