package import Foundation
import Glibc

/// Files that are whole and still there after a power cut (`traps.md` 2).
package enum DurableFile {
  /// Writes under a temporary name, flushes, renames, and flushes the folder.
  package static func write(_ bytes: [UInt8], to file: URL, mode: mode_t = 0o640) throws {
    let folder = file.deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let temporary = folder.appending(path: ".\(file.lastPathComponent).\(UUID().uuidString)")
    let descriptor = Glibc.open(temporary.path, O_WRONLY | O_CREAT | O_EXCL, mode)
    guard descriptor >= 0 else { throw FileFailure(file.path) }
    do {
      defer { close(descriptor) }
      try bytes.withUnsafeBytes { buffer in
        var written = 0
        while written < buffer.count {
          let count = Glibc.write(
            descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
          guard count > 0 else { throw FileFailure(file.path) }
          written += count
        }
      }
      guard fsync(descriptor) == 0 else { throw FileFailure(file.path) }
    } catch {
      unlink(temporary.path)
      throw error
    }
    try publish(temporary, as: file)
  }

  /// Gives a finished, flushed file its name for good.
  package static func publish(_ temporary: URL, as file: URL) throws {
    guard rename(temporary.path, file.path) == 0 else { throw FileFailure(file.path) }
    try flush(file.deletingLastPathComponent())
  }

  /// What was named or removed in a folder stays so after a power cut.
  static func flush(_ folder: URL) throws {
    let descriptor = Glibc.open(folder.path, O_RDONLY | O_DIRECTORY)
    guard descriptor >= 0 else { throw FileFailure(folder.path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw FileFailure(folder.path) }
  }
}

/// The system refused to keep a file; the reason is the system's own.
package struct FileFailure: Error, CustomStringConvertible {
  package let description: String

  init(_ path: String) { description = "\(path): \(String(cString: strerror(errno)))" }
}
