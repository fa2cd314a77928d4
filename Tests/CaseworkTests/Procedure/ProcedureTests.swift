import Casework
import Testing

struct ProcedureTests {
  /// Every choice a county has: each step kept, skipped or merged as far as that is allowed.
  private static let choices: [Procedure] = {
    var all = [Procedure.whole]
    for stage in CaseStage.allCases {
      all += all.flatMap { before in
        var more: [Procedure] = []
        if CaseStage.skippable.contains(stage) {
          more.append(Procedure(skipped: before.skipped.union([stage]), merged: before.merged))
        }
        if CaseStage.mergeable.contains(stage) {
          more.append(Procedure(skipped: before.skipped, merged: before.merged.union([stage])))
        }
        return more
      }
    }
    return all
  }()

  @Test func `the whole procedure is the table`() {
    let whole = Procedure.whole
    #expect(whole.first == .consent && whole.stages == CaseStage.allCases)
    for stage in CaseStage.allCases {
      #expect(whole.exits(at: stage) == stage.exits && whole.works(at: stage) == [stage])
    }
  }

  @Test func `whatever a county leaves out, a case reaches its end and never an absent step`() {
    #expect(Self.choices.count == 3 * 2 * 2 * 2 * 3 * 2)
    for procedure in Self.choices {
      #expect(procedure.faults(needsCheck: false).isEmpty)
      var (reached, unread) = (Set([procedure.first]), [procedure.first])
      while let stage = unread.popLast() {
        #expect(procedure.has(stage), "\(procedure)")
        let ways = Array(procedure.exits(at: stage).values) + procedure.returns(at: stage)
        #expect(ways.isEmpty == (stage == .dismissed || stage == .exited), "\(procedure) \(stage)")
        for next in ways where reached.insert(next).inserted { unread.append(next) }
      }
      #expect(reached == Set(procedure.stages), "\(procedure)")
    }
  }

  @Test func `no choice does without notice, county and what a merged step asks for`() {
    for procedure in Self.choices {
      var (stage, works) = (procedure.first, [CaseStage]())
      while stage != .removed, let onward = CaseAction.onward(from: stage) {
        works += procedure.works(at: stage)
        guard let next = procedure.exit(onward, at: stage) else { break }
        stage = next
      }
      let left = CaseStage.allCases.filter {
        !procedure.skipped.contains($0) && $0.onward != nil && $0 != .exitApproval
      }
      #expect(stage == .removed && works == left, "\(procedure)")
    }
  }

  @Test func `taken back, a step goes to the desk it came from`() {
    for procedure in Self.choices {
      for stage in procedure.stages {
        guard let back = procedure.exit(.withdraw, at: stage) else { continue }
        #expect(
          CaseAction.onward(from: back).flatMap { procedure.exit($0, at: back) } == stage,
          "\(procedure) \(stage)")
      }
    }
  }

  @Test func `an objection to a notice whose meeting is merged with it begins both anew`() {
    let merged = Procedure(merged: [.appraisal, .removalAppraisal])
    #expect(merged.exit(.upholdObjection, at: .publicNotice) == .publicNotice)
    #expect(merged.exit(.sendBack, at: .publicNotice) == .consent)
    #expect(merged.exit(.upholdObjection, at: .removalNotice) == .removalNotice)
    #expect(merged.exit(.sendBack, at: .removalNotice) == .monitored)
    #expect(merged.works(at: .publicNotice) == [.appraisal, .publicNotice])
  }

  @Test func `a county that gives up what may not be given up is told so`() {
    let faults = Procedure(
      skipped: [.publicNotice, .consent, .removalAppraisal],
      merged: [.countyApproval, .removalAppraisal]
    ).faults(needsCheck: true)
    #expect(
      faults == [
        .mayNotSkip(.publicNotice), .mayNotMerge(.countyApproval), .both(.removalAppraisal),
        .consentNeeded,
      ])
    #expect(
      faults[0].sentence.contains("“村内公示”") && faults[3].sentence.contains("check.isRequired"))
  }
}
