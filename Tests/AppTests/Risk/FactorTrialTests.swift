import App
import Casework
import Foundation
import Store
import Testing

struct FactorTrialTests {
  /// The bundled pack with a piece of one file replaced.
  static func pack(_ file: String, _ right: String, _ wrong: String) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.copyItem(
      at: PolicyShelf.bundled.appending(path: "jiangxi-2026"), to: folder)
    let page = folder.appending(path: file)
    let text = try String(contentsOf: page, encoding: .utf8)
    let range = try #require(text.range(of: right))
    try text.replacingCharacters(in: range, with: wrong)
      .write(to: page, atomically: true, encoding: .utf8)
    return folder
  }

  @Test(arguments: TestStore.available)
  func `every example of every factor holds`(store: TestStore) async throws {
    let folder = PolicyShelf.bundled.appending(path: "jiangxi-2026")
    let (pack, trial) = (try PolicyShelf.load(folder), try PolicyShelf.trial(of: folder))
    #expect(pack.factors.count >= 30 && trial.examples >= 2 * pack.factors.count)
    try await trial.run(on: try await store.open())
  }

  private static let health = "factors-1-health.yaml"
  private static let chronic = """
      SELECT m.household_id, m.id AS person_id, 1.0 AS strength FROM member m WHERE m.is_chronic = 1
    """

  @Test(arguments: [
    ("weight: 0.72", "weight: 1.0", "weight 应在 0 与 1 之间"),
    ("weight: 0.72", "weight: -0.1", "weight 应在 0 与 1 之间"),
    (chronic, "  DELETE FROM member RETURNING id", "只能是一条 SELECT"),
    (chronic, "  SELECT 1 AS household_id, 1.0 AS strength; DELETE FROM fact", "不能有 ;"),
    (chronic, "  SELECT 1 AS household_id, 1.0 AS strength -- x", "不能有 --"),
    (chronic, "  SELECT id AS household_id, 1.0 AS strength FROM person", "没有视图 person"),
    (chronic, "  SELECT 1 AS household_id, 1.0 AS strength FROM account", "没有视图 account"),
    (
      chronic, "  SELECT id AS household_id, 1.0 AS strength FROM household_known",
      "没有视图 household_known"
    ),
    (chronic, "  SELECT 1 AS household_id, 1.0 AS strength FROM SQLite_Master", "不能有 sqlite_"),
    (
      chronic, "  SELECT 1 AS household_id, 1.0 AS strength FROM pragma_table_list", "不能有 pragma_"
    ),
    (
      chronic, "  SELECT h.id AS household_id, 1.5 AS strength FROM household_sheet h",
      "不在 0 与 1 之间"
    ),
    (
      chronic, "  SELECT h.id AS household_id, -0.5 AS strength FROM household_sheet h",
      "不在 0 与 1 之间"
    ),
    (
      chronic, "  SELECT h.id AS household_id, 9e999 - 9e999 AS strength FROM household_sheet h",
      "强度"
    ),
    (chronic, "  SELECT 7 AS household_id, 1.0 AS strength FROM household_sheet h", "两行"),
    (chronic, "  SELECT h.id AS household_id FROM household_sheet h", "strength"),
    (
      chronic, "  SELECT h.id AS household_id, :nothing AS strength FROM household_sheet h",
      ":nothing"
    ),
    (
      chronic, "  SELECT h.id AS household_id, 'x' AS strength FROM household_sheet h",
      "strength 的值"
    ),
    (
      chronic,
      "  SELECT h.id AS household_id, 1.0 AS strength, h.base AS true_on FROM household_sheet h",
      "true_on 的值不是"
    ),
    (
      chronic,
      "  SELECT h.id AS household_id, 1.0 AS strength, -9223372036854775807 AS true_on FROM household_sheet h",
      "不是可能的日期"
    ),
    (
      chronic, "  SELECT h.id + 9000 AS household_id, 1.0 AS strength FROM household_sheet h",
      "没有的户"
    ),
    ("strength: 0.6 }\n      - { case: 领了补贴", "strength: 0.7 }\n      - { case: 领了补贴", "样例“三级”"),
    ("share: 0.1 }", "share: 0.9 }", "share 应在 0 与 0.8 之间"),
  ])
  func `a bad factor is refused with file, line and reason`(
    right: String, wrong: String, reason: String
  ) async throws {
    let folder = try Self.pack(Self.health, right, wrong)
    let fault = try await #require(throws: PackFault.self) {
      _ = try await PolicyShelf.open(folder)
    }
    #expect(fault.file == Self.health && (fault.line ?? 0) > 15)
    #expect(fault.sentence.contains(reason))
  }

  @Test func `a factor that runs too long is cut off and refused`() async throws {
    let numbers =
      "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 4000000000)"
    let endless =
      "  SELECT n.i AS household_id, 1.0 AS strength FROM (\(numbers) SELECT MAX(i) AS i FROM c) n"
    let folder = try Self.pack(Self.health, Self.chronic, endless)
    let page = folder.appending(path: Self.health)
    let text = try String(contentsOf: page, encoding: .utf8)
    try text.replacing("title: 长期慢性病\n", with: "title: 长期慢性病\n    limitSeconds: 1\n")
      .write(to: page, atomically: true, encoding: .utf8)
    let fault = try await #require(throws: PackFault.self) {
      _ = try await PolicyShelf.open(folder)
    }
    #expect(fault.reason.contains("查询超过 1 s"))
  }
}
