import Casework
import Store

/// A paper as a menu offers it (`Templates/papers/menu.mustache`).
struct PaperLink: Sendable {
  let title: String
  let pdf: String
  let word: String

  init(_ title: String, _ path: String, query: String = "") {
    self.title = title
    pdf = "\(path)?as=pdf\(query)"
    word = "\(path)?as=docx\(query)"
  }
}

extension OpenRegister {
  /// What can be printed of a case now, in the order of its steps.
  func paperLinks(_ found: HouseholdCase) throws -> [PaperLink] {
    let base = "/cases/\(found.id)/papers"
    let posted = Set(try notices(of: found.id).map(\.purpose))
    let hasCheck = try lastCheck(of: found.id) != nil
    return PaperKind.allCases.filter { kind in
      switch kind {
      // The letters stand beside their persons, the list beside all cases.
      case .letter, .approvalList, .visitSheet: false
      case .application, .minutes: !found.stage.isClosed
      case .commission: hasCheck
      case .notice: posted.contains("identification")
      case .removalNotice: posted.contains("removal")
      case .announcement: posted.contains("announcement")
      case .plan: found.isHelped
      case .removal: found.stage.isMonitored || found.stage == .removed
      }
    }.filter { $0.duties.contains(where: access.may) }.map {
      PaperLink($0.shortTitle, "\(base)/\($0.rawValue)")
    }
  }
}

/// What `Templates/papers/list.mustache` shows.
struct PapersPage: Page {
  static let template = "papers/list"
  let papers: [PaperLink]
  let places: [CasePage.Proposal]
  let hasList: Bool

  init(in open: OpenRegister) throws {
    papers = PaperKind.allCases.map {
      PaperLink($0.title, "/papers/\($0.rawValue)", query: "&blank=1")
    }
    let inside = open.access.place.level == .village ? [] : try open.places(in: open.access.place)
    places = inside.map { .init(value: $0.code.description, title: $0.name) }
    hasList = try !open.approved(within: nil).isEmpty
  }
}
