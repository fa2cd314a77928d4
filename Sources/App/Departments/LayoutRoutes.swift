import Casework
import Hummingbird
import Store

/// `/layouts/:id`: an officer says once what the columns of an unknown sheet are.
struct LayoutRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("layouts/:id", use: ask)
    routes.pages.post("layouts/:id", use: answer)
  }

  @Sendable func ask(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.pushData)
    let (question, item, samples) = try await question(context)
    if let done = question.submission { return .leading(to: "/submissions/\(done)") }
    let page = LayoutPage(question, item, samples, LayoutGuess(item).sheets(samples), fault: nil)
    return try parts.pages.render(page, context)
  }

  @Sendable func answer(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.pushData)
    let form = try await Form.read(request, context)
    let (question, item, samples) = try await question(context)
    let layouts = LayoutGuess(item).sheets(samples).map { LayoutForm.read($0, form, item) }
    do {
      let id = try await LayoutDesk(parts).answer(
        question, layouts, item, as: context.signedIn())
      return .leading(to: "/submissions/\(id)")
    } catch let refusal as SubmissionRefusal {
      let page = LayoutPage(question, item, samples, layouts, fault: refusal.sentence)
      return try parts.pages.render(page, context, status: .unprocessableContent)
    }
  }

  private func question(
    _ context: AppContext
  ) async throws -> (LayoutQuestion, DataItem, [SheetSample]) {
    let id = try context.id()
    let question = try await parts.register.read(as: context.signedIn()) {
      try $0.layoutQuestion(id)
    }
    let item = try parts.workshop.item(question.item, as: context.signedIn())
    return (question, item, try await LayoutDesk(parts).look(at: question.file.hash, item))
  }
}

/// What an officer said of a sheet's columns.
enum LayoutForm {
  static func field(_ layout: SheetLayout, _ column: LayoutColumn) -> String {
    "use-\(layout.sheet)-\(column.index)"
  }

  static func read(_ guess: SheetLayout, _ form: Form, _ item: DataItem) -> SheetLayout {
    var layout = guess
    layout.columns = guess.columns.map { column in
      var column = column
      let word = form[field(guess, column)] ?? ""
      let parts = word.split(separator: "@", maxSplits: 1).map(String.init)
      column.use = ColumnUse(word: parts.first ?? "")
      column.person = min(30, parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
      column.ground = .confirmed
      if case .value(let name) = column.use, !item.columns.contains(where: { $0.name == name }) {
        column.use = .ignored
      }
      return column
    }
    return layout
  }
}
