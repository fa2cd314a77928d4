import Casework
import Store

/// By what groups a trial's effect is compared, one bit a group, household by household.
struct HouseholdTraits: Sendable {
  /// Ascending, as the bits beside them.
  let households: [Int64]
  let bits: [UInt8]

  /// One group of households, and the one that it is compared with.
  enum Group: Int, CaseIterable, Sendable {
    case womanHead, oldHead, minority, disabled

    var title: String {
      switch self {
      case .womanHead: "女性户主"
      case .oldHead: "户主 60 岁以上"
      case .minority: "户主少数民族"
      case .disabled: "有残疾人"
      }
    }

    var other: String {
      switch self {
      case .womanHead: "男性户主"
      case .oldHead: "户主 60 岁以下"
      case .minority: "户主汉族"
      case .disabled: "无残疾人"
      }
    }
  }
}

extension OpenRegister {
  func traits() throws -> HouseholdTraits {
    let sixty = today.adding(months: -720)
    var (households, bits): ([Int64], [UInt8]) = ([], [])
    try db.each(
      """
      SELECT p.household_id,
        CAST(MAX(CASE WHEN p.relation = 'head' AND p.sex = 'female' THEN 1 ELSE 0 END)
        + MAX(CASE WHEN p.relation = 'head' AND p.birth_on <= \(sixty) THEN 2 ELSE 0 END)
        + MAX(CASE WHEN p.relation = 'head' AND p.ethnic IS NOT NULL
          AND p.ethnic NOT IN ('汉族', '汉', '') THEN 4 ELSE 0 END)
        + MAX(CASE WHEN p.is_disabled = 1 THEN 8 ELSE 0 END) AS BIGINT) AS traits
      FROM person p WHERE p.county = \(county) AND p.left_on IS NULL
      GROUP BY p.household_id ORDER BY p.household_id
      """
    ) { row in
      households.append(try row.integer(at: 0))
      bits.append(UInt8(try row.integer(at: 1)))
    }
    return HouseholdTraits(households: households, bits: bits)
  }
}
