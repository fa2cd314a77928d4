import Casework

/// Why a clock was not stopped, lengthened or started again.
enum ClockRefusal: Refusal {
  case kind, place, holidayPlace, days, reason, extensionDays
  case sameOfficer, alreadyAsked, notPaused

  var sentence: String {
    switch self {
    case .kind: "请选择停钟事由的类别。"
    case .place: "请选择您管辖范围内的地区。"
    case .holidayPlace: "假日须为全县，请选择县级地区。"
    case .days: "日期不对：须为真实日期，止日不早于起日，离今天和长度都不超过一年；假日须填止日。"
    case .reason: "请写明理由（至少 5 个字）。"
    case .extensionDays: "延期须为 1—15 天。"
    case .sameOfficer: "这一条是您登记的，须由另一位同事批准。"
    case .alreadyAsked: "已有同样的申请在等批准或正在暂停，没有重复登记。"
    case .notPaused: "没有正在暂停的计时。"
    }
  }

  var field: String? {
    switch self {
    case .kind: "kind"
    case .place, .holidayPlace: "place"
    case .days: "from"
    case .reason: "reason"
    case .extensionDays: "days"
    case .sameOfficer, .alreadyAsked, .notPaused: nil
    }
  }
}

extension Decision {
  var title: String {
    switch self {
    case .pending: "待批准"
    case .approved: "已批准"
    case .refused: "未批准"
    }
  }

  /// The badge's class.
  var mark: String {
    switch self {
    case .pending: "due"
    case .approved: "good"
    case .refused: "plain"
    }
  }
}
