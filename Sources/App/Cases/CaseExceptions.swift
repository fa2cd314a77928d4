import Casework
import Store

/// What stands on a case's page beside the straight road.
struct CaseExceptions: Sendable {
  let caseID: Int64
  let objections: [ObjectionLine]
  let mayObject: Bool
  /// Why the notice does not count now, or until when it hangs.
  let notice: String?
  let isStopped: Bool
  let emergency: EmergencyLine?
  let mayAskEmergency: Bool
  let returns: [CasePage.Proposal]

  struct ObjectionLine: Sendable {
    let id: Int64
    let who: String
    let text: String
    let at: String
    let state: String
    let mark: String
    let answer: String?
    let mayAnswer: Bool
  }

  struct EmergencyLine: Sendable {
    let reason: String
    let at: String
    let state: String
    let mark: String
    let answer: String?
    let mayDecide: Bool
    /// What is still to be made up for, each step with its own last day.
    let missing: [Missing]
  }

  struct Missing: Sendable {
    let title: String
    let due: String
    let deadline: DeadlineBadge
  }

  init(_ found: HouseholdCase, _ rules: Rules, in open: OpenRegister) throws {
    caseID = found.id
    let judges = open.access.may(.endorseTownship)
    objections = try open.objections(of: found.id).map {
      ObjectionLine($0, mayAnswer: judges && $0.officer != open.access.officer)
    }
    let standing = try open.standingNotice(found)
    mayObject = standing != nil
    isStopped = standing?.isStopped ?? false
    notice = standing.map {
      $0.isStopped ? "有异议未处理，公示暂停计时。" : "公示到 \($0.until) 为止，第二天可以提交。"
    }
    let missing = try found.madeUp(rules, in: open).map {
      Missing(
        title: $0.stage.title, due: $0.deadline.due.description,
        deadline: DeadlineBadge($0.deadline))
    }
    emergency = try open.emergency(of: found.id).map {
      EmergencyLine(
        $0, missing,
        mayDecide: judges && $0.officer != open.access.officer && $0.decidedAt == nil)
    }
    let isBefore = !found.stage.isMonitored && !found.stage.isClosed
    mayAskEmergency = emergency == nil && isBefore && open.access.may(.keepCase)
    let isMine = found.stage.duty.map(open.access.may) ?? false
    let all = rules.pack.steps.returns(at: found.stage)
    returns =
      isMine && all.count > 1
      ? all.map { CasePage.Proposal(value: $0.rawValue, title: $0.title) } : []
  }
}

extension CaseExceptions.ObjectionLine {
  init(_ raised: Objection, mayAnswer: Bool) {
    (id, text, answer) = (raised.id, raised.text, raised.answer)
    who = raised.objector ?? "匿名"
    at = raised.raisedAt.description
    state = raised.isUpheld.map { $0 ? "成立，重新评议" : "不成立" } ?? "待处理"
    mark = raised.isUpheld == nil ? "due" : "good"
    self.mayAnswer = mayAnswer && raised.handledAt == nil
  }
}

extension CaseExceptions.EmergencyLine {
  init(_ asked: Emergency, _ missing: [CaseExceptions.Missing], mayDecide: Bool) {
    self.missing = missing
    (reason, answer) = (asked.reason, asked.answer)
    at = asked.askedAt.description
    state = asked.isApproved.map { $0 ? "已批准，先帮扶后补程序" : "未批准" } ?? "待乡镇批准"
    mark = asked.isApproved.map { $0 ? "good" : "late" } ?? "due"
    self.mayDecide = mayDecide
  }
}

extension OpenRegister {
  /// The notice that hangs now, whichever of the two it is.
  func standingNotice(_ found: HouseholdCase) throws -> StandingNotice? {
    switch found.stage {
    case .publicNotice: try standingNotice(found, .identification)
    case .removalNotice: try standingNotice(found, .removal)
    default: nil
    }
  }
}
