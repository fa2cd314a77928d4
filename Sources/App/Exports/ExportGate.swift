import Casework
import Documents
import Foundation
import HTTPTypes
import Hummingbird
import Store

extension AuditAction {
  static let exported = AuditAction("export.left")
  static let stoppedExport = AuditAction("export.stopped")
}

extension AppParts {
  /// The one gate through which every file leaves: what its right does not allow stops it, and
  /// either is in the audit log.
  ///
  /// - Throws: `ExportRefusal` where something stands in it that must not leave.
  func letOut(_ export: Export, _ context: AppContext) async throws -> Response {
    let (access, folder) = (try context.signedIn(), settings.data.appending(path: "uploads"))
    let (leak, bytes) = try await heavy.run {
      let leak = try export.leak(in: folder)
      return (leak, leak == nil ? try export.bytes() : [])
    }
    try await register.read(as: access) { open in
      open.audit(
        leak == nil ? .exported : .stoppedExport, subject: export.subject,
        detail: "\(export.right.rawValue)/\(leak?.place ?? export.name)")
    }
    if let leak { throw ExportRefusal(name: export.name, leak: leak) }
    var headers: HTTPFields = [.contentType: export.type, .cacheControl: "no-store"]
    if !export.isShown { headers[.contentDisposition] = export.disposition }
    return Response(
      status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}

extension AppParts {
  /// Rows, the titles first, as the bytes of a sheet.
  func sheet(_ rows: [[String]], as format: SheetFormat) async throws -> Export.Contents {
    let folder = settings.data.appending(path: "uploads")
    return try await heavy.run {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let file = folder.appending(path: ".sheet-\(UUID().uuidString).\(format.rawValue)")
      defer { unlink(file.path) }
      let writer = try SheetFile.create(file.path, format)
      for row in rows { try writer.add(row) }
      try writer.close()
      return .sheet(Array(try Data(contentsOf: file)), format)
    }
  }
}

extension Export {
  /// The name in both writings that browsers know (RFC 6266).
  fileprivate var disposition: String {
    let plain = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
      .replacing(/^-+|-+(?=\.)/, with: "")
    let full = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? plain
    return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(full)"
  }
}
