import Casework
import Store

/// Why a task done on the phone cannot be taken in.
enum TaskRefusal: Refusal {
  case noCase, otherCase, noSignature, answer, measure, day(String), place, situation

  var sentence: String {
    switch self {
    case .noCase: "这户现在没有在办的个案，可能已经办结。可以转交乡镇核对。"
    case .otherCase: "这张表属于已经办结的个案；这户现在另有个案在办，请更新后按新的个案重填。"
    case .noSignature: "同意授权须有签名，请本人或监护人在屏幕上签名后再交。"
    case .answer: "请选择同意还是不同意。"
    case .measure: "没有这条措施，请更新后再看。"
    case .day(let text): "“\(text)”不是日期，或者在今天之后，请核对。"
    case .place: "位置不对，请重新定位。"
    case .situation: "请写明情况（至少 5 个字）。"
    }
  }
}

extension OpenRegister {
  /// Takes in what was done about a household beside visits: letters, measures, follow-ups, sweeps.
  func take(
    _ record: HandsetRecord, filled: Instant, _ pack: PolicyPack
  ) throws -> (RecordOutcome, String) {
    switch record.kind {
    case .consent: try sign(record, pack)
    case .measure: try finish(record, filled: filled)
    case .followUp: try followUp(record, filled: filled, pack)
    case .sweep: try sweep(record, filled: filled, pack)
    case .place: try keepPlace(record, at: filled)
    case .call: try takeCall(record, filled: filled, pack)
    case .form: try fillOwn(record, filled: filled)
    case .application: try fill(.application, record, filled: filled, pack)
    case .removal: try fill(.removal, record, filled: filled, pack)
    case .visit, .household, .clue: throw NotFound()
    }
  }

  func theCase(of record: HandsetRecord) throws -> HouseholdCase {
    guard let found = try openCase(of: record.household) else { throw TaskRefusal.noCase }
    return found
  }

  /// A day as the phone wrote it; one whose clock is ahead writes none that has not come yet.
  private func day(_ text: String?, filled: Instant) throws -> Day {
    guard let text, !text.isEmpty else { return filled.day }
    guard let day = Day(text) else { throw TaskRefusal.day(text) }
    return min(day, filled.day)
  }

  private func sign(_ record: HandsetRecord, _ pack: PolicyPack) throws -> (RecordOutcome, String) {
    let (found, values) = (try theCase(of: record), record.values)
    guard let answer = values["answer"], ["given", "refused"].contains(answer) else {
      throw TaskRefusal.answer
    }
    let isGiven = answer == "given"
    let isSigned = (record.attachments ?? [:]).values.contains(.signature)
    guard isSigned || !isGiven else { throw TaskRefusal.noSignature }
    let adults = try consents(found)
    guard let adult = adults.first(where: { "\($0.person)" == values["person"] }) else {
      throw NotFound()
    }
    let letter = try SignedLetter(
      of: adult.name, signedBy: values["signer"].flatMap(Self.filled),
      guardian: values["guardian"].flatMap(Self.filled), isGiven: isGiven)
    guard adult.state(on: today) != .given else { return (.merged, "\(adult.name)的授权已经登记过。") }
    try recordConsent(letter, of: adult.person, on: found, pack)
    return (.accepted, "\(adult.name)\(isGiven ? "的授权已登记" : "不同意授权，已登记")。")
  }

  private static func filled(_ text: String) -> String? { text.isEmpty ? nil : text }

  private func finish(
    _ record: HandsetRecord, filled: Instant
  ) throws -> (RecordOutcome, String) {
    let (found, values) = (try theCase(of: record), record.values)
    guard let id = values["measure"].flatMap(Int64.init),
      let measure = try measures(of: found.id).first(where: { $0.id == id })
    else { throw TaskRefusal.measure }
    guard measure.endedOn == nil else { return (.merged, "这条措施已由他人登记完成，未重复登记。") }
    try end(
      measure: id, paid: try Money.typed(values["amount"].flatMap(Self.filled)), on: found,
      day: try day(values["doneOn"], filled: filled))
    return (.accepted, "措施已登记完成。")
  }

  private func followUp(
    _ record: HandsetRecord, filled: Instant, _ pack: PolicyPack
  ) throws -> (RecordOutcome, String) {
    let (found, form) = (try theCase(of: record), try form(of: record, .followUp, pack))
    guard (record.values["situation"] ?? "").count >= 5 else { throw TaskRefusal.situation }
    try followUp(
      record.values, by: form, on: try day(record.values["followedOn"], filled: filled), of: found)
    return (.accepted, "回访已登记。")
  }

  /// A household swept (排查): its guarantees are known anew, and what is hard becomes a clue.
  private func sweep(
    _ record: HandsetRecord, filled: Instant, _ pack: PolicyPack
  ) throws -> (RecordOutcome, String) {
    var sent = record.values
    sent["sweptOn"] = try day(sent["sweptOn"], filled: filled).description
    let form = try form(of: record, .sweep, pack)
    let clue = try fill(form, with: sent, for: record.household, pack)
    let disputed = try note(record, filled: filled)
    let said = clue == nil ? "已登记排查，没有发现风险。" : "已登记排查，并作为线索。"
    guard disputed.isEmpty else {
      return (.disputed, said + "有 \(disputed.count) 项他人也改过，两个值都已保留，等待核定。")
    }
    return (.accepted, said)
  }

  /// One of the county's own forms, by the edition that the phone had.
  private func fillOwn(
    _ record: HandsetRecord, filled: Instant
  ) throws -> (RecordOutcome, String) {
    let version = record.version ?? ""
    guard FormDefinition.isOwn(record.form),
      let form = try form(record.form, version: version)
    else { throw HandsetRefusal.unknownForm(version) }
    let home = try formHome(record.household)
    let judged = form.judge(
      record.values, today: filled.day, members: try membersNow(of: home.id).map(\.label))
    guard judged.refusals.isEmpty else { throw FormIncomplete(refusals: judged.refusals) }
    let subject = FormSubject(
      household: home.id, village: home.village, subject: "household/\(home.id)")
    try keep(judged.answers, to: form, about: subject, on: filled.day)
    audit(.filledForm, subject: "household/\(home.id)", detail: form.name)
    return (.accepted, "“\(form.title)”已登记。")
  }

  /// Where the household lives, kept because the officer chose to: one point, no track.
  private func keepPlace(
    _ record: HandsetRecord, at filled: Instant
  ) throws -> (RecordOutcome, String) {
    let parts = (record.values["place"] ?? "").split(separator: ",").compactMap { Double($0) }
    // WGS-84 within China.
    guard parts.count == 2, (3...54).contains(parts[0]), (73...136).contains(parts[1]) else {
      throw TaskRefusal.place
    }
    func short(_ degrees: Double) -> String { String((degrees * 100_000).rounded() / 100_000) }
    try keep(
      "place", "\(short(parts[0])),\(short(parts[1]))", of: record.household, from: record.id,
      at: filled)
    return (.accepted, "位置已记下。")
  }
}
