import Casework
import Store

/// What `Templates/matching/show.mustache` shows: one row that waits beside those it may mean.
struct MatchPage: Page {
  static let template = "matching/show"
  /// Asked for a file's rows only.
  let file: String?
  let only: Int64?
  let waiting: Int?
  let row: Waiting?
  let wraps: Bool
  let done: Done?
  let taken: String?
  let fault: String?
  let decided: [Done]

  /// The row that waits.
  struct Waiting: Sendable {
    let path: String
    let submission: Int64
    let version: Int64
    let place: String
    let source: String
    let says: String?
    let next: String
    let heads: [Choice]
    let lines: [Line]
  }

  /// One of the persons whom the row may mean.
  struct Choice: Sendable {
    let number: Int
    let title: String
    /// What the button says.
    let answer: String
    let person: Int64
    let keys: String
    let percent: String
    let why: String
    let isFirst: Bool
  }

  /// One thing that is compared: as the row says it, and as the register says it of each choice.
  struct Line: Sendable {
    let title: String
    let said: [Piece]
    let known: [Cell]
    let isDifferent: Bool
  }

  struct Cell: Sendable {
    let label: String
    let pieces: [Piece]
  }

  struct Piece: Sendable {
    let text: String
    let isMarked: Bool
  }

  /// A row that was decided, and the way back.
  struct Done: Sendable {
    let path: String
    let place: String
    let name: String
    let what: String
    let who: String
    let version: Int64
  }

  init(
    _ asked: QueueQuestion, taken: MatchRow?, fault: String?, _ pack: PolicyPack,
    in open: OpenRegister
  ) throws {
    only = asked.submission
    let submission = try asked.submission.map { try open.submission($0) }
    file = submission?.fileName
    let count = try open.waitingRows(of: asked.submission)
    waiting = count > 0 ? count : nil
    var next = try open.nextWaiting(after: asked.after, of: asked.submission)
    wraps = next == nil && count > 0
    if wraps { next = try open.nextWaiting(after: .start, of: asked.submission) }
    row = try next.map { try Waiting($0, only: asked.submission, pack, in: open) }
    let last = try open.decidedRows(of: asked.submission)
    decided = try open.done(last)
    done = try asked.done.map { try open.matchRow($0.submission, $0.row) }
      .flatMap { try open.done([$0]).first }
    let other = try taken.flatMap { try open.done([$0]).first }
    self.taken = other.map { "\($0.place)（\($0.name)）刚才已由\($0.who)判定：\($0.what)。您的判定没有记录。" }
    self.fault = fault
  }
}

/// What of the queue an address asks for.
struct QueueQuestion: Sendable {
  /// Only the rows of this file.
  var submission: Int64?
  /// The next one behind this row.
  var after = QueuePlace.start
  /// The row that was decided just now.
  var done: QueuePlace?

  var query: String { submission.map { "submission=\($0)&" } ?? "" }
}

extension MatchPage.Waiting {
  init(
    _ found: MatchRow, only: Int64?, _ pack: PolicyPack, in open: OpenRegister
  ) throws {
    path = "/matches/\(found.submission)/\(found.row)"
    (submission, version, place) = (found.submission, found.version, found.place)
    source = "\(found.department)《\(found.fileName)》"
    says = try pack.item(found.item).flatMap { try open.saying(of: found, $0) }
    let only = only.map { "submission=\($0)&" } ?? ""
    next = "/matches?\(only)after=\(found.cursor)"
    let known = try open.registered(found.choices.map(\.person))
    let shown = found.choices.filter { known[$0.person] != nil }.prefix(4)
    heads = shown.enumerated().map { place, choice in
      MatchPage.Choice(
        number: place + 1, title: shown.count > 1 ? "台账 \(place + 1)" : "台账",
        answer: shown.count > 1 ? "是台账 \(place + 1)" : "是这个人", person: choice.person,
        keys: place == 0 ? "1 a" : "\(place + 1)",
        percent: choice.percent == 0 ? "—" : "\(choice.percent)%", why: choice.why,
        isFirst: place == 0)
    }
    let people = shown.compactMap { known[$0.person] }
    lines = RowFacts.titles.compactMap { title, said, registered in
      MatchPage.Line(title, said(found.said), people.map { registered($0, found.said) })
    }
    open.audit(.matchSeen, subject: found.subject)
  }
}

extension MatchPage.Line {
  /// Nil where nobody says anything of it.
  fileprivate init?(_ title: String, _ said: String, _ known: [String]) {
    guard !said.isEmpty || known.contains(where: { !$0.isEmpty }) else { return nil }
    self.title = title
    let pairs = known.map { MarkedText.pair(said, $0) }
    self.said = (pairs.first?.left ?? MarkedText(said)).shown
    self.known = pairs.enumerated().map { place, pair in
      MatchPage.Cell(
        label: known.count > 1 ? "台账 \(place + 1)" : "台账", pieces: pair.right.shown)
    }
    isDifferent = pairs.contains { $0.left.isMarked || $0.right.isMarked }
  }
}

extension OpenRegister {
  /// Decided rows with the way back.
  fileprivate func done(_ rows: [MatchRow]) throws -> [MatchPage.Done] {
    let names = try officerNames(Set(rows.compactMap(\.officer)))
    let people = try registered(rows.compactMap(\.person))
    return rows.compactMap { row in
      guard let decision = row.decision, let officer = row.officer, let at = row.decidedAt
      else { return nil }
      let person = row.person.flatMap { people[$0] }
      return MatchPage.Done(
        path: "/matches/\(row.submission)/\(row.row)", place: row.place, name: row.said.name,
        what: decision == .refused
          ? "不是台账里的人" : "是\(person.map { "\($0.village)的\($0.name)" } ?? "台账里的人")",
        who: "\(names[officer] ?? "") \(at)", version: row.version)
    }
  }

  /// What the row says beside its person, in the words of its item.
  fileprivate func saying(of found: MatchRow, _ item: DataItem) throws -> String? {
    try db.run(
      """
      SELECT true_on, amount_fen, detail FROM staged_fact
      WHERE county = \(county) AND submission_id = \(found.submission) AND row_no = \(found.row)
      """
    ).first.map { try FactText.sentence(of: $0, item) }
  }
}

extension MarkedText {
  fileprivate var shown: [MatchPage.Piece] {
    pieces.map { MatchPage.Piece(text: $0.text, isMarked: $0.isMarked) }
  }
}
