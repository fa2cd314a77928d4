import Casework
import Crypto
import Foundation

/// The visit sheet as phones and the mini-program draw it: the same fields as the page's, made from
/// the same rules.
struct HandsetForm: Encodable, Sendable {
  /// Changes with every change of the fields; a record says with which one it was filled in.
  let version: String
  let sections: [Section]
  let conclusions: [Option]
  let risks: [Option]

  struct Section: Encodable, Sendable {
    let title: String
    let fields: [Field]
  }

  struct Field: Encodable, Sendable {
    let name: String
    let title: String
    let kind: Kind
    var hint: String?
  }

  enum Kind: String, Encodable, Sendable { case number, amount, yesNo, text }

  struct Option: Encodable, Sendable {
    let value: String
    let title: String
    /// Whether the sheet has to be filled in for it.
    var needsSheet: Bool?
  }

  static let visit: HandsetForm = {
    let guarantees = Guarantee.allCases.map {
      Field(name: "guarantee.\($0.rawValue)", title: $0.title, kind: .yesNo)
    }
    let looks = Look.allCases.map {
      Field(name: "look.\($0.rawValue)", title: $0.title, kind: .text, hint: $0.hint)
    }
    let money = IncomeSection.allCases.map { section in
      Section(
        title: section.title,
        fields: section.items.map {
          Field(name: "amount.\($0.rawValue)", title: $0.title, kind: .amount)
        })
    }
    let people = Section(
      title: "家庭", fields: [Field(name: "persons", title: "家庭人口", kind: .number)])
    return HandsetForm(
      [people, Section(title: "“三保障”和饮水安全", fields: guarantees)] + money
        + [Section(title: "五看", fields: looks)])
  }()

  private init(_ sections: [Section]) {
    self.sections = sections
    conclusions = VisitConclusion.allCases.map {
      Option(value: $0.rawValue, title: $0.title, needsSheet: $0.needsSheet)
    }
    risks = RiskKind.allCases.map { Option(value: $0.rawValue, title: $0.title) }
    let names = sections.flatMap(\.fields).map { "\($0.name):\($0.kind.rawValue)" }
    let all = names + conclusions.map(\.value) + risks.map(\.value)
    version = Hex.text(SHA256.hash(data: Array(all.joined(separator: "|").utf8)).prefix(4))
  }

  /// The fields that say something of the household, not of one visit: what a later visit need not
  /// ask again, and what two people may both have changed.
  static let lasting = Set(
    visit.sections.flatMap(\.fields).filter { $0.kind != .text }.map(\.name))
}
