/// The pack's terms of the economic check (`domain.md` 2.4, 1.6).
package struct CheckTerms: Sendable, Decodable {
  /// Whether a case goes to the notice only with a check, or with one by civil affairs.
  package let isRequired: Bool
  /// How long an authorisation holds.
  package let validMonths: Int
  /// How long an opened result stays open.
  package let openMinutes: Int
  /// A household that civil affairs checked within so many months is not checked again.
  package let recentMonths: Int
  /// The kinds of fact that tell of a check by civil affairs.
  package let civilFacts: [String]
  /// The checking body that is commissioned (核对机构).
  package let body: String
}

/// What one adult's letter of authorisation (承诺授权书) is worth on a day.
package enum AuthorisationState: Hashable, Sendable {
  case missing, given, refused, withdrawn, expired
}

/// One adult's letter of authorisation, or the refusal to sign it.
package struct Authorisation: Hashable, Sendable {
  package var number: String?
  package var signedBy: String
  /// How the one who signed stands to the person; nil where the person signed.
  package var guardian: String?
  package var isGiven: Bool
  package var signedOn: Day
  package var validUntil: Day
  package var withdrawnOn: Day?

  package init(
    number: String? = nil, signedBy: String, guardian: String? = nil, isGiven: Bool,
    signedOn: Day, validUntil: Day
  ) {
    (self.number, self.signedBy, self.guardian) = (number, signedBy, guardian)
    (self.isGiven, self.signedOn, self.validUntil) = (isGiven, signedOn, validUntil)
  }

  package func state(on today: Day) -> AuthorisationState {
    if !isGiven { return .refused }
    if withdrawnOn != nil { return .withdrawn }
    return today > validUntil ? .expired : .given
  }

  /// `360732-2026-000123-2`: county, year, case and the person's place among the adults.
  package static func number(of found: Int64, adult: Int, in county: Int64, year: Int) -> String {
    "\(checkNumber(of: found, in: county, year: year))-\(adult)"
  }

  /// The number of the commission (核对委托书), which its letters share.
  package static func checkNumber(of found: Int64, in county: Int64, year: Int) -> String {
    "\(county)-\(year)-\(String(repeating: "0", count: max(0, 6 - String(found).count)))\(found)"
  }
}

/// Why a letter of authorisation is not taken in.
package enum AuthorisationRefusal: Refusal {
  case guardianUnnamed(String), guardianIsPerson(String), nothingGiven, noReason
  case closed

  package var sentence: String {
    switch self {
    case .guardianUnnamed(let name): "\(name)由监护人代签：请写明监护人的姓名和与本人的关系。"
    case .guardianIsPerson(let name): "监护人代签时，签字人不能是\(name)本人。"
    case .nothingGiven: "本户没有可以撤回的授权。"
    case .noReason: "请写明谁在什么情况下撤回（至少 5 个字），会记入办理经过。"
    case .closed: "个案已经办结，不再登记授权。"
    }
  }
}

/// A letter as it is handed in, before it is taken in.
package struct SignedLetter: Sendable {
  package let person: String
  package let signedBy: String
  package let guardian: String?
  package let isGiven: Bool

  /// The letter of a person; who else signs is a guardian, who must say in what relation.
  package init(
    of person: String, signedBy: String?, guardian: String?, isGiven: Bool
  ) throws(AuthorisationRefusal) {
    let signer = signedBy ?? person
    if guardian != nil, signer == person { throw .guardianIsPerson(person) }
    if signer != person, guardian == nil { throw .guardianUnnamed(person) }
    (self.person, self.signedBy) = (person, signer)
    (self.guardian, self.isGiven) = (guardian, isGiven)
  }
}
