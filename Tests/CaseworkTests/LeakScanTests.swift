import Casework
import Testing

struct LeakScanTests {
  @Test(arguments: [
    ("身份证 36073219800101001X", LeakScan.Finding.identity), ("360732 19800101 0011", .identity),
    ("３６０７３２１９８００１０１００１１", .identity), ("360732800101001", .identity),
    ("36073219800101001X43", .identity), ("360732-1980-01-01-0011", .identity),
    ("电话13807970000", .phone), ("138-0797-0000", .phone),
    ("0797-5322000", .phone), ("卡号 6228480402564890018", .bankAccount),
  ])
  func `what must not leave is found whatever stands between its digits`(
    text: String, found: LeakScan.Finding
  ) {
    #expect(LeakScan.findings(in: "公示：\(text)，请核对。").contains(found))
  }

  @Test(arguments: [
    "公示期 2026-11-23 至 2026-11-28", "户编号 36073200000001", "家庭人口 5 人，人均 9,200.00 元",
    "2026-11-23 2026-11-28", "监督电话 12317", "",
  ])
  func `days, amounts and public numbers are no leak`(text: String) {
    #expect(LeakScan.findings(in: text).isEmpty)
  }
}
