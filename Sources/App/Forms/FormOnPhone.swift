import Casework

/// A form as phones and the mini-program draw it. The visit's conclusion has a part of its own
/// there, since it decides whether the rest has to be filled in.
struct FormOnPhone: Encodable {
  let form: FormDefinition
  let conclusions: [Conclusion]
  let risks: [FormOption]

  struct Conclusion: Encodable {
    let value: String
    let title: String
    /// Whether the sheet has to be filled in for it.
    let needsSheet: Bool
  }

  private enum CodingKeys: String, CodingKey { case conclusions, risks }

  /// What the phone asks in its own way at the sheet's beginning and end.
  private static let apart: Set = ["visitedOn", "companion", "conclusion", "risks", "reason"]

  init(_ form: FormDefinition) {
    guard form.name == KnownForm.visit.rawValue else {
      (self.form, conclusions, risks) = (form, [], [])
      return
    }
    conclusions = (form.field("conclusion")?.options ?? []).map { option in
      Conclusion(
        value: option.value, title: option.title,
        needsSheet: VisitConclusion(rawValue: option.value)?.needsSheet ?? true)
    }
    risks = form.field("risks")?.options ?? []
    let sections = form.sections.map { section in
      FormSection(
        title: section.title,
        fields: section.fields.filter { !FormOnPhone.apart.contains($0.name) })
    }
    self.form = FormDefinition(
      name: form.name, version: form.version, title: form.title, document: form.document,
      sections: sections.filter { !$0.fields.isEmpty })
  }

  func encode(to encoder: any Encoder) throws {
    try form.encode(to: encoder)
    guard !conclusions.isEmpty else { return }
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(conclusions, forKey: .conclusions)
    try values.encode(risks, forKey: .risks)
  }
}
