extension FormField: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, title, kind, hint, options, required, when, least, most, pattern, unit, office
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    name = try values.decode(String.self, forKey: .name)
    title = try values.decode(String.self, forKey: .title)
    kind = try values.decode(FormKind.self, forKey: .kind)
    hint = try values.decodeIfPresent(String.self, forKey: .hint)
    options = try values.decodeIfPresent([FormOption].self, forKey: .options) ?? []
    if kind == .yesNo, options == FormField.yesAndNo { options = [] }
    isRequired = try values.decodeIfPresent(Bool.self, forKey: .required) ?? false
    when = try values.decodeIfPresent(FormCondition.self, forKey: .when)
    least = try values.decodeIfPresent(Int.self, forKey: .least)
    most = try values.decodeIfPresent(Int.self, forKey: .most)
    pattern = try values.decodeIfPresent(String.self, forKey: .pattern)
    unit = try values.decodeIfPresent(String.self, forKey: .unit)
    isOffice = try values.decodeIfPresent(Bool.self, forKey: .office) ?? false
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(name, forKey: .name)
    try values.encode(title, forKey: .title)
    try values.encode(kind, forKey: .kind)
    try values.encodeIfPresent(hint, forKey: .hint)
    if kind.isChosen { try values.encode(choices, forKey: .options) }
    if isRequired { try values.encode(true, forKey: .required) }
    try values.encodeIfPresent(when, forKey: .when)
    try values.encodeIfPresent(least, forKey: .least)
    try values.encodeIfPresent(most, forKey: .most)
    try values.encodeIfPresent(pattern, forKey: .pattern)
    try values.encodeIfPresent(unit, forKey: .unit)
    if isOffice { try values.encode(true, forKey: .office) }
  }
}

extension FormOption: Codable {
  private enum CodingKeys: String, CodingKey { case value, title }

  /// A pack writes an option as one word, `water=因安全饮水`; what is sent and kept names both.
  package init(from decoder: any Decoder) throws {
    if let word = try? decoder.singleValueContainer().decode(String.self) {
      self.init(word)
    } else {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      self.init(
        value: try values.decode(String.self, forKey: .value),
        title: try values.decode(String.self, forKey: .title))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(value, forKey: .value)
    try values.encode(title, forKey: .title)
  }
}
