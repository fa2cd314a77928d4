/// The answers of one filled-in form under its definition.
package struct FormJudgement: Sendable {
  /// What is kept: the answers to the fields that were asked, in one spelling.
  package let answers: [String: String]
  package let refusals: [FormRefusal]
}

/// Why an answer cannot be taken.
package struct FormRefusal: Refusal, Hashable {
  package let name: String
  package let title: String
  package let reason: Reason

  package enum Reason: Hashable, Sendable {
    case missing, chosenMissing
    case unreadable(FormKind, String)
    case unknownOption(String)
    case below(String), above(String)
    case otherwise(hint: String?)
  }

  package var field: String? { name }

  package var sentence: String {
    switch reason {
    case .missing: "请填写“\(title)”。"
    case .chosenMissing: "请选择“\(title)”。"
    case .unreadable(let kind, let text): "“\(title)”写的“\(text)”不对：\(kind.example)。"
    case .unknownOption(let text): "“\(title)”没有“\(text)”这个选项，请重新选择。"
    case .below(let bound): "“\(title)”不能少于\(bound)。"
    case .above(let bound): "“\(title)”不能超过\(bound)。"
    case .otherwise(let hint): "“\(title)”的写法不对，\(hint ?? "请按表上的要求填写")。"
    }
  }
}

extension FormDefinition {
  /// Judges what was filled in.
  ///
  /// - Parameters:
  ///   - values: the answers by field; names that are not of this form are left out.
  ///   - today: what days are counted from.
  ///   - isWhole: whether the form has to be complete; else only what is written is judged.
  ///   - members: who the household's members are; nil where nobody can say.
  /// - Returns: what is kept, and why the rest is not.
  package func judge(
    _ values: [String: String], today: Day, isWhole: Bool = true, members: [String]? = nil
  ) -> FormJudgement {
    var (answers, refusals): ([String: String], [FormRefusal]) = ([:], [])
    for field in fields where field.isAsked(answers) {
      let text = FormDefinition.trimmed(values[field.name] ?? "")
      if field.kind == .member, !text.isEmpty, members?.contains(text) == false {
        refusals.append(field.unknown(text))
        continue
      }
      switch text.isEmpty ? nil : field.read(text, today: today) {
      case .success(let answer): answers[field.name] = answer
      case .failure(let refusal): refusals.append(refusal)
      case nil: if field.isRequired, isWhole { refusals.append(field.missing) }
      }
    }
    return FormJudgement(answers: answers, refusals: refusals)
  }

  private static func trimmed(_ text: String) -> String {
    let rest = text.drop(while: \.isWhitespace)
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(rest[...last])
  }
}

extension FormField {
  /// Whether it is asked after these answers to the fields before it.
  package func isAsked(_ answers: [String: String]) -> Bool {
    guard let when else { return true }
    let given = (answers[when.field] ?? "").split(separator: ",").map(String.init)
    return given.contains(where: when.values.contains)
  }

  fileprivate var missing: FormRefusal {
    FormRefusal(name: name, title: title, reason: kind.isChosen ? .chosenMissing : .missing)
  }

  fileprivate func unknown(_ text: String) -> FormRefusal {
    FormRefusal(name: name, title: title, reason: .unknownOption(text))
  }

  fileprivate func read(_ text: String, today: Day) -> Result<String, FormRefusal> {
    switch kind {
    case .line, .text, .member: bounded(text, count: text.count, unit: " 字")
    case .number: number(text)
    case .amount: amount(text)
    case .day: day(text, today)
    case .yesNo, .choice: option(text)
    case .choices: options(text)
    case .phone: FormField.phone(text).map(Result.success) ?? unreadable(text)
    case .idNumber: ResidentID(text).map { .success($0.digits) } ?? unreadable(text)
    }
  }

  private func refused(_ reason: FormRefusal.Reason) -> Result<String, FormRefusal> {
    .failure(FormRefusal(name: name, title: title, reason: reason))
  }

  private func unreadable(_ text: String) -> Result<String, FormRefusal> {
    refused(.unreadable(kind, text))
  }

  /// The answer where its number lies within the bounds; a text of no stated length is cut off at
  /// what a person may well write.
  private func bounded(
    _ answer: String, count: Int, unit: String
  ) -> Result<String, FormRefusal> {
    let line = pattern == nil ? 200 : 60
    let usual = [.line, .member].contains(kind) ? line : kind == .text ? 2_000 : Int.max
    if let least, count < least { return refused(.below(" \(least)\(unit)")) }
    let most = min(self.most ?? usual, usual)
    if count > most { return refused(.above(" \(most)\(unit)")) }
    guard let pattern, kind == .line else { return .success(answer) }
    do {
      let isMatch = try answer.wholeMatch(of: Regex(pattern)) != nil
      return isMatch ? .success(answer) : refused(.otherwise(hint: hint))
    } catch {
      return refused(.otherwise(hint: hint))
    }
  }

  private func number(_ text: String) -> Result<String, FormRefusal> {
    guard let number = Int(text) else { return unreadable(text) }
    return bounded(String(number), count: number, unit: unit.map { " \($0)" } ?? "")
  }

  private func amount(_ text: String) -> Result<String, FormRefusal> {
    guard let amount = Money(text), amount >= .zero else { return unreadable(text) }
    if let least, amount < Money(yuan: least) { return refused(.below(" \(least) 元")) }
    let most = min(most ?? FormField.mostYuan, FormField.mostYuan)
    if amount > Money(yuan: most) { return refused(.above(" \(most) 元")) }
    return .success(amount.description.filter { $0 != "," })
  }

  /// More than any household has in a year.
  private static let mostYuan = 100_000_000

  private func day(_ text: String, _ today: Day) -> Result<String, FormRefusal> {
    guard let day = Day(text) else { return unreadable(text) }
    if let least, day < today.adding(days: least) {
      return refused(.below(" \(today.adding(days: least))"))
    }
    if let most, day > today.adding(days: most) {
      return refused(.above(" \(today.adding(days: most))"))
    }
    return .success(day.description)
  }

  private func option(_ text: String) -> Result<String, FormRefusal> {
    choices.contains { $0.value == text } ? .success(text) : refused(.unknownOption(text))
  }

  private func options(_ text: String) -> Result<String, FormRefusal> {
    let chosen = Set(text.split(separator: ",").map(String.init))
    let known = options.filter { chosen.contains($0.value) }.map(\.value)
    if let odd = chosen.subtracting(known).min() { return refused(.unknownOption(odd)) }
    return bounded(known.joined(separator: ","), count: known.count, unit: " 项")
  }

  /// A mobile number, or one of a landline with its area code.
  private static func phone(_ text: String) -> String? {
    let digits = text.filter { !" -－—".contains($0) }
    let isNumber = digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isNumber, (7...12).contains(digits.count)
    else { return nil }
    return digits
  }
}

extension FormKind {
  /// How an answer is written, for whoever wrote another.
  fileprivate var example: String {
    switch self {
    case .number: "应为整数，如 3"
    case .amount: "应为金额，如 1200 或 1200.50"
    case .day: "应为日期，如 2026-11-23"
    case .phone: "应为手机号或带区号的座机，如 13800000000"
    case .idNumber: "应为 18 位身份证号，请核对每一位"
    case .line, .text, .member, .yesNo, .choice, .choices: "请按表上的要求填写"
    }
  }
}
