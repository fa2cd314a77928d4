/// What a department's row says of the person it means.
package struct SoughtPerson: Sendable {
  package let name: String
  package let id: ResidentID?
  package let birth: Day?
  package let village: PlaceCode?
  /// The number as it stands in the row, right or wrong, and what is wrong with it.
  package var number = ""
  package var numberFault: IdentityFault?
  /// The rest as it stands there; empty where the row does not say it.
  package var birthText = ""
  package var villageText = ""
  package var phone = ""
  package var sex = ""

  package init(name: String, id: ResidentID?, birth: Day?, village: PlaceCode?) {
    (self.name, self.id, self.birth, self.village) = (name, id, birth, village)
  }
}

/// A person of the register who could be meant.
package struct Candidate: Hashable, Sendable {
  package let person: Int64
  package let household: Int64
  package let name: String
  package let village: PlaceCode
  package let hasSameID: Bool

  package init(
    person: Int64, household: Int64, name: String, village: PlaceCode, hasSameID: Bool
  ) {
    (self.person, self.household, self.name) = (person, household, name)
    (self.village, self.hasSameID) = (village, hasSameID)
  }
}

/// Who is meant, or why nobody can be taken for it.
package enum PersonMatch: Hashable, Sendable {
  case found(Candidate)
  case notFound(String)
  case ambiguous(String)

  /// By identity number when the name agrees, else by name, birth and village.
  package init(_ sought: SoughtPerson, among candidates: [Candidate]) {
    let named = candidates.filter { NameText.agree($0.name, sought.name) }
    if let same = candidates.first(where: \.hasSameID) {
      self =
        named.contains(same)
        ? .found(same) : .ambiguous("证件号码已登记在“\(same.name)”名下，与姓名“\(sought.name)”不符")
      return
    }
    if sought.id != nil {
      self = .notFound("台账中没有这个证件号码")
      return
    }
    guard sought.birth != nil, let village = sought.village else {
      self = .notFound("没有证件号码，且缺少出生日期或村，无法查找")
      return
    }
    let near = named.filter { $0.village == village }
    switch near.count {
    case 0: self = .notFound("本村没有姓名和出生日期都相符的人")
    case 1: self = .found(near[0])
    default: self = .ambiguous("本村有 \(near.count) 人姓名和出生日期都相符")
    }
  }
}

/// Names as different programs write them.
package enum NameText {
  /// Without the marks and notes that sheets add: `张三(户主)`, `张 三`, `阿依古丽·买买提`.
  package static func plain(_ name: String) -> String {
    let head = name.prefix { !"(（[【".contains($0) }
    return String(head.filter { !" \u{3000}·•．.*".contains($0) })
  }

  package static func agree(_ left: String, _ right: String) -> Bool {
    left == right || plain(left) == plain(right)
  }
}
