/// What an edition of a form changes in the one before it, in words for whoever puts it in force.
package struct FormChanges: Hashable, Sendable {
  package let added: [String]
  package let removed: [String]
  package let changed: [String]

  package var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }

  /// From nothing, where the form is new.
  package init(from old: FormDefinition?, to new: FormDefinition) {
    let before = FormChanges.places(old)
    let after = FormChanges.places(new)
    added = new.fields.filter { before[$0.name] == nil }.map(\.titled)
    removed = (old?.fields ?? []).filter { after[$0.name] == nil }.map(\.titled)
    var changed = FormChanges.ofForm(old, new)
    for field in new.fields {
      guard let (was, section) = before[field.name] else { continue }
      var words = field.changes(from: was)
      if let now = after[field.name]?.section, now != section {
        words.append("移到“\(now)”")
      }
      if !words.isEmpty { changed.append("\(was.titled)：\(words.joined(separator: "，"))") }
    }
    let kept = (old?.fields ?? []).map(\.name).filter { after[$0] != nil }
    if kept != new.fields.map(\.name).filter({ before[$0] != nil }) {
      changed.append("字段的先后顺序")
    }
    self.changed = changed
  }

  private static func places(
    _ form: FormDefinition?
  ) -> [String: (field: FormField, section: String)] {
    let all = (form?.sections ?? []).flatMap { section in
      section.fields.map { ($0.name, (field: $0, section: section.title)) }
    }
    return Dictionary(all, uniquingKeysWith: { first, _ in first })
  }

  private static func ofForm(_ old: FormDefinition?, _ new: FormDefinition) -> [String] {
    guard let old else { return [] }
    var words: [String] = []
    if old.title != new.title { words.append("表单名称：“\(old.title)”改为“\(new.title)”") }
    if old.document != new.document {
      words.append("表号：\(old.document ?? "无")改为\(new.document ?? "无")")
    }
    return words
  }
}

extension FormField {
  fileprivate var titled: String { "\(title)（\(name)，\(kind.title)）" }

  fileprivate func changes(from old: FormField) -> [String] {
    func told<Value: Equatable>(_ what: String, _ before: Value?, _ after: Value?) -> String? {
      guard before != after else { return nil }
      return "\(what)由\(before.map { "“\($0)”" } ?? "无")改为\(after.map { "“\($0)”" } ?? "无")"
    }
    let gone = old.options.filter { !options.contains($0) }.map(\.title)
    let new = options.filter { !old.options.contains($0) }.map(\.title)
    return [
      told("标题", old.title, title), told("类型", old.kind.title, kind.title),
      gone.isEmpty ? nil : "去掉选项 \(gone.joined(separator: "、"))",
      new.isEmpty ? nil : "加选项 \(new.joined(separator: "、"))",
      old.isRequired == isRequired ? nil : isRequired ? "改为必填" : "改为选填",
      old.isOffice == isOffice ? nil : isOffice ? "改为只由干部填" : "改为农户也填",
      old.when == when ? nil : "改了显示条件",
      told("最小", old.least, least), told("最大", old.most, most),
      told("格式", old.pattern, pattern), told("单位", old.unit, unit), told("提示", old.hint, hint),
    ].compactMap(\.self)
  }
}
