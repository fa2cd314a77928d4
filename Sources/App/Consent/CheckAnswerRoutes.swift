import Casework
import Hummingbird
import Store

/// `/api/v1/checks`: the program of a department or bank looks up what it is asked and answers.
struct CheckAnswerRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.api.get("checks", use: list)
    routes.api.get("checks/:number/list", use: questions)
    routes.api.post("checks/:number/answers", use: answer)
  }

  private struct Asked: Encodable {
    let items: [Request]

    struct Request: Encodable {
      let number: String
      let asked: String
      let isAnswered: Bool
    }
  }

  @Sendable func list(_ request: Request, context: AppContext) async throws -> Response {
    let (access, department) = try body(context)
    let items = try await parts.register.read(as: access) { open in
      try open.db.run(
        """
        SELECT e.number, r.asked_at, r.answered_at FROM check_request r
        JOIN economic_check e ON e.county = r.county AND e.id = r.check_id
        WHERE r.county = \(open.county) AND r.department = \(department) AND e.destroyed_at IS NULL
        ORDER BY e.id DESC LIMIT 500
        """
      ).map {
        Asked.Request(
          number: try $0.text("number"), asked: try $0.instant("asked_at").day.description,
          isAnswered: try $0.optionalInstant("answered_at") != nil)
      }
    }
    return try JSONAnswer.response(Asked(items: items))
  }

  /// What is asked, and what is answered: one line a person and item.
  private struct Questions: Encodable {
    let number: String
    let questions: [Question]

    struct Question: Encodable {
      let name: String
      let id: String
      let item: String
      let title: String
    }
  }

  @Sendable func questions(_ request: Request, context: AppContext) async throws -> Response {
    let ((access, department), rules) = (try body(context), Rules(parts))
    let number = try context.parameters.require("number")
    let list = try await parts.register.write(as: access) { open in
      try open.fetchList(of: open.economicCheck(numbered: number), for: department, rules)
    }
    return try JSONAnswer.response(
      Questions(
        number: list.number,
        questions: list.questions.map {
          .init(name: $0.name, id: $0.number, item: $0.item, title: $0.title)
        }))
  }

  /// An answer to every question, as an uploaded list has it.
  private struct Answers: Decodable {
    let answers: [Answer]

    struct Answer: Decodable {
      let id: String
      let item: String
      let found: Bool
      let text: String?
      /// Yuan, as written: `1200.50`.
      let amount: String?
    }
  }

  @Sendable func answer(_ request: Request, context: AppContext) async throws -> Response {
    let ((access, department), rules) = (try body(context), Rules(parts))
    let number = try context.parameters.require("number")
    let (sent, keys) = (try await request.json(as: Answers.self), parts.checkKeys)
    try await parts.register.write(as: access) { open in
      let check = try open.economicCheck(numbered: number)
      try open.checkAsked(department, check)
      let list = try open.list(of: check, for: department, rules)
      let titles = Dictionary(
        list.questions.map { ($0.item, $0.title) }, uniquingKeysWith: { one, _ in one })
      // The same reading as an uploaded list, so that the same faults are told.
      let rows = sent.answers.enumerated().map { index, one in
        (
          number: index + 1,
          cells: [
            number, "", one.id, titles[one.item] ?? one.item, one.found ? "有" : "无",
            one.text ?? "", one.amount ?? "",
          ]
        )
      }
      let findings = try list.findings(in: [(number: 0, cells: CheckList.header)] + rows)
      try open.answer(findings, of: department, to: check, keys)
    }
    return try JSONAnswer.response(["number": number, "state": "answered"], status: .created)
  }

  private func body(_ context: AppContext) throws -> (Access, String) {
    try context.requires(.answerCheck)
    let access = try context.signedIn()
    guard let department = access.department else { throw NotPermitted(duty: .answerCheck) }
    return (access, department)
  }
}

extension OpenRegister {
  /// The last check of a number.
  func economicCheck(numbered number: String) throws -> EconomicCheck {
    let rows = try db.run(
      """
      SELECT \(EconomicCheck.columns) FROM economic_check e
      WHERE e.number = \(number) AND \(sees("e")) ORDER BY e.id DESC LIMIT 1
      """)
    guard let row = rows.first else { throw NotFound() }
    return try EconomicCheck(row: row, in: self)
  }
}
