import Casework
import Store

/// How a generated household's economic check goes its way: commissioned, answered, judged.
struct DemoChecks: Sendable {
  let register: Register
  let officers: DemoOfficers
  let pack: PolicyPack
  let keys: CheckKeys

  /// Brings the check of a case to its end; nothing where none is needed.
  func conclude(_ found: HouseholdCase, hasCar: Bool) async throws {
    let village = found.village
    let keeper = try officers.officer(.townshipAdministrator, over: village)
    let handlers = [
      try officers.officer(.informationOfficer, over: village),
      try officers.officer(.townshipReviewer, over: village),
    ]
    let (pack, keys) = (pack, keys)
    let id: Int64? = try await register.write(as: keeper) { open in
      let isDone = try open.check(of: found.id) != nil
      let isNeedless = try open.civilCheck(of: found.household, pack) != nil
      if isDone || isNeedless || pack.check == nil { return nil }
      return try open.commission(
        found, handlers: Set(handlers.map(\.officer)), pack, keys)
    }
    guard let id else { return }
    try await answer(id, hasCar: hasCar)
    for (step, officer) in [(HitStep.explain, handlers[0]), (.accept, handlers[1])] {
      try await register.write(as: officer) { open in
        let check = try open.economicCheck(id)
        guard !check.hits.isEmpty else { return }
        try open.openResults(of: check, for: "核对反馈，向农户了解情况", pack)
        for hit in check.hits {
          let text = step == .explain ? "车辆替在外务工的儿子登记，已分户。" : "户籍和保险单与说明一致。"
          try open.take(step, on: hit.number, of: check, text, keys)
        }
      }
    }
  }

  /// Every body answers; of the police now and then one car.
  private func answer(_ id: Int64, hasCar: Bool) async throws {
    let departments = Set(pack.items.filter { !$0.isPushable }.map(\.department)).sorted()
    let (pack, keys) = (pack, keys)
    for department in departments {
      try await register.write(as: officers.department(department)) { open in
        let check = try open.economicCheck(id)
        let questions = try open.questions(of: check, to: department, pack)
        let findings = questions.enumerated().map { index, question in
          let isHit = hasCar && index == 0 && question.item == "vehicle"
          return CheckFinding(
            person: question.person, item: question.item, isHit: isHit,
            text: isHit ? "小型轿车，2019 年登记" : "", amount: isHit ? 6_000_000 : nil)
        }
        try open.answer(findings, of: department, to: check, keys)
      }
    }
  }
}
