import Casework
import Testing

struct CellTextTests {
  @Test(arguments: [
    ("张三", "张三"), (" 张三\u{3000}", "张三"), ("１２３ａ", "123a"), ("\u{FEFF}户主", "户主"),
    ("（村）", "(村)"), ("a\u{200B}b", "ab"), ("江背 村", "江背 村"), ("", ""), ("\u{3000}", ""),
    ("一\u{00AD}二", "一二"), ("3.6E+17", "3.6E+17"),
  ])
  func `a cell is made comparable`(typed: String, cleaned: String) {
    #expect(CellText.cleaned(typed) == cleaned)
  }

  @Test(
    arguments: [
      ("是", true), ("已解决", true), ("享受", true), ("1", true), ("否", false), ("不享受", false),
      ("未解决", false), ("", nil), ("也许", nil), ("是否", nil),
    ] as [(String, Bool?)])
  func `a yes and a no are told from anything else`(text: String, flag: Bool?) {
    #expect(CellText.flag(text) == flag)
  }

  @Test(
    arguments: [
      ("2026-03-05", "2026-03-05"), ("2026/3/5", "2026-03-05"), ("20260305", "2026-03-05"),
      ("202603", "2026-03-01"), ("2026年3月5日", "2026-03-05"), ("2026.3", "2026-03-01"),
      ("2026-02-29", nil), ("2024-02-29", "2024-02-29"), ("2026-13-01", nil), ("去年", nil),
      ("", nil),
    ] as [(String, String?)])
  func `a day is read in the forms that sheets have`(text: String, day: String?) {
    #expect(CellText.day(text)?.description == day)
  }

  @Test(
    arguments: [
      ("0", 0), ("12345", 1_234_500), ("12,345.6", 1_234_560), ("-3.005", -301), ("¥12元", 1_200),
      ("１２", 1_200), ("9999999999", 999_999_999_900), ("1e5", nil), ("", nil), ("十", nil),
    ] as [(String, Int64?)])
  func `an amount is read in the forms that sheets have`(text: String, fen: Int64?) {
    #expect(Money(text)?.fen == fen)
  }
}
