import Casework
import Store

/// What `Templates/freshness/show.mustache` shows.
struct FreshnessPage: Page {
  static let template = "freshness/show"
  let since: String
  let late: [LateDepartment]
  let departments: [Department]
  let corrections: Int
  let assists: Int
  let isDepartment: Bool

  struct LateDepartment: Sendable {
    let department: String
    let items: String
    let days: Int
  }

  struct Department: Sendable {
    let department: String
    let rows: [Line]
  }

  struct Line: Sendable {
    let href: String
    let title: String
    let due: String
    let state: String
    let mark: String
    let last: String
    let files: Int
    let total: Int
    let matched: Int
    let refused: Int
    let clues: Int
    let proved: Int
    let open: Int
  }

  init(since: Day, _ rules: Rules, in open: OpenRegister) throws {
    let lines = try open.freshness(since: since, rules)
    self.since = since.description
    isDepartment = open.access.department != nil
    let names = lines.map(\.item.department).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    late = names.compactMap { name in
      let own = lines.filter { $0.item.department == name && $0.punctuality.isLate }
      let days = own.map { line in
        if case .late(_, let days) = line.punctuality { return days }
        return 0
      }
      guard let most = days.max() else { return nil }
      return LateDepartment(
        department: name, items: own.map(\.item.title).joined(separator: "、"), days: most)
    }.sorted { $0.days > $1.days }
    departments = names.map { name in
      Department(department: name, rows: lines.filter { $0.item.department == name }.map(Line.init))
    }
    corrections = try open.corrections().count { $0.answered == nil }
    assists = try open.assistRequests().count { $0.answered == nil }
  }
}

extension FreshnessPage.Line {
  init(_ line: FreshnessLine) {
    (href, title, due) = ("/freshness/\(line.item.id)", line.item.title, line.item.cadence.text)
    (state, mark) = line.state
    last = line.last?.description ?? "从未"
    (files, total, matched) = (line.files, line.rows, line.matched)
    refused = (line.counts[.refused] ?? 0) + (line.counts[.notFound] ?? 0)
    (clues, proved, open) = (line.clues, line.proved, line.corrections)
  }
}

extension FreshnessLine {
  /// What the badge says, and its shape.
  var state: (String, String) {
    if let held { return ("\(held) 的文件异常，待核对", "due") }
    return switch punctuality {
    case .arrived: ("已报", "good")
    case .late(let due, let days): ("\(due) 应报，超 \(days) 个工作日", "late")
    case .event: (last == nil ? "尚无" : "有事即报", "plain")
    }
  }
}

/// What `Templates/freshness/item.mustache` shows.
struct FreshnessItemPage: Page {
  static let template = "freshness/item"
  let title: String
  let department: String
  let since: String
  let rows: [File]
  let clues: [ClueLine]
  let mayOpenClues: Bool

  struct File: Sendable {
    let id: Int64
    let file: String
    let at: String
    let stage: String
    let mark: String
    let counts: String
  }

  struct ClueLine: Sendable {
    let id: Int64
    let at: String
    let text: String
    let outcome: String
    let mark: String
    let place: String
  }

  init(_ item: DataItem, since: Day, in open: OpenRegister) throws {
    let own = try open.ledgerDepartment()
    guard own == nil || own == item.department else { throw NotFound() }
    (title, department, self.since) = (item.title, item.department, since.description)
    mayOpenClues = open.access.may(.readHouseholds)
    rows = try open.files(of: item, since: since).map { one in
      File(
        id: one.id, file: one.fileName, at: one.receivedAt.description, stage: one.stage.title,
        mark: one.stage.mark, counts: one.countsText)
    }
    clues = try open.clues(of: item, since: since).map { one in
      ClueLine(
        id: one.id, at: one.raised.description, text: one.text,
        outcome: one.conclusion?.title ?? one.stage.title,
        mark: one.conclusion == .propose ? "due" : one.conclusion == nil ? "plain" : "good",
        place: one.row.map { RowPlace(code: Int($0)).text } ?? "")
    }
  }
}
