/// What the papers say, as a county words it; `{…}` is filled in.
package struct PaperTexts: Sendable, Decodable {
  /// Who issues the papers of the county.
  package let office: String
  /// Whom everybody may call about a notice.
  package let hotline: String
  package let application: [String]
  package let letter: [String]
  /// Added where a guardian signs.
  package let guardian: String
  package let commission: [String]
  package let minutes: String
  package let list: String
  package let removal: String

  /// Older editions say nothing of papers.
  package static let plain = PaperTexts(
    office: "县防止返贫致贫工作机构", hotline: "12317", application: ["本户因家庭困难，申请纳入防止返贫致贫监测。"],
    letter: ["本人同意核对家庭经济状况，并对所提供情况的真实性负责。"],
    guardian: "本人为{name}的监护人，代其签署本授权书。",
    commission: ["现委托{body}核对下列家庭的经济状况。"],
    minutes: "经评议，形成如下意见。", list: "经审定，下列农户纳入防止返贫致贫监测对象。",
    removal: "经核实，本户返贫致贫风险已稳定消除。")
}

extension String {
  /// The text with every `{name}` replaced by its value; a name without one is left out.
  package func filled(_ values: [String: String]) -> String {
    var (result, rest) = ("", self[...])
    while let start = rest.firstIndex(of: "{"),
      let end = rest[start...].firstIndex(of: "}")
    {
      let name = String(rest[rest.index(after: start)..<end])
      result += rest[..<start] + (values[name] ?? "")
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}
