import Foundation
package import Store

/// The numbered files of `Migrations/`, oldest first; a file that has shipped is never edited.
package enum Migrations {
  package static func all() throws -> [Migration] {
    let folder = Bundle.module.bundleURL.appending(path: "Migrations")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return try files.filter { $0.pathExtension == "sql" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
      .map {
        Migration(
          name: $0.lastPathComponent, sql: try String(contentsOf: $0, encoding: .utf8))
      }
  }
}
