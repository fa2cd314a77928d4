import Casework
import Store

/// Looks at a checked file as a whole: what looks wrong keeps it out until a person has looked.
struct InputCheck {
  let item: DataItem
  let submission: Submission
  let counts: RowCounts
  /// Of fewer rows no share is worth a word.
  private static let fewestRows = 20

  /// What looks wrong, a sentence each; none lets the file go on.
  func faults(in open: OpenRegister) throws -> [String] {
    let total = counts.counts.values.reduce(0, +)
    guard total >= InputCheck.fewestRows else { return [] }
    let bad = (counts.counts[.refused] ?? 0) + (counts.counts[.notFound] ?? 0)
    guard bad * 2 > total else { return [] }
    return ["\(total) 行中有 \(bad) 行退回或查无此人，超过一半。请核对是否选错了数据项或发错了文件。"]
  }
}
