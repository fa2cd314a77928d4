import Casework
import Store

/// What a household is given for its declaration: a number, and a word by which it asks again.
package struct DeclarationReceipt: Sendable {
  /// `SW-7K3M-Q2XD`.
  package let number: String
  /// Two characters that are easily kept in mind.
  package let word: String
  /// The last four digits of the telephone that was given.
  let tail: String
}

/// Words that are kept in mind and told apart on the telephone.
enum FarmerWord {
  private static let words = [
    "青松", "白云", "春风", "秋月", "金桥", "红枫", "蓝天", "大河", "高山", "平湖", "早稻", "黄豆", "新米", "老屋", "石板",
    "竹林", "果园", "茶山", "油菜", "水塘", "喜鹊", "燕子", "公鸡", "黄牛", "山羊", "鲤鱼", "蜜蜂", "松鼠", "灯笼", "风筝",
    "铜锣", "木船",
  ]

  /// The word that a receipt was given, of which only a keyed hash is kept.
  static func first(where isGiven: (String) -> Bool) -> String? { words.first(where: isGiven) }

  static func random() -> String { words[Int.random(in: 0..<words.count)] }
}

/// Why a declaration could not be taken in.
enum DeclarationRefusal: Refusal {
  case phone, identity(String), place, text

  var sentence: String {
    switch self {
    case .phone: "手机号码应为 11 位。"
    case .identity(let why): "\(why)。"
    case .place: "请选择所在的村。"
    case .text: "请写几句家里的困难（至少 5 个字，最多 1000 字）。"
    }
  }

  var field: String? {
    switch self {
    case .phone: "phone"
    case .identity: "id"
    case .place: "village"
    case .text: "text"
    }
  }
}

/// What a household says of itself: the answers to the application's form.
private struct Declared {
  let answers: [String: String]
  let name, phone, text: String
  let village: PlaceCode
  let id: ResidentID
  let risk: RiskKind?
  let helper: String?
}

extension OpenRegister {
  /// Takes a declaration in and gives its receipt. The answer is the same whether or not the person
  /// is in the register.
  func declare(_ sent: Form, _ pack: PolicyPack) throws -> DeclarationReceipt {
    try requires(.declare)
    let form = try self.form(.application, pack)
    let said = try declared(sent, form.forHousehold)
    let (village, id) = (said.village, said.id)
    let text = said.helper.map { "\(said.text)（\($0)代填）" } ?? said.text
    let finding = Finding(source: .selfReport, risk: said.risk, text: text)
    let sought = SoughtPerson(name: said.name, id: id, birth: id.birth, village: village)
    let home: Int64? =
      if case .found(let person) = PersonMatch(sought, among: try candidates(for: sought)) {
        person.household
      } else {
        nil
      }
    let clue =
      try home.map { try raise(finding, about: $0, pack) }
      ?? raiseUnplaced(finding, in: village, pack)
    let subject = FormSubject(household: home, village: village, subject: "clue/\(clue)")
    try keep(said.answers, to: form, about: subject, on: today)
    let receipt = try newReceipt(tail: String(said.phone.suffix(4)))
    try db.run(
      """
      INSERT INTO declaration (county, receipt, clue_id, name, phone_sealed, id_sealed, village,
        risk, difficulty, declared_at, word_index, helper)
      VALUES (\(county), \(receipt.number), \(clue), \(said.name), \(try seal(said.phone)),
        \(try seal(id.digits)), \(village), \(said.risk?.rawValue ?? "other"), \(said.text), \(now),
        \(wordIndex(receipt.number, receipt.word)), \(said.helper))
      """)
    return receipt
  }

  /// The receipt that the same declaration was given just now, for whoever pressed twice.
  func givenReceipt(_ sent: Form, _ pack: PolicyPack) throws -> DeclarationReceipt? {
    let said = try declared(sent, form(.application, pack).forHousehold)
    let rows = try db.run(
      """
      SELECT receipt, phone_sealed, id_sealed, word_index FROM declaration
      WHERE county = \(county) AND village = \(said.village) AND name = \(said.name)
        AND difficulty = \(said.text) AND declared_at >= \(now.adding(seconds: -120))
      ORDER BY declared_at DESC
      """)
    for row in rows {
      let (number, index) = (try row.text("receipt"), try row.integer("word_index"))
      guard try unseal(row.blob("id_sealed")) == said.id.digits,
        try unseal(row.blob("phone_sealed")) == said.phone,
        let word = FarmerWord.first(where: { wordIndex(number, $0) == index })
      else { continue }
      return DeclarationReceipt(number: number, word: word, tail: String(said.phone.suffix(4)))
    }
    return nil
  }

  /// What was sent as the application's form takes it; all that is wrong is told at once.
  private func declared(_ sent: Form, _ form: FormDefinition) throws -> Declared {
    var values = sent.answers(to: form)
    for name in ["phone", "id"] { values[name] = values[name].map(CellText.cleaned) }
    let number = values["id"].map { IdentityCell($0, today: today).number }
    // A disability card's number holds the person's own.
    if case .right(let id) = number { values["id"] = id.digits }
    let judged = form.judge(values, today: today)
    let answers = judged.answers
    var refusals: [any Refusal] = judged.refusals
    func refuse(_ refusal: DeclarationRefusal, where isWrong: Bool) {
      guard isWrong, !refusals.contains(where: { $0.field == refusal.field }) else { return }
      refusals.append(refusal)
    }
    // What is wrong with a number is told more closely than a form does.
    if case .wrong(let fault) = number, values["id"] != "" {
      refusals.removeAll { $0.field == "id" }
      refuse(.identity(fault.sentence), where: true)
    }
    let (phone, text) = (answers["phone"] ?? "", answers["text"] ?? "")
    refuse(.phone, where: phone.count != 11 || !phone.hasPrefix("1"))
    refuse(.text, where: !(5...1_000).contains(text.count))
    let village = sent["village"].flatMap(PlaceCode.init).flatMap { place in
      place.level == .village && access.region.contains(place.number) ? place : nil
    }
    refuse(.place, where: village == nil)
    guard refusals.isEmpty, let village, let id = answers["id"].flatMap({ ResidentID($0) }) else {
      throw FormIncomplete(refusals: refusals)
    }
    return Declared(
      answers: answers, name: answers["name"] ?? "", phone: phone, text: text, village: village,
      id: id, risk: answers["risk"].flatMap(RiskKind.init(rawValue:)), helper: answers["helper"])
  }

  /// A number that nobody can guess from another: forty bits of a keyed hash of the running one.
  private func newReceipt(tail: String) throws -> DeclarationReceipt {
    let hash = blindIndex("receipt/\(try nextID("receipt"))")
    let code = ReceiptCode(hash: withUnsafeBytes(of: hash.bigEndian) { Array($0) })
    return DeclarationReceipt(number: "SW-\(code)", word: FarmerWord.random(), tail: tail)
  }

  func wordIndex(_ number: String, _ word: String) -> Int64 { blindIndex("word/\(number)/\(word)") }
}
