import Casework
import Hummingbird
import Store

/// `/matches`: rows that wait for a person to say whom they mean, one after the other.
struct MatchRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("matches", use: show)
    routes.pages.post("matches/:submission/:row", use: decide)
    routes.pages.post("matches/:submission/:row/undo", use: undo)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    let asked = QueueQuestion(
      submission: request.query("submission").flatMap(Int64.init),
      after: request.query("after").flatMap(QueuePlace.init) ?? .start,
      done: request.query("done").flatMap(QueuePlace.init))
    return try await page(asked, context)
  }

  @Sendable func decide(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    let (place, pack) = (try place(context), parts.pack)
    let only = form["only"].flatMap(Int64.init)
    guard let word = form["person"], let version = form["version"].flatMap(Int64.init) else {
      return try await page(
        QueueQuestion(submission: only), context, fault: MatchRefusal.notAmongChoices.sentence)
    }
    let asks = parts.workshop.asksAssessment
    return try await step(context, QueueQuestion(submission: only, after: place, done: place)) {
      open in
      let found = try open.matchRow(place.submission, place.row)
      guard found.version == version, found.decision == nil else { throw MovedMeanwhile() }
      try open.decide(found, as: word == "none" ? nil : Int64(word) ?? 0, pack)
      try open.assessAgain(after: found, asks)
    }
  }

  @Sendable func undo(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    let place = try place(context)
    let before = QueuePlace(submission: place.submission, row: place.row - 1)
    let only = form["only"].flatMap(Int64.init)
    let version = form["version"].flatMap(Int64.init)
    let asks = parts.workshop.asksAssessment
    return try await step(context, QueueQuestion(submission: only, after: before)) { open in
      let found = try open.matchRow(place.submission, place.row)
      guard found.version == version else { throw MovedMeanwhile() }
      try open.undo(found)
      try open.assessAgain(after: found, asks)
    }
  }

  private func place(_ context: AppContext) throws -> QueuePlace {
    QueuePlace(submission: try context.id("submission"), row: try context.id("row"))
  }

  /// Takes a step and leads on; whoever was second is told who was first.
  private func step(
    _ context: AppContext, _ asked: QueueQuestion,
    _ body: @escaping @Sendable (OpenRegister) throws -> Void
  ) async throws -> Response {
    let place = try place(context)
    do {
      try await parts.register.write(as: context.signedIn(), body)
    } catch is MovedMeanwhile {
      let taken = try await parts.register.read(as: context.signedIn()) {
        try $0.matchRow(place.submission, place.row)
      }
      let again = QueueQuestion(submission: asked.submission, after: asked.after)
      return try await page(again, context, taken: taken, status: .conflict)
    } catch let refusal as MatchRefusal {
      let again = QueueQuestion(submission: asked.submission, after: asked.after)
      return try await page(
        again, context, fault: refusal.sentence, status: .unprocessableContent)
    }
    let done = asked.done == nil ? "" : "&done=\(place.submission).\(place.row)"
    return .leading(
      to: "/matches?\(asked.query)after=\(asked.after.submission).\(asked.after.row)\(done)")
  }

  private func page(
    _ asked: QueueQuestion, _ context: AppContext, taken: MatchRow? = nil,
    fault: String? = nil, status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let pack = parts.pack
    let page = try await parts.register.read(as: context.signedIn()) { open in
      try MatchPage(asked, taken: taken, fault: fault, pack, in: open)
    }
    return try parts.pages.render(page, context, status: status)
  }
}

extension OpenRegister {
  /// A fact that comes or goes after its file was taken in changes the coefficients.
  fileprivate func assessAgain(after found: MatchRow, _ asks: Bool) throws {
    guard asks, try submission(found.submission).stage == .committed else { return }
    _ = try ask(.assess, "county")
  }
}
