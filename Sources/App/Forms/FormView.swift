import Casework

/// A form as `Templates/forms/sections.mustache` draws it: each field with what is filled in, where
/// that is known from, and what is wrong with it.
struct FormView: Sendable {
  let title: String
  let version: String
  let document: String?
  let sections: [Section]
  let faults: [Fault]

  struct Section: Sendable {
    let title: String
    let fields: [Field]
    /// Short answers stand side by side.
    let isGrid: Bool
    /// Amounts are folded: few households have many of them.
    let isFolded: Bool
    let isOpen: Bool
    /// The sums below the last amounts; empty elsewhere.
    let totals: [CluePage.Figure]
  }

  struct Field: Sendable {
    let name: String
    let title: String
    let hint: String?
    let source: String?
    /// What is wrong with it.
    let wrong: String?
    let isNeeded: Bool
    let value: String
    let unit: String?
    let look: Look
    let options: [Option]
    let isRow: Bool
    let whenField: String?
    let whenValues: String?
  }

  /// How a field is drawn; just one holds.
  struct Look: Sendable {
    let isInput: Bool
    let isText: Bool
    let isDay: Bool
    let isRadio: Bool
    let isSelect: Bool
    let isChecks: Bool
    /// What a phone's keyboard shows.
    let mode: String

    init(_ field: FormField, _ options: [FormOption]) {
      isText = field.kind == .text
      isDay = field.kind == .day
      let isMember = field.kind == .member && !options.isEmpty
      let isChoice = [.choice, .yesNo].contains(field.kind) || isMember
      // A radio button cannot be taken back.
      isSelect = isChoice && (options.count > 8 || field.kind != .yesNo && !field.isRequired)
      isRadio = isChoice && !isSelect
      isChecks = field.kind == .choices
      isInput = !isText && !isDay && !isChoice && !isChecks
      mode = Look.mode(of: field.kind)
    }

    private static func mode(of kind: FormKind) -> String {
      switch kind {
      case .number: "numeric"
      case .amount: "decimal"
      case .phone: "tel"
      default: "text"
      }
    }
  }

  struct Option: Sendable {
    let value: String
    let title: String
    let isChosen: Bool
  }

  struct Fault: Sendable {
    let field: String
    let sentence: String
  }

  /// - Parameters:
  ///   - form: the edition that is filled in.
  ///   - known: what is filled in or known already, and where it is known from.
  ///   - refusals: why it was not taken.
  ///   - totals: sums below the last section of amounts.
  ///   - members: the household's members, where they may be asked for.
  init(
    _ form: FormDefinition, _ known: Prefilled, refusals: [any Refusal] = [],
    totals: [CluePage.Figure] = [], members: [MemberChoice] = []
  ) {
    (title, version, document) = (form.title, form.version, form.document)
    faults = refusals.map { Fault(field: $0.field ?? "", sentence: $0.sentence) }
    let wrong = Dictionary(
      refusals.compactMap { refusal in refusal.field.map { ($0, refusal.sentence) } },
      uniquingKeysWith: { first, _ in first })
    let amounts = form.sections.filter { $0.fields.allSatisfy { $0.kind == .amount } }
    sections = form.sections.map { section in
      let isFolded = amounts.contains(section)
      let fields = section.fields.map { field in
        var field = field
        if field.kind == .member {
          field.options = members.map { FormOption(value: $0.label, title: $0.label) }
        }
        return Field(field, of: form, known, wrong: wrong[field.name], isFolded: isFolded)
      }
      return Section(
        title: section.title, fields: fields,
        isGrid: !isFolded && fields.allSatisfy { $0.look.isInput || $0.look.isDay },
        isFolded: isFolded,
        isOpen: section == amounts.first || fields.contains { $0.wrong != nil },
        totals: section == amounts.last ? totals : [])
    }
  }
}

extension FormView.Field {
  fileprivate init(
    _ field: FormField, of form: FormDefinition, _ known: Prefilled, wrong: String?,
    isFolded: Bool
  ) {
    (name, title, self.wrong) = (field.name, field.title, wrong)
    isNeeded = field.isRequired
    let words = [field.hint, form.note(of: field)].compactMap(\.self)
    hint = words.isEmpty ? nil : words.joined(separator: "；")
    (value, source) = (known.values[field.name] ?? "", known.sources[field.name])
    unit = field.unit ?? (field.kind == .amount && !isFolded ? "元" : nil)
    look = FormView.Look(field, field.choices)
    let chosen = Set(value.split(separator: ",").map(String.init))
    options = field.choices.map { option in
      FormView.Option(
        value: option.value, title: option.title,
        isChosen: chosen.contains(option.value))
    }
    isRow = field.choices.allSatisfy { $0.title.count <= 8 }
    whenField = field.when?.field
    whenValues = field.when?.values.joined(separator: "|")
  }
}
