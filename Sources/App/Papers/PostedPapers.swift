import Casework
import Documents
import Store

extension OpenRegister {
  /// A notice or announcement as it was posted.
  func posted(
    _ kind: PaperKind, of found: HouseholdCase, _ pack: PolicyPack
  ) throws -> Paper {
    let purpose: PublicNotice.Purpose =
      switch kind {
      case .removalNotice: .removal
      case .announcement: .announcement
      default: .identification
      }
    let row = try db.run(
      """
      SELECT id, posted_on, until_on, text FROM public_notice
      WHERE county = \(county) AND case_id = \(found.id) AND purpose = \(purpose.rawValue)
      ORDER BY id DESC LIMIT 1
      """
    ).first
    guard let row else { throw PaperRefusal.notPosted(kind.shortTitle) }
    let (township, village) = (found.village.within(.township), found.village)
    let names = try placeNames([township, village])
    let posted = PostedText(
      text: try row.text("text"), township: names[township] ?? "", village: names[village] ?? "",
      postedOn: try row.day("posted_on"), until: try row.optionalDay("until_on"))
    let issuer = kind == .announcement ? posted.township : posted.village
    let word = kind == .announcement ? "公告" : "公示"
    let number =
      "\(issuer)防返贫\(word)〔\(posted.postedOn.year)〕\(try row.integer("id"))号"
    return PublicPapers.notice(kind, posted, number: number, pack)
  }

  /// The households that were approved and are monitored, within a place.
  func approved(within place: PlaceCode?) throws -> [ListedHousehold] {
    let region = (place ?? access.place).range
    let rows = try db.run(
      """
      SELECT k.village, k.kind, h.head_name, h.size FROM household_case k
      JOIN household h ON h.county = k.county AND h.id = k.household_id
      WHERE \(sees("k")) AND k.village BETWEEN \(region.lowerBound) AND \(region.upperBound)
        AND k.stage IN ('announcement', 'monitored', 'removalAppraisal', 'removalNotice',
          'removalAudit', 'removalApproval')
      ORDER BY k.village, k.id LIMIT 2000
      """)
    let villages = try rows.map { try $0.place("village") }
    let names = try placeNames(Set(villages + villages.map { $0.within(.township) }))
    return try zip(rows, villages).map { row, village in
      ListedHousehold(
        village: [names[village.within(.township)], names[village]].compactMap { $0 }
          .joined(separator: " "),
        subject: NoticeSubject(
          headName: try row.text("head_name"), size: try row.int("size"),
          kind: try row.optionalRaw("kind")))
    }
  }

  func approvalList(within place: PlaceCode?, _ pack: PolicyPack) throws -> FilledPaper {
    try requires(.readHouseholds)
    let found = try approved(within: place)
    guard !found.isEmpty else { throw PaperRefusal.noList }
    let whole = place ?? access.place
    let name = try placeNames([whole])[whole] ?? ""
    let number = "\(name)防返贫名单〔\(today.year)〕\(today.month)月\(today.dayOfMonth)日"
    let paper = PublicPapers.list(found, number: number, on: today, pack.papers ?? .plain)
    return FilledPaper(kind: .approvalList, paper: paper, subject: "place/\(whole)")
  }
}
