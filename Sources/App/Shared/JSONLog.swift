package import Casework
import Foundation
package import Logging

/// Writes each log entry as one line of JSON on standard error.
package struct JSONLog: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var logLevel: Logger.Level = .info
  private let label: String
  private let clock: Clock

  package init(label: String, clock: Clock, level: Logger.Level = .info) {
    (self.label, self.clock, logLevel) = (label, clock, level)
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    var fields = [
      "\"ts\":\(JSONText.quoted(clock.now.stamp))",
      "\"level\":\(JSONText.quoted(event.level.rawValue))",
      "\"msg\":\(JSONText.quoted("\(event.message)"))",
    ]
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) {
      let name = key == "hb.request.id" ? "request_id" : key
      fields.append("\(JSONText.quoted(name)):\(JSONText.quoted("\(value)"))")
    }
    FileHandle.standardError.write(Data("{\(fields.joined(separator: ","))}\n".utf8))
  }
}
