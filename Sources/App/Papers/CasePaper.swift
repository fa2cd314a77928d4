import Casework
import Documents
import Store

/// How a paper's number and code are made.
struct PaperStamp: Sendable {
  let keys: Keys
  /// The site's address, which stands before a code.
  let base: String
}

/// A paper filled in, and what it is called.
struct FilledPaper: Sendable {
  let kind: PaperKind
  let paper: Paper
  let subject: String
}

extension OpenRegister {
  /// A case's paper with what is known; a letter is that of `person`.
  func paper(
    _ kind: PaperKind, of found: HouseholdCase, person: Int64?, _ rules: Rules,
    _ stamp: PaperStamp
  ) throws -> FilledPaper {
    try mayPrint(kind)
    let subject = "case/\(found.id)"
    if kind.isPublic {
      let paper = try posted(kind, of: found, rules.pack)
      return FilledPaper(kind: kind, paper: paper, subject: subject)
    }
    let home = try paperHousehold(found.household)
    let pack = try formOnPaper(kind, of: found, rules.pack).map(rules.pack.with) ?? rules.pack
    var frame = PaperFrame(pack, today: today)
    let check = Authorisation.checkNumber(of: found.id, in: county, year: found.openedAt.day.year)
    frame.number = "\(check)-\(kind.letters)"
    if kind.comesBack { frame.code = code(kind, of: found.id, person, stamp) }
    let paper = try fill(frame, kind, of: found, home, person: person)
    return FilledPaper(kind: kind, paper: paper, subject: subject)
  }

  /// The form that a paper is laid out from: the edition that was filled in, else the one in force.
  private func formOnPaper(
    _ kind: PaperKind, of found: HouseholdCase, _ pack: PolicyPack
  ) throws -> FormDefinition? {
    let record: FormRecord?
    switch kind {
    case .application: record = try application(of: found)
    case .removal: record = try removalSheet(of: found)
    case .visitSheet: record = nil
    default: return nil
    }
    let then = try record.flatMap { try form($0.form, version: $0.version) }
    let known: KnownForm =
      kind == .application ? .application : kind == .removal ? .removal : .visit
    return try then ?? form(known, pack)
  }

  func mayPrint(_ kind: PaperKind) throws {
    guard let duty = kind.duties.min(by: { $0.rawValue < $1.rawValue }),
      !kind.duties.contains(where: access.may)
    else { return }
    throw NotPermitted(duty: duty)
  }

  private func code(
    _ kind: PaperKind, of subject: Int64, _ person: Int64?, _ stamp: PaperStamp
  ) -> String {
    let code = PaperCode(kind, of: subject, person: person, in: county)
    return "\(stamp.base)/p/\(code.text(stamp.keys))"
  }

  private func fill(
    _ frame: PaperFrame, _ kind: PaperKind, of found: HouseholdCase, _ home: PaperHousehold,
    person: Int64?
  ) throws -> Paper {
    let (pack, title) = (frame.pack, found.kind?.title ?? "待定")
    switch kind {
    case .application:
      let answers = try application(of: found)?.answers ?? applicant(of: home, found.risks)
      return frame.application(home, answers)
    case .letter: return try letter(frame, of: found, home, person: person)
    case .commission: return try commission(frame, of: found, home)
    case .minutes:
      return frame.minutes(
        try meetings(of: found.id).last, of: home, kind: title, risks: found.risks)
    case .plan:
      let help = PlannedHelp(
        plan: try plan(of: found.id), measures: try measures(of: found.id),
        contacts: try contacts(of: found.id))
      return frame.plan(help, of: home, kind: title, risks: found.risks)
    case .removal:
      let verdicts = try removalVerdicts(found, pack)
      var values = try prefilled(found.household).values
      values["way"] = try measures(of: found.id).isEmpty ? "natural" : "byHelp"
      if let record = try removalSheet(of: found) {
        values.merge(record.answers) { $1 }
      }
      let contents = RemovalContents(
        values: values, verdicts: verdicts,
        incomePerPerson: try followUps(of: found.id).last?.incomePerPerson)
      return frame.removal(contents, of: home, kind: title, risks: found.risks)
    case .visitSheet:
      return frame.visitSheet(
        SheetContents(values: try prefilled(found.household).values, signals: []), of: home)
    case .notice, .removalNotice, .announcement, .approvalList: throw NotFound()
    }
  }

  private func letter(
    _ frame: PaperFrame, of found: HouseholdCase, _ home: PaperHousehold, person: Int64?
  ) throws -> Paper {
    let adults = try consents(found)
    guard let place = adults.firstIndex(where: { $0.person == person }),
      let member = home.members.first(where: { $0.id == person })
    else { throw PaperRefusal.notAdult }
    var frame = frame
    frame.number =
      adults[place].letter?.number
      ?? Authorisation.number(of: found.id, adult: place + 1, in: county, year: today.year)
    return frame.letter(member, of: home, needsGuardian: adults[place].mayNeedGuardian)
  }

  private func commission(
    _ frame: PaperFrame, of found: HouseholdCase, _ home: PaperHousehold
  ) throws -> Paper {
    guard let check = try lastCheck(of: found.id) else { throw PaperRefusal.noCommission }
    let people = try consents(found).compactMap { adult -> CommissionedPerson? in
      guard let letter = adult.letter, letter.isGiven,
        let member = home.members.first(where: { $0.id == adult.person })
      else { return nil }
      return CommissionedPerson(member: member, letter: letter)
    }
    var frame = frame
    frame.number = check.number
    return frame.commission(people, of: home, body: check.body, until: check.validUntil)
  }

  private func meetings(of found: Int64) throws -> [HeldMeeting] {
    try db.run(
      """
      SELECT held_on, chair, present, in_favour, against, minutes FROM appraisal
      WHERE county = \(county) AND case_id = \(found) ORDER BY id
      """
    ).map {
      HeldMeeting(
        heldOn: try $0.day("held_on"), chair: try $0.text("chair"),
        present: try $0.int("present"), inFavour: try $0.int("in_favour"),
        against: try $0.int("against"), minutes: try $0.text("minutes"))
    }
  }

  /// A clue's or household's visit sheet, with everything that is known.
  func visitSheet(
    of household: Int64, clue: Clue?, _ pack: PolicyPack, _ stamp: PaperStamp
  ) throws -> FilledPaper {
    try mayPrint(.visitSheet)
    let record = try clue?.visit.flatMap { try formRecord(of: "visit/\($0)", "visit") }
    let then = try record.flatMap { try form($0.form, version: $0.version) }
    var frame = PaperFrame(pack.with(try then ?? form(.visit, pack)), today: today)
    frame.number = clue.map { "\(county)-\(today.year)-线索\($0.id)" } ?? "\(county)-户\(household)"
    frame.code = clue.map { code(.visitSheet, of: $0.id, nil, stamp) }
    var values = try prefilled(household).values
    // Who comes and when is written on the spot.
    values["visitedOn"] = nil
    if let visit = try clue?.visit.map({ try visit($0) }) {
      values = record?.answers ?? visit.form.values
    }
    let signals = try clue.map { try self.signals(of: $0.id).map(\.text) } ?? []
    let paper = frame.visitSheet(
      SheetContents(values: values, signals: signals), of: try paperHousehold(household))
    let subject = clue.map { "clue/\($0.id)" } ?? "household/\(household)"
    return FilledPaper(kind: .visitSheet, paper: paper, subject: subject)
  }
}

extension PaperKind {
  /// Ends the number of a paper.
  var letters: String {
    switch self {
    case .application: "SQ"
    case .letter: "SQS"
    case .commission: "WT"
    case .visitSheet: "HS"
    case .minutes: "PY"
    case .notice, .removalNotice: "GS"
    case .announcement: "GG"
    case .approvalList: "MD"
    case .plan: "JH"
    case .removal: "XC"
    }
  }
}
