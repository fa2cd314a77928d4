/// A template of WeChat's subscription messages (订阅消息), and which of its fields take the number,
/// the words and the day that we tell.
package struct MessageTemplate: Hashable, Sendable {
  package let id: String
  private let number: String
  private let words: String
  private let day: String

  /// Reads `TEMPLATE:NUMBER,WORDS,DAY`, such as `Ab3…:character_string1,thing2,date3`; nil for what
  /// is none.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[0].allSatisfy(Self.isPlain) else { return nil }
    let fields = parts[1].split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.filter { $0 != " " } }
    guard fields.count == 3, Set(fields).count == 3,
      zip(fields, ["character_string", "thing", "date"]).allSatisfy({ field, kind in
        field.hasPrefix(kind) && field.count > kind.count
          && field.dropFirst(kind.count).allSatisfy(\.isNumber)
      })
    else { return nil }
    (id, number, words, day) = (String(parts[0]), fields[0], fields[1], fields[2])
  }

  private static func isPlain(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "-_".contains(character))
  }

  /// What goes into the fields, within WeChat's limits: 32 characters of a number, 20 of words.
  package func values(_ news: MessageNews) -> [String: String] {
    [
      number: String(news.number.prefix(32)), words: String(news.words.prefix(20)),
      day: "\(news.day.year)年\(news.day.month)月\(news.day.dayOfMonth)日",
    ]
  }
}

/// What a message tells. It lies on the screen of a telephone for anybody to see: so no name, no place
/// and nothing of what the household's trouble is.
package struct MessageNews: Hashable, Sendable {
  package let number: String
  package let words: String
  package let day: Day

  package init(number: String, words: String, day: Day) {
    (self.number, self.words, self.day) = (number, words, day)
  }
}

extension ClueStage {
  /// How far a declaration is, in so few words that a message holds them.
  package var news: String {
    switch self {
    case .received: "已收到，正在核对"
    case .visiting: "将有干部上门了解情况"
    case .townshipReview: "走访完成，乡镇正在复核"
    case .countyReview: "乡镇复核完成，县里再复核"
    case .closed: "已经办完，请查看结果"
    case .caseOpened: "已转入下一步办理"
    }
  }
}

extension CaseStage {
  package var news: String {
    switch self {
    case .consent: "需要家里成年人签字"
    case .appraisal: "村里正在评议"
    case .publicNotice: "正在公示"
    case .townshipAudit: "乡镇正在审核"
    case .countyApproval: "县里正在审批"
    case .announcement: "审批已有结果，请查看"
    case .monitored: "这一步已经办完，请查看"
    case .removalAppraisal, .removalNotice, .removalAudit, .removalApproval, .exitApproval:
      "正在复核，请查看"
    case .removed, .exited, .dismissed: "已经办完，请查看结果"
    }
  }
}
