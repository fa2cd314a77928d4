/// What is wrong with the definition of a form.
package struct FormFault: Hashable, Sendable {
  /// The field, counted from 0 over all sections; nil where it is about the form as a whole.
  package let field: Int?
  package let sentence: String

  package init(_ field: Int?, _ sentence: String) {
    (self.field, self.sentence) = (field, sentence)
  }
}

extension FormDefinition {
  /// So many questions nobody answers on a doorstep.
  package static let mostFields = 120

  /// Everything that keeps the definition from being taken into use.
  package var faults: [FormFault] {
    var faults = formFaults.map { FormFault(nil, $0) }
    var known: [String: FormField] = [:]
    for (index, field) in fields.enumerated() {
      var found = field.faults
      if known[field.name] != nil { found.append("字段名 \(field.name) 用了两次，每个字段要有自己的名字") }
      if let when = field.when, let fault = FormDefinition.fault(of: when, known) {
        found.append(fault)
      }
      faults += found.map { FormFault(index, "“\(field.title)”：\($0)。") }
      known[field.name] = field
    }
    return faults + neededFaults(known)
  }

  private var formFaults: [String] {
    var faults: [String] = []
    if !(1...40).contains(title.count) { faults.append("表单要有名称，最多 40 字。") }
    if KnownForm(rawValue: name) == nil, !isOwn || !FormField.isName(name) {
      faults.append("表单名“\(name)”不对：本县自己的表单用 x. 加字母或数字，如 x.water。")
    }
    if fields.isEmpty { faults.append("表单里没有字段。") }
    if fields.count > FormDefinition.mostFields {
      faults.append("字段太多：\(fields.count) 个，最多 \(FormDefinition.mostFields) 个，请拆成两张表。")
    }
    if sections.contains(where: { $0.title.isEmpty }) { faults.append("有一个分组没有名称。") }
    return faults
  }

  private static func fault(of when: FormCondition, _ known: [String: FormField]) -> String? {
    guard let source = known[when.field] else {
      return "显示条件里的字段 \(when.field) 不存在或排在它后面，条件只能看前面的字段"
    }
    guard source.kind.isChosen else {
      return "显示条件只能看“是否、单选、多选”的字段，“\(source.title)”是\(source.kind.title)"
    }
    guard !when.values.isEmpty else { return "显示条件没有写值" }
    return when.values.first { value in !source.choices.contains { $0.value == value } }
      .map { "显示条件里的“\($0)”不是“\(source.title)”的选项" }
  }

  /// What the rules read has to be there, as what they read.
  private func neededFaults(_ known: [String: FormField]) -> [FormFault] {
    guard let form = KnownForm(rawValue: name) else { return [] }
    return form.needed.compactMap { needed in
      guard let field = known[needed.name] else {
        if needed.isOptional { return nil }
        return FormFault(nil, "缺少字段 \(needed.name)（\(needed.kind.title)）：规则要用它，不能删去。")
      }
      let place = fields.firstIndex { $0.name == needed.name }
      guard !field.isOffice else {
        return FormFault(place, "“\(field.title)”不能只由干部填：规则要用它。")
      }
      guard field.kind == needed.kind else {
        return FormFault(place, "“\(field.title)”应为\(needed.kind.title)：规则要用它，不能改类型。")
      }
      let odd = field.options.first { !needed.values.isEmpty && !needed.values.contains($0.value) }
      return odd.map { FormFault(place, "“\(field.title)”的选项 \($0.text) 规则不认识，只能改标题或删去选项。") }
    }
  }
}

extension FormField {
  static func isName(_ text: String) -> Bool {
    (1...40).contains(text.count) && !text.hasSuffix(".")
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte) || byte == 0x2E
      }
  }

  /// What is wrong with it by itself.
  fileprivate var faults: [String] {
    var faults: [String] = []
    if !FormField.isName(name) { faults.append("字段名“\(name)”不对，只能用字母、数字和点，最多 40 个") }
    if !(1...60).contains(title.count) { faults.append("标题应为 1 至 60 字") }
    if (hint ?? "").count > 200 { faults.append("提示最多 200 字") }
    if let least, let most, least > most { faults.append("最小 \(least) 大于最大 \(most)") }
    if least != nil || most != nil, !isBounded { faults.append("\(kind.title)不能有最小和最大") }
    return faults + optionFaults + [patternFault].compactMap(\.self)
  }

  private var isBounded: Bool {
    switch kind {
    case .line, .text, .number, .amount, .day, .choices: true
    case .yesNo, .choice, .phone, .idNumber, .member: false
    }
  }

  private var optionFaults: [String] {
    guard kind.isChosen else { return options.isEmpty ? [] : ["\(kind.title)不能有选项"] }
    if kind == .yesNo {
      return options.isEmpty || options.map(\.value) == ["1", "0"]
        ? [] : ["“是否”的选项只能是 1=…；0=…，用来换说法"]
    }
    guard (2...40).contains(options.count) else { return ["要有 2 至 40 个选项"] }
    let marks: Set<Character> = [",", "=", ";", "；", "|"]
    if options.contains(where: { $0.value.isEmpty || $0.title.isEmpty }) { return ["有一个选项是空的"] }
    if let odd = options.first(where: { !marks.isDisjoint(with: $0.value) }) {
      return ["选项“\(odd.value)”里不能有 , = ; |"]
    }
    return Set(options.map(\.value)).count == options.count ? [] : ["有两个选项的值相同"]
  }

  private var patternFault: String? {
    guard let pattern else { return nil }
    guard kind == .line else { return "只有单行文字可以有格式" }
    guard pattern.count <= 100 else { return "格式最多 100 个字符" }
    // A repetition of repetitions takes for ever on some texts, on the server and on the phone.
    guard !FormField.isRunaway(pattern) else {
      return "格式太复杂：重复的括号里不能再有重复或“|”，不能引用前面的括号，* 和 + 最多 4 个"
    }
    do {
      _ = try Regex(pattern)
      return nil
    } catch {
      return "格式“\(pattern)”不是正则表达式，例如 [A-Z][0-9]{4}"
    }
  }

  private static func isRunaway(_ pattern: String) -> Bool {
    let plain = pattern.split(separator: #"\\"#, omittingEmptySubsequences: false).joined()
    if plain.contains(#/\\[0-9]/#) { return true }
    // What is escaped repeats and groups nothing.
    let marks = plain.replacing(#/\\./#, with: "")
    if marks.count(where: { "*+".contains($0) }) > 4 { return true }
    var (open, closed): ([Bool], Bool) = ([], false)
    for mark in marks {
      let isRepeat = "*+{".contains(mark)
      if isRepeat, closed { return true }
      closed = mark == ")" && open.popLast() ?? false
      if mark == "(" { open.append(false) }
      if isRepeat || mark == "|" { open = open.map { _ in true } }
    }
    return false
  }
}
