import Casework
import Documents
import Foundation
import Hummingbird
import Store

/// `/freshness`: what came from which department and what became of it; corrections and requests
/// go back to the departments, and their answers to the clue.
struct FreshnessRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("freshness", use: show)
    routes.pages.get("freshness/:item", use: item)
    routes.pages.get("answers", use: answers)
    routes.pages.get("answers/corrections.csv", use: download)
    routes.pages.post("answers/corrections/:id") { request, context in
      try await answer(request, context) { try $0.answerCorrection($1, $2) }
    }
    routes.pages.post("answers/assists/:id") { request, context in
      try await answer(request, context) { try $0.answerAssist($1, $2) }
    }
    routes.pages.post("clues/:id/correct", use: correct)
    routes.pages.post("clues/:id/assist", use: assist)
  }

  /// A year back, unless the reader asks for another day.
  private func since(_ request: Request, _ today: Day) -> Day {
    request.query("since").flatMap(Day.init) ?? today.adding(months: -12)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    let rules = parts.rules
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try FreshnessPage(since: since(request, open.today), rules, in: open)
    }
    return try parts.pages.render(page, context)
  }

  @Sendable func item(_ request: Request, context: AppContext) async throws -> Response {
    guard let item = parts.pack.item(try context.parameters.require("item")), item.isPushable else {
      throw NotFound()
    }
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try FreshnessItemPage(item, since: since(request, open.today), in: open)
    }
    return try parts.pages.render(page, context)
  }

  @Sendable func answers(_ request: Request, context: AppContext) async throws -> Response {
    try await answers(context, fault: nil)
  }

  private func answers(_ context: AppContext, fault: String?) async throws -> Response {
    let (access, rules) = (try context.signedIn(), parts.rules)
    guard access.may(.pushData) || access.may(.readHouseholds) else {
      throw NotPermitted(duty: .readHouseholds)
    }
    let page = try await parts.register.read(as: access) { open in
      try AnswerPage(fault: fault, rules, in: open)
    }
    return try parts.pages.render(
      page, context, status: fault == nil ? .ok : .unprocessableContent)
  }

  private func answer(
    _ request: Request, _ context: AppContext,
    _ body: @escaping @Sendable (OpenRegister, Int64, String) throws -> Void
  ) async throws -> Response {
    try context.requires(.pushData)
    let (id, form) = (try context.id(), try await Form.read(request, context))
    do {
      try await parts.register.write(as: context.signedIn()) {
        try body($0, id, form["answer"] ?? "")
      }
    } catch let refusal as FreshnessRefusal {
      return try await answers(context, fault: refusal.sentence)
    }
    return .leading(to: "/answers")
  }

  /// The open corrections as a sheet for the department's own desk.
  @Sendable func download(_ request: Request, context: AppContext) async throws -> Response {
    let (access, pack) = (try context.signedIn(), parts.pack)
    guard access.department != nil else { throw NotPermitted(duty: .pushData) }
    let found = try await parts.register.read(as: access) { open in
      try open.corrections(limit: 10_000).filter { $0.answered == nil }
    }
    let titles = ["编号", "数据项", "文件", "位置", "姓名", "村", "日期", "问题", "说明", "提出日期"]
    let rows = found.map { one in
      [
        "\(one.id)", pack.title(of: one.factKind), one.file ?? "", one.place, one.person ?? "",
        one.village, one.trueOn.description, one.kind.title, one.remark,
        one.raised.day.description,
      ]
    }
    let export = Export(
      try await parts.sheet([titles] + rows, as: .csv), name: "corrections.csv", .masked,
      of: "corrections")
    return try await parts.letOut(export, context)
  }

  @Sendable func correct(_ request: Request, context: AppContext) async throws -> Response {
    let (id, form) = (try context.id(), try await Form.read(request, context))
    let access = try context.signedIn()
    guard [.visit, .assignClue, .reviewTownship].contains(where: access.may) else {
      throw NotPermitted(duty: .visit)
    }
    guard let fact = form["fact"].flatMap(Int64.init),
      let kind = form["kind"].flatMap(CorrectionKind.init(rawValue:))
    else { throw FreshnessRefusal.textNeeded }
    try await parts.register.write(as: access) { open in
      try open.correct(fact, on: open.clue(id), kind, remark: form["remark"] ?? "")
    }
    return .leading(to: "/clues/\(id)")
  }

  @Sendable func assist(_ request: Request, context: AppContext) async throws -> Response {
    let (id, form) = (try context.id(), try await Form.read(request, context))
    let pack = parts.pack
    try await parts.register.write(as: context.signedIn()) { open in
      try open.askDepartment(
        form["department"] ?? "", about: open.clue(id), form["question"] ?? "", pack)
    }
    return .leading(to: "/clues/\(id)")
  }
}
