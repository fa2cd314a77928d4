import Foundation
import Glibc
import Hummingbird
import NIOCore

/// A file that came with a form, under the name that the sender's machine gave it.
struct UploadedFile: Sendable {
  let name: String
  let url: URL
}

/// What came with a `multipart/form-data` request: its plain fields, and its files on the disk.
///
/// The files lie in the data folder under names of ours until `discard` is called.
struct Upload: Sendable {
  let form: Form
  let files: [UploadedFile]

  var fileName: String? { files.first?.name }
  var file: URL? { files.first?.url }

  func discard() {
    for file in files { unlink(file.url.path) }
  }

  /// Streams the request to the disk in constant memory.
  ///
  /// - Parameters:
  ///   - request: the request whose body is read.
  ///   - folder: where the file is put.
  ///   - limit: the most bytes that are taken; more is answered with 413.
  ///   - files: the most files that are taken; more is no form of ours.
  /// - Returns: the fields and the files.
  /// - Throws: an HTTP error where the body is no form or too large.
  static func receive(
    _ request: Request, into folder: URL, limit: Int = 512 << 20, files: Int = 1
  ) async throws -> Upload {
    let type = request.headers[.contentType] ?? ""
    guard type.hasPrefix("multipart/form-data"),
      let mark = type.range(of: "boundary=")?.upperBound
    else { throw HTTPError(.unsupportedMediaType) }
    let boundary = type[mark...].prefix { $0 != ";" }.trimmingCharacters(in: ["\"", " "])
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var reader = MultipartReader(
      boundary: boundary, file: folder.appending(path: ".upload-\(UUID().uuidString)"),
      most: files)
    var taken = 0
    do {
      for try await chunk in request.body {
        taken += chunk.readableBytes
        guard taken <= limit else { throw HTTPError(.contentTooLarge) }
        try reader.take(chunk.readableBytesView)
      }
      return try reader.finish()
    } catch {
      reader.abandon()
      throw error
    }
  }
}

/// Takes a multipart body apart as it arrives (RFC 7578).
struct MultipartReader {
  private let delimiter: [UInt8]
  private let path: URL
  private let most: Int
  private var buffer: [UInt8]
  private var state = State.preamble
  private var fields: [(name: String, value: String)] = []
  private var files: [UploadedFile] = []
  private var descriptor: Int32 = -1
  private var value: [UInt8] = []

  private enum State: Equatable {
    case preamble, headers
    case field(String)
    case file
    case end
  }

  init(boundary: String, file: URL, most: Int = 1) {
    delimiter = Array("\r\n--\(boundary)".utf8)
    (path, self.most) = (file, most)
    // The first boundary has no line before it.
    buffer = [13, 10]
  }

  mutating func take(_ bytes: some Sequence<UInt8>) throws {
    buffer += bytes
    while try step() {}
  }

  mutating func finish() throws -> Upload {
    guard state == .end else { throw HTTPError(.badRequest) }
    close()
    return Upload(form: Form(fields), files: files)
  }

  mutating func abandon() {
    close()
    for file in files { unlink(file.url.path) }
  }

  private mutating func close() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }

  /// One move through the buffer; false when more bytes are needed.
  private mutating func step() throws -> Bool {
    switch state {
    case .end: return false
    case .headers: return try readHeaders()
    case .preamble, .field, .file:
      guard let start = find(delimiter) else {
        // What may be the beginning of a boundary stays.
        let sure = max(0, buffer.count - delimiter.count)
        try keep(buffer[..<sure])
        buffer.removeFirst(sure)
        return false
      }
      guard buffer.count >= start + delimiter.count + 2 else { return false }
      try keep(buffer[..<start])
      endPart()
      let after = start + delimiter.count
      state = buffer[after] == UInt8(ascii: "-") ? .end : .headers
      buffer.removeFirst(after + 2)
      return state == .headers
    }
  }

  private mutating func readHeaders() throws -> Bool {
    guard let end = find([13, 10, 13, 10]) else {
      guard buffer.count < 16_384 else { throw HTTPError(.badRequest) }
      return false
    }
    let text = String(decoding: buffer[..<end], as: UTF8.self)
    buffer.removeFirst(end + 4)
    let name = MultipartReader.parameter("name", of: text) ?? ""
    if let sent = MultipartReader.parameter("filename", of: text) {
      guard files.count < most else { throw HTTPError(.badRequest) }
      let file = files.isEmpty ? path : URL(filePath: "\(path.path)-\(files.count)")
      descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
      guard descriptor >= 0 else { throw FileFailure(file.path) }
      files.append(UploadedFile(name: sent, url: file))
      state = .file
    } else {
      state = .field(name)
    }
    return true
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) throws {
    switch state {
    case .field:
      guard value.count + bytes.count <= 1 << 20 else { throw HTTPError(.contentTooLarge) }
      value += bytes
    case .file:
      var rest = bytes
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { throw FileFailure(path.path) }
        rest = rest.dropFirst(count)
      }
    case .preamble, .headers, .end: break
    }
  }

  private mutating func endPart() {
    if case .field(let name) = state {
      fields.append((name, String(decoding: value, as: UTF8.self)))
      value = []
    }
    if state == .file { close() }
  }

  private func find(_ wanted: [UInt8]) -> Int? {
    guard buffer.count >= wanted.count else { return nil }
    return buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return nil }
      var start = 0
      while let hit = memchr(base + start, Int32(wanted[0]), bytes.count - wanted.count - start + 1)
      {
        let index = base.distance(to: UnsafeRawPointer(hit))
        if memcmp(hit, wanted, wanted.count) == 0 { return index }
        start = index + 1
        if start > bytes.count - wanted.count { return nil }
      }
      return nil
    }
  }

  private static func parameter(_ name: String, of headers: String) -> String? {
    guard let start = headers.range(of: "; \(name)=\"")?.upperBound,
      let end = headers[start...].firstIndex(of: "\"")
    else { return nil }
    return String(headers[start..<end])
  }
}
