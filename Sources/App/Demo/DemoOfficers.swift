import Casework
import Store

/// The officers of a generated county.
package struct DemoOfficers: Sendable {
  package let accounts: [DemoAccount]
  private let byRole: [Role: [Access]]

  /// A password that is printed anyway: the county is made up.
  package static let password = "Shouwang-2026"

  static func appoint(in register: Register, county: PlaceCode, departments: [String]) async throws
    -> DemoOfficers
  {
    let hash = try Password.hashed(password, cost: .practice)
    return try await register.write(as: .system(in: county)) { open in
      let townships = try open.places(in: county)
      var made: [NewAccount] = []
      func make(
        _ login: String, _ name: String, _ role: Role, _ place: PlaceCode,
        _ department: String? = nil
      ) {
        made.append(
          NewAccount(
            login: login, name: name, role: role, place: place, department: department,
            password: hash))
      }
      make("county", "陈县管", .countyAdministrator, county)
      make("county-review", "刘复核", .countyReviewer, county)
      make("supervisor", "周督导", .supervisor, county)
      make("security", "吴安全", .securityAdministrator, county)
      make("auditor", "郑审计", .auditor, county)
      for (index, department) in departments.enumerated() {
        make("dept-\(index + 1)", "\(department)专员", .departmentOfficer, county, department)
      }
      for (index, township) in townships.enumerated() {
        let number = index + 1 < 10 ? "0\(index + 1)" : "\(index + 1)"
        make("town-\(number)", "\(township.name)管理员", .townshipAdministrator, township.code)
        make("town-review-\(number)", "\(township.name)审核员", .townshipReviewer, township.code)
        for village in try open.places(in: township.code) {
          make(
            "v\(village.code.description.suffix(6))", "\(village.name)信息员", .informationOfficer,
            village.code)
        }
      }
      var byRole: [Role: [Access]] = [:]
      for account in made {
        let id = try open.openAccount(account)
        byRole[account.role, default: []].append(
          Access(
            officer: id, name: account.name, role: account.role, place: account.place,
            department: account.department))
      }
      return DemoOfficers(accounts: made.map(DemoAccount.init), byRole: byRole)
    }
  }

  /// The officer of a role over a place.
  func officer(_ role: Role, over village: PlaceCode) throws -> Access {
    guard let found = byRole[role]?.first(where: { $0.place.range.contains(village.number) }) else {
      throw NotFound()
    }
    return found
  }

  func department(_ name: String) throws -> Access {
    guard let found = byRole[.departmentOfficer]?.first(where: { $0.department == name }) else {
      throw NotFound()
    }
    return found
  }
}

/// An account of a generated county as it is printed.
package struct DemoAccount: Sendable, Encodable {
  package let role: String
  package let account: String
  package let password: String
  package let region: String
  package let name: String
  /// Whose data a department officer sends; nil for all others.
  package let department: String?

  init(_ new: NewAccount) {
    (role, account, name) = (new.role.rawValue, new.login, new.name)
    (password, region) = (DemoOfficers.password, new.place.description)
    department = new.department
  }
}
