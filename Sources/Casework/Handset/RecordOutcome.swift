/// What became of a record that came from a phone.
package enum RecordOutcome: String, CaseIterable, Sendable, Codable {
  /// It counts, all of it.
  case accepted
  /// The clue was concluded by somebody else meanwhile; what it says of the household was taken in.
  case merged
  /// Some fields were changed by somebody else too; a person decides on them.
  case disputed
  /// The officer handed it over to the township, because it could not be taken in.
  case handed

  package var title: String {
    switch self {
    case .accepted: "已收到"
    case .merged: "已收到，结论以先到的为准"
    case .disputed: "已收到，有内容待核定"
    case .handed: "已转交乡镇处理"
    }
  }
}
