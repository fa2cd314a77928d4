/// One edition of a form: what it asks, in which order, and what must hold of the answers.
///
/// Encoded it is what phones and the mini-program draw the form from.
package struct FormDefinition: Hashable, Sendable, Codable {
  package let name: String
  package let version: String
  package let title: String
  /// The number under which the paper form was issued; nil where it has none.
  package let document: String?
  package let sections: [FormSection]

  package init(
    name: String, version: String, title: String, document: String?, sections: [FormSection]
  ) {
    (self.name, self.version, self.title) = (name, version, title)
    (self.document, self.sections) = (document, sections)
  }

  package var fields: [FormField] { sections.flatMap(\.fields) }

  package func field(_ name: String) -> FormField? { fields.first { $0.name == name } }

  /// The same form by another name.
  package func named(_ name: String) -> FormDefinition {
    FormDefinition(
      name: name, version: version, title: title, document: document, sections: sections)
  }

  /// The same form as another edition.
  package func edition(_ version: String) -> FormDefinition {
    FormDefinition(
      name: name, version: version, title: title, document: document, sections: sections)
  }

  /// What a household is asked that fills it in by itself.
  package var forHousehold: FormDefinition {
    let asked = sections.map { section in
      FormSection(title: section.title, fields: section.fields.filter { !$0.isOffice })
    }
    return FormDefinition(
      name: name, version: version, title: title, document: document,
      sections: asked.filter { !$0.fields.isEmpty })
  }

  /// Whether it is a county's own and not one of the five that the rules read.
  package var isOwn: Bool { FormDefinition.isOwn(name) }

  /// What a county adds is told apart from what the rules know by its name.
  package static func isOwn(_ name: String) -> Bool { name.hasPrefix("x.") }
}

/// Some fields of a form under one heading.
package struct FormSection: Hashable, Sendable, Codable {
  package let title: String
  package let fields: [FormField]

  package init(title: String, fields: [FormField]) { (self.title, self.fields) = (title, fields) }
}

/// One question of a form.
package struct FormField: Hashable, Sendable {
  package let name: String
  package var title: String
  package var kind: FormKind
  package var hint: String?
  package var options: [FormOption] = []
  package var isRequired = false
  /// The field is asked only where an earlier one is answered so.
  package var when: FormCondition?
  /// Bounds: of a number, of an amount in yuan, of a day in days from today, of the count of
  /// choices, of the length of a text.
  package var least: Int?
  package var most: Int?
  /// A regular expression that a line must match as a whole.
  package var pattern: String?
  package var unit: String?
  /// Whether only an officer is asked; a household that declares itself is not.
  package var isOffice = false

  package init(_ name: String, _ title: String, _ kind: FormKind) {
    (self.name, self.title, self.kind) = (name, title, kind)
  }

  /// What may be chosen: its options, or yes and no.
  package var choices: [FormOption] {
    kind == .yesNo && options.isEmpty ? FormField.yesAndNo : options
  }

  static let yesAndNo = [
    FormOption(value: "1", title: "是"), FormOption(value: "0", title: "否"),
  ]

  /// An answer in words, as paper and lists show it.
  package func words(_ value: String) -> String {
    switch kind {
    case .yesNo, .choice: title(of: value)
    case .choices: value.split(separator: ",").map { title(of: String($0)) }.joined(separator: "、")
    default: value
    }
  }

  private func title(of value: String) -> String {
    choices.first { $0.value == value }?.title ?? value
  }
}

/// What an answer to a field is.
package enum FormKind: String, CaseIterable, Sendable, Codable {
  case line, text, number, amount, day, yesNo, choice, choices, phone, idNumber
  /// One of the household's members, by name; who they are only the household says.
  case member

  package var title: String {
    switch self {
    case .line: "单行文字"
    case .text: "多行文字"
    case .number: "整数"
    case .amount: "金额"
    case .day: "日期"
    case .yesNo: "是否"
    case .choice: "单选"
    case .choices: "多选"
    case .phone: "电话"
    case .idNumber: "身份证号"
    case .member: "家庭成员"
    }
  }

  /// Whether it is one of a few known answers.
  package var isChosen: Bool { [.yesNo, .choice, .choices].contains(self) }
}

/// One answer that may be chosen.
package struct FormOption: Hashable, Sendable {
  package let value: String
  package let title: String

  package init(value: String, title: String) { (self.value, self.title) = (value, title) }

  /// Reads `值=标题`, or a title that is its own value.
  package init(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    self.init(value: parts.first ?? "", title: parts.last ?? "")
  }

  package var text: String { value == title ? title : "\(value)=\(title)" }
}

/// When a field is asked: where the named one holds one of the values.
package struct FormCondition: Hashable, Sendable, Codable {
  package let field: String
  package let values: [String]

  package init(field: String, values: [String]) { (self.field, self.values) = (field, values) }
}
