import Casework
import Documents

/// A visit as its sheet says it.
struct SheetContents: Sendable {
  /// By the form's field.
  let values: [String: String]
  let signals: [String]
}

/// What stands in the fields of a form on paper.
struct FormContents: Sendable {
  let values: [String: String]
  /// Fields that stand elsewhere on the paper.
  var apart: Set<String> = []
  /// Whether numbers that name a person are printed whole: on what they sign themselves.
  var isWhole = false
  /// How much room is left to write a text by hand.
  var room = 38.0

  init(_ values: [String: String], apart: Set<String> = [], isWhole: Bool = false) {
    (self.values, self.apart, self.isWhole) = (values, apart, isWhole)
  }

  /// Its value, or what may be ticked.
  fileprivate func words(_ field: FormField) -> String {
    let value = values[field.name]
    guard field.kind.isChosen else {
      return value.map { isWhole ? field.words($0) : field.masked($0) } ?? ""
    }
    let chosen = Set((value ?? "").split(separator: ",").map(String.init))
    return ticks(field.choices.map { ($0.title, chosen.contains($0.value)) })
  }
}

/// The papers laid out from the definition of a form.
extension PaperFrame {
  /// The visit sheet: everything the form asks, what is known filled in.
  func visitSheet(_ contents: SheetContents?, of home: PaperHousehold?) -> Paper {
    var paper = paper(.visitSheet)
    let values = contents?.values ?? [:]
    paper.add(
      .facts([
        [("户主", home?.head ?? ""), ("联系电话", home?.phone.map { masked(phone: $0) } ?? "")],
        [("家庭住址", home?.home ?? "")],
        [("线索来源", contents?.signals.joined(separator: "\n") ?? "")],
        [("入户日期", values["visitedOn"] ?? ""), ("同行人", values["companion"] ?? "")],
      ]))
    paper.add(members(home, least: 6, isMasked: true))
    add(form(.visit), FormContents(values, apart: ["visitedOn", "companion"]), to: &paper)
    paper.parts.append(.signatures(["入户人员签字：", "入户人员签字：", "户主签字（手印）：", "日期："]))
    return paper
  }

  /// A form as the frame's pack has it.
  func form(_ form: KnownForm) -> FormDefinition? {
    pack.forms?.first { $0.name == form.rawValue }
  }

  /// Every section of a form, but for fields that stand elsewhere.
  func add(_ form: FormDefinition?, _ contents: FormContents, to paper: inout Paper) {
    for section in form?.sections ?? [] {
      let fields = section.fields.filter { !contents.apart.contains($0.name) }
      guard !fields.isEmpty else { continue }
      let isMoney = fields.allSatisfy { $0.kind == .amount }
      paper.parts.append(.text(isMoney ? "\(section.title)（元）" : section.title, .heading))
      add(fields.filter { $0.place == .third }, inRow: 3, contents, to: &paper)
      add(fields.filter { $0.place == .half }, inRow: 2, contents, to: &paper)
      for field in fields where field.place == .row {
        let room = field.kind == .text ? contents.room : 0
        let cell = Paper.Cell(contents.words(field), least: room)
        paper.add(Paper.Grid([1.5, 6.5], rows: [[.label(field.label), cell]]))
      }
    }
  }

  private func add(
    _ fields: [FormField], inRow pairs: Int, _ contents: FormContents, to paper: inout Paper
  ) {
    guard !fields.isEmpty else { return }
    let facts = fields.map { ($0.label, contents.words($0)) }
    let rows = stride(from: 0, to: facts.count, by: pairs).map { start in
      let row = Array(facts[start..<min(start + pairs, facts.count)])
      // A short row keeps the width of the others.
      return row + Array(repeating: ("", ""), count: pairs - row.count)
    }
    paper.add(.facts(rows, label: pairs == 2 ? 1 : 1.7, value: pairs == 2 ? 2 : 1.3))
  }
}

extension FormField {
  /// How much of a line a field takes on paper.
  fileprivate enum Place { case third, half, row }

  fileprivate var place: Place {
    switch kind {
    case .text, .choices: .row
    case .number, .amount: .third
    case .line, .day, .phone, .idNumber, .member: .half
    case .yesNo, .choice: choices.map(\.title.count).reduce(0, +) > 10 ? .row : .half
    }
  }

  fileprivate var label: String {
    let name = unit.map { "\(title)（\($0)）" } ?? title
    return kind == .text ? hint.map { "\(name)\n（\($0)）" } ?? name : name
  }
}

/// What is known when a risk is to be called removed.
struct RemovalContents: Sendable {
  /// By the form's field.
  let values: [String: String]
  let verdicts: [RemovalVerdict]
  let incomePerPerson: Money?
}

extension PaperFrame {
  func removal(
    _ contents: RemovalContents?, of home: PaperHousehold?, kind: String, risks: [RiskKind]
  ) -> Paper {
    var paper = paper(.removal)
    paper.add(
      .facts([
        [("户主", home?.head ?? ""), ("住址", home?.home ?? "")],
        [("监测类别", kind), ("风险类型", risks.map(\.title).joined(separator: "、"))],
      ]))
    add(form(.removal), FormContents(contents?.values ?? [:]), to: &paper)
    let perPerson = contents?.incomePerPerson.map { "\($0)" } ?? ""
    paper.add(.facts([[("人均纯收入（元）", perPerson), ("核算期", "前 12 个月")]]))
    paper.parts.append(.text("消除条件", .heading))
    let verdicts = contents?.verdicts.map { verdict in
      [
        Paper.Cell(verdict.condition.title), Paper.Cell(verdict.evidence),
        Paper.Cell(verdict.holds ? "符合" : "不符合"),
      ]
    }
    let empty = RemovalCondition.allCases.map {
      [Paper.Cell($0.title), Paper.Cell(""), Paper.Cell("□符合　□不符合")]
    }
    paper.add(
      Paper.Grid([3, 4.2, 1.8], heading: ["消除条件", "依据", "是否符合"], rows: verdicts ?? empty))
    paper.add([texts.removal], filled: [:])
    paper.add(
      Paper.Grid(
        [1, 7],
        rows: ["村级评议意见", "乡镇审核意见", "县级审批意见"].map {
          [.label($0), Paper.Cell("\n\n　　　　　　　　　　　　　　　　负责人（盖章）：　　　　　　年　　月　　日", least: 54)]
        }))
    paper.parts.append(.signatures(["户主签字（手印）：", "日期："]))
    return paper
  }
}
