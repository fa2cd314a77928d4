/// A form laid out for paper, blank or filled in: what stands beside what, without any look.
package struct PaperForm: Hashable, Sendable {
  package let title: String
  package let document: String?
  package let version: String
  package let sections: [Section]

  package struct Section: Hashable, Sendable {
    package let title: String
    package let rows: [Row]
  }

  package struct Row: Hashable, Sendable {
    package let title: String
    /// Empty where something is to be written by hand.
    package let value: String
    /// Whether it needs room for several lines.
    package let isLong: Bool
  }
}

extension FormDefinition {
  /// - Parameter answers: what was filled in; nil for a blank to fill in by hand.
  /// - Returns: the form in its order; of a filled-in one only what was asked.
  package func paper(_ answers: [String: String]? = nil) -> PaperForm {
    let sections = sections.map { section in
      PaperForm.Section(
        title: section.title,
        rows: section.fields.filter { answers.map($0.isAsked) ?? true }.map { field in
          PaperForm.Row(
            title: field.paperTitle(note: answers == nil ? note(of: field) : nil),
            value: field.paperValue(answers?[field.name]), isLong: field.kind == .text)
        })
    }
    return PaperForm(
      title: title, document: document, version: version,
      sections: sections.filter { !$0.rows.isEmpty })
  }

  /// When a field is asked, in words; nil where it always is.
  package func note(of field: FormField) -> String? {
    guard let when = field.when, let source = self.field(when.field) else { return nil }
    let answers = when.values.map { source.words($0) }.joined(separator: "”或“")
    return "“\(source.title)”为“\(answers)”时填写"
  }
}

extension FormField {
  fileprivate func paperTitle(note: String?) -> String {
    let unit = unit ?? (kind == .amount ? "元" : nil)
    return title + (unit.map { "（\($0)）" } ?? "") + (note.map { "（\($0)）" } ?? "")
  }

  /// Choices are shown all, with a mark at the chosen ones.
  fileprivate func paperValue(_ answer: String?) -> String {
    guard kind.isChosen else { return answer.map(masked) ?? "" }
    let chosen = (answer ?? "").split(separator: ",").map(String.init)
    return choices.map { "\(chosen.contains($0.value) ? "☑" : "□") \($0.title)" }
      .joined(separator: "　")
  }

  /// An answer in words for others to read: of a number that names a person only so much as tells
  /// two apart.
  package func masked(_ value: String) -> String {
    switch kind {
    case .idNumber: ResidentID(value)?.description ?? "******"
    case .phone: value.count > 7 ? "\(value.prefix(3))****\(value.suffix(4))" : "****"
    default: words(value)
    }
  }
}
