import Casework
import Foundation
import Store

/// A fact in the words of its data item.
enum FactText {
  /// Fills the item's sentence from a row with `true_on`, `amount_fen` and `detail`.
  static func sentence(of row: Row, _ item: DataItem) throws -> String {
    var values = try JSONDecoder().decode(
      [String: String].self, from: Data(row.text("detail").utf8))
    values["day"] = try row.day("true_on").description
    values["amount"] = try row.optionalMoney("amount_fen")?.description
    return filled(item.sentence, values)
  }

  /// Replaces `{name}` by its value; what is unknown becomes a dash.
  static func filled(_ template: String, _ values: [String: String]) -> String {
    var text = ""
    var rest = Substring(template)
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      text += rest[..<open]
      text += values[String(rest[rest.index(after: open)..<close])] ?? "—"
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }
}
