import Casework
import Testing

struct FieldMergeTests {
  private static let early = Instant(microseconds: 1_000)
  private static let late = Instant(microseconds: 2_000)

  @Test(arguments: [
    ("1", "1", "1", FieldMerge.unchanged), ("1", "2", "1", .unchanged), ("1", "2", "2", .unchanged),
    ("1", "1", "2", .adopt("2")), ("", "", "2", .adopt("2")), ("1", "1", "", .adopt("")),
    ("1", "2", "3", .conflict(theirs: "2", ours: "3")),
  ])
  func `what two people wrote is merged field by field`(
    base: String, theirs: String, ours: String, merged: FieldMerge
  ) {
    #expect(FieldMerge(base: base, theirs: theirs, ours: ours, own: nil) == merged)
  }

  @Test func `of one person's words the later count in whatever order they arrive`() {
    func merge(_ stood: Instant, _ filled: Instant) -> FieldMerge {
      FieldMerge(base: "1", theirs: "2", ours: "3", own: (stood, filled))
    }
    #expect(merge(Self.early, Self.late) == .adopt("3"))
    #expect(merge(Self.late, Self.early) == .unchanged)
  }

  @Test func `a code is read as people write it down`() throws {
    let code = ReceiptCode(hash: [0x12, 0x34, 0x56, 0x78, 0x9A, 0xFF])
    #expect(code.description == "28T5-CY4T")
    #expect(ReceiptCode("28t5 cy4t") == code)
    #expect(ReceiptCode("2815-CY4T") == ReceiptCode("28l5cy4t"))
    for wrong in ["", "28T5-CY4", "28T5-CY4U", "二八T5CY4T"] { #expect(ReceiptCode(wrong) == nil) }
  }
}
