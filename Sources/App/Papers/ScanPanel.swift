import Casework
import Store

/// The signed papers of a case on its page: what came back, and what waits to be told apart
/// (`Templates/papers/scans.mustache`).
struct ScanPanel: Sendable {
  let caseID: Int64
  let mayFile: Bool
  let filed: [ScanLine]
  let unread: [ScanLine]
  /// What a picture without a readable code may be.
  let choices: [CasePage.Proposal]
  /// The letter as whoever signs on the screen reads it.
  let letter: [String]
  let signers: [CasePage.Proposal]

  struct ScanLine: Sendable {
    let id: Int64
    /// The case or clue it is filed to.
    let record: Int64
    let title: String
    let detail: String
  }

  init(
    _ found: HouseholdCase, _ scans: [PaperScan], _ adults: [Consent], _ pack: PolicyPack,
    in open: OpenRegister
  ) {
    caseID = found.id
    mayFile = open.access.may(.keepCase) && !found.stage.isClosed
    let names = Dictionary(uniqueKeysWithValues: adults.map { ($0.person, $0.name) })
    func line(_ scan: PaperScan) -> ScanLine {
      let person = scan.person.flatMap { names[$0] }
      return ScanLine(
        id: scan.id, record: found.id,
        title: [scan.kind?.shortTitle ?? scan.name, person].compactMap { $0 }
          .joined(separator: " "),
        detail: "\(scan.filedAt.day) \(scan.way.title)")
    }
    filed = scans.filter { $0.kind != nil }.map(line)
    unread = scans.filter { $0.kind == nil }.map(line)
    let letters = adults.map {
      CasePage.Proposal(
        value: "letter.\($0.person)", title: "\(PaperKind.letter.shortTitle) \($0.name)")
    }
    let others = PaperKind.allCases.filter {
      $0.comesBack && $0 != .letter && $0 != .visitSheet
    }
    choices = letters + others.map { .init(value: $0.rawValue, title: $0.shortTitle) }
    let months = pack.check.map { String($0.validMonths) } ?? ""
    letter = (pack.papers ?? .plain).letter.map {
      $0.filled(["body": pack.check?.body ?? "", "months": months])
    }
    signers = adults.filter { $0.state(on: open.today) != .given }.map {
      .init(value: "\($0.person)", title: "\($0.name)（\($0.relation.title)）")
    }
  }
}
