import Casework
import Store

/// Something that was filled in on a phone, in words.
struct HandsetAnswer: Sendable {
  let title: String
  let value: String
}

extension OpenRegister {
  /// A record that was handed over: what it is, and what was filled in, by the edition it names or,
  /// where the server never had that, by the one in force.
  func handed(
    _ record: HandsetRecord, _ pack: PolicyPack
  ) throws -> (title: String, said: [HandsetAnswer]) {
    let name = record.kind.form ?? record.form
    let named = try record.version.flatMap { try form(name, version: $0) }
    let known = try named ?? form(named: name, pack)
    let fields = known?.fields ?? []
    var said = fields.compactMap { field in
      record.values[field.name].flatMap { value in
        value.isEmpty ? nil : HandsetAnswer(title: field.title, value: field.masked(value))
      }
    }
    // What every kind may say beside its form.
    for (name, title) in [("text", "情况"), ("reason", "说明")]
    where !fields.contains(where: { $0.name == name }) {
      guard let value = record.values[name], !value.isEmpty else { continue }
      said.append(HandsetAnswer(title: title, value: value))
    }
    return (known?.title ?? record.kind.title, said)
  }
}

extension HandsetRecord.Kind {
  /// The form that it is filled in with; nil where the record names it.
  fileprivate var form: String? {
    switch self {
    case .form: nil
    case .household: KnownForm.visit.rawValue
    default: rawValue
    }
  }

  /// What it is called where no form of its own names it.
  fileprivate var title: String {
    switch self {
    case .visit, .household: "入户走访"
    case .clue: "发现的情况"
    case .consent: "核对授权"
    case .measure: "措施落实"
    case .place: "住址位置"
    case .call: "抽查电话"
    case .followUp, .sweep, .form, .application, .removal: "表单"
    }
  }
}
