/// A paper of the procedure that is printed, signed, posted or handed on (`domain.md` 2, 3.3–3.8).
package enum PaperKind: String, CaseIterable, Sendable {
  case application, letter, commission, visitSheet, minutes
  case notice, removalNotice, announcement, approvalList
  case plan, removal

  package var title: String {
    switch self {
    case .application: "防止返贫致贫监测对象申请书"
    case .letter: "家庭经济状况核对承诺授权书"
    case .commission: "家庭经济状况核对委托书"
    case .visitSheet: "防止返贫致贫监测入户核实表"
    case .minutes: "防止返贫致贫监测民主评议记录"
    case .notice: "防止返贫致贫监测对象公示"
    case .removalNotice: "监测对象风险消除公示"
    case .announcement: "防止返贫致贫监测对象公告"
    case .approvalList: "防止返贫致贫监测对象审批名单"
    case .plan: "监测对象“一户一策”帮扶计划表"
    case .removal: "监测对象风险消除审批表"
    }
  }

  /// As a button names it.
  package var shortTitle: String {
    switch self {
    case .application: "申请书"
    case .letter: "承诺授权书"
    case .commission: "核对委托书"
    case .visitSheet: "入户核实表"
    case .minutes: "评议记录"
    case .notice: "公示"
    case .removalNotice: "消除公示"
    case .announcement: "公告"
    case .approvalList: "审批名单"
    case .plan: "一户一策"
    case .removal: "风险消除表"
    }
  }

  /// Posted or read by anybody: made without any sensitive field (`design.md` 6.3).
  package var isPublic: Bool {
    switch self {
    case .notice, .removalNotice, .announcement, .approvalList: true
    case .application, .letter, .commission, .visitSheet, .minutes, .plan, .removal: false
    }
  }

  /// Signed on paper and filed to its case again.
  package var comesBack: Bool {
    switch self {
    case .application, .letter, .visitSheet, .minutes, .removal: true
    case .commission, .notice, .removalNotice, .announcement, .approvalList, .plan: false
    }
  }

  /// What a paper may be printed by: whoever does the step it belongs to, beside readers.
  package var duties: Set<Duty> {
    switch self {
    case .application, .letter, .minutes: [.keepCase]
    case .commission: [.keepCase, .commissionCheck]
    case .visitSheet: [.visit, .keepCase, .reviewTownship, .reviewCounty]
    case .plan, .removal: [.keepCase, .endorseTownship, .approveCounty]
    case .notice, .removalNotice, .announcement, .approvalList: [.readHouseholds]
    }
  }
}

/// Why a paper is not printed, or one that came back is not filed.
package enum PaperRefusal: Refusal, Hashable {
  case noCommission, notPosted(String), notAdult, noList
  case noPicture, unreadablePicture(String), tooLarge(String)
  case forged(String), elsewhere(String), closed(String), gone(String, String)
  case signatureEmpty, tooMany

  package var sentence: String {
    switch self {
    case .noCommission: "还没有委托核对。请先在“承诺授权与经济核对”中签发委托书。"
    case .notPosted(let what): "还没有生成\(what)。请先在个案页面办理，再打印。"
    case .notAdult: "这个人不在本户需要签授权书的成年成员中，请回到个案页面选择。"
    case .noList: "所选范围内没有可以列入名单的个案。请换一个乡镇或环节。"
    case .noPicture: "没有选择图片。请拍照或扫描后上传。"
    case .unreadablePicture(let name): "“\(name)”不是能打开的图片。请用 JPG 或 PNG，扫描件不要存成 PDF。"
    case .tooLarge(let name): "“\(name)”太大。每张最多 12 MB、8000 万像素，请降低分辨率后重传。"
    case .forged(let name): "“\(name)”上的二维码不是本系统打印的，没有归档。请核对纸件来源。"
    case .elsewhere(let name): "“\(name)”上的二维码属于别的县或您管辖以外的农户，没有归档。"
    case .closed(let name): "“\(name)”属于已经办结的个案，没有归档。"
    case .gone(let name, let person): "“\(name)”是\(person)的，此人已不在户内（去世、迁出等），没有归档。"
    case .tooMany: "一小时内上传的次数太多，没有收下。请一小时后再传；一次可以选 20 张。"
    case .signatureEmpty: "还没有签字。请在框内签字后再提交，或改用纸质签字。"
    }
  }
}
