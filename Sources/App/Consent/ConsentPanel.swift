import Casework
import Store

/// What a case's page shows of letters and check (`Templates/consent/panel.mustache`).
struct ConsentPanel: Sendable {
  let caseID: Int64
  let version: Int64
  let letters: [LetterLine]
  let mayConsent: Bool
  let mayWithdraw: Bool
  let check: CheckLine?
  let civil: String?
  let mayCommission: Bool
  let handlers: [HandlerLine]
  let scans: ScanPanel

  struct LetterLine: Sendable {
    let person: Int64
    let name: String
    let relation: String
    let state: String
    let mark: String
    let detail: String
    let isOpen: Bool
    let mayNeedGuardian: Bool
    /// Its signed paper is on file, so that a person only has to agree.
    var isScanned = false
    /// The letter to be printed; nil for those who may not.
    var paper: PaperLink?
  }

  struct CheckLine: Sendable {
    let id: Int64
    let number: String
    let state: String
    let mark: String
  }

  struct HandlerLine: Sendable {
    let officer: Int64
    let name: String
    let role: String
  }

  init(_ found: HouseholdCase, _ pack: PolicyPack, in open: OpenRegister) throws {
    (caseID, version) = (found.id, found.version)
    let (today, adults) = (open.today, try open.consents(found))
    let filed = try open.scans(of: found.id)
    scans = ScanPanel(found, filed, adults, pack, in: open)
    let mayPrint = PaperKind.letter.duties.contains(where: open.access.may)
    letters = adults.map { adult in
      var line = LetterLine(adult, today: today)
      line.isScanned = filed.contains { $0.kind == .letter && $0.person == adult.person }
      let path = "/cases/\(found.id)/papers/letter"
      if mayPrint { line.paper = PaperLink("", path, query: "&person=\(adult.person)") }
      return line
    }
    let last = try open.lastCheck(of: found.id)
    check = last.map(CheckLine.init)
    let isEarly = pack.steps.isBeforeNotice(found.stage)
    let keeps = open.access.may(.keepCase)
    let given = adults.filter { $0.state(on: today) == .given }
    mayConsent = isEarly && keeps && given.count < adults.count
    mayWithdraw = !given.isEmpty && keeps && !found.stage.isClosed
    // A check that was destroyed leaves room for another one.
    let isFree = isEarly && last.map { $0.destroyedAt != nil } ?? true
    let done = isFree ? try open.civilCheck(of: found.household, pack) : nil
    civil = done.map { "\($0.department)\($0.day) 已核对认定，本户不重复核对。" }
    let isSigned = !adults.isEmpty && given.count == adults.count
    mayCommission = isFree && done == nil && isSigned && open.access.may(.commissionCheck)
    handlers =
      mayCommission
      ? try open.possibleHandlers(of: found.village).map {
        HandlerLine(officer: $0.id, name: $0.name, role: $0.role.title)
      } : []
  }
}

extension ConsentPanel.LetterLine {
  init(_ adult: Consent, today: Day) {
    (person, name, relation) = (adult.person, adult.name, adult.relation.title)
    let (state, letter) = (adult.state(on: today), adult.letter)
    (self.state, mark) =
      switch state {
      case .missing: ("未签", "due")
      case .given: ("已授权", "good")
      case .refused: ("拒绝授权", "late")
      case .withdrawn: ("已撤回", "late")
      case .expired: ("已到期", "late")
      }
    let signer = letter.map { letter in
      letter.guardian.map { "\(letter.signedBy)（\($0)）代签" } ?? "\(letter.signedBy)签"
    }
    let until = state == .given ? letter.map { "有效至 \($0.validUntil)" } : nil
    detail = [signer, letter?.number, until].compactMap { $0 }.joined(separator: " · ")
    isOpen = state != .given
    mayNeedGuardian = adult.mayNeedGuardian
  }
}

extension ConsentPanel.CheckLine {
  init(_ check: EconomicCheck) {
    (id, number) = (check.id, check.number)
    state = check.stage.title
    mark =
      switch check.stage {
      case .waiting, .explaining: "due"
      case .concluded: "good"
      case .destroyed: "late"
      }
  }
}
