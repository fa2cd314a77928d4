import Casework
import Store

/// What a household is given for its declaration: a number, and a word by which it asks again.
package struct DeclarationReceipt: Sendable {
  /// `SW-7K3M-Q2XD`.
  package let number: String
  /// Two characters that are easily kept in mind.
  package let word: String
}

/// Words that are kept in mind and told apart on the telephone.
enum FarmerWord {
  private static let words = [
    "青松", "白云", "春风", "秋月", "金桥", "红枫", "蓝天", "大河", "高山", "平湖", "早稻", "黄豆", "新米", "老屋", "石板",
    "竹林", "果园", "茶山", "油菜", "水塘", "喜鹊", "燕子", "公鸡", "黄牛", "山羊", "鲤鱼", "蜜蜂", "松鼠", "灯笼", "风筝",
    "铜锣", "木船",
  ]

  static func random() -> String { words[Int.random(in: 0..<words.count)] }
}

/// Why a declaration could not be taken in.
enum DeclarationRefusal: Refusal {
  case name, phone, identity(String), place, text

  var sentence: String {
    switch self {
    case .name: "请填写姓名。"
    case .phone: "手机号码应为 11 位。"
    case .identity(let why): "\(why)。"
    case .place: "请选择所在的村。"
    case .text: "请写几句家里的困难（至少 5 个字，最多 1000 字）。"
    }
  }
}

extension OpenRegister {
  /// Takes a declaration in and gives its receipt. The answer is the same whether or not the person
  /// is in the register.
  func declare(_ form: Form, _ pack: PolicyPack) throws -> DeclarationReceipt {
    try requires(.declare)
    guard let name = form["name"], name.count <= 50 else { throw DeclarationRefusal.name }
    let phone = CellText.cleaned(form["phone"] ?? "")
    guard phone.count == 11, phone.hasPrefix("1"), phone.allSatisfy(\.isNumber) else {
      throw DeclarationRefusal.phone
    }
    let id: ResidentID
    switch IdentityCell(CellText.cleaned(form["id"] ?? ""), today: today).number {
    case .right(let number): id = number
    case .wrong(let fault): throw DeclarationRefusal.identity(fault.sentence)
    }
    guard let village = form["village"].flatMap(PlaceCode.init), village.level == .village,
      access.region.contains(village.number)
    else { throw DeclarationRefusal.place }
    guard let text = form["text"], (5...1_000).contains(text.count) else {
      throw DeclarationRefusal.text
    }
    let application = try application(form, phone, id, pack)
    let risk = form["risk"].flatMap(RiskKind.init(rawValue:))
    let helper = form["helper"].map { String($0.prefix(50)) }
    let said = helper.map { "\(text)（\($0)代填）" } ?? text
    let finding = Finding(source: .selfReport, risk: risk, text: said)
    let sought = SoughtPerson(name: name, id: id, birth: id.birth, village: village)
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
    try keep(application.answers, to: application.form, about: subject, on: today)
    let receipt = try newReceipt()
    try db.run(
      """
      INSERT INTO declaration (county, receipt, clue_id, name, phone_sealed, id_sealed, village,
        risk, difficulty, declared_at, word_index, helper)
      VALUES (\(county), \(receipt.number), \(clue), \(name), \(try seal(phone)),
        \(try seal(id.digits)), \(village), \(risk?.rawValue ?? "other"), \(text), \(now),
        \(wordIndex(receipt.number, receipt.word)), \(helper))
      """)
    return receipt
  }

  /// The application as its form takes it, with what the county asks besides.
  private func application(
    _ sent: Form, _ phone: String, _ id: ResidentID, _ pack: PolicyPack
  ) throws -> (form: FormDefinition, answers: [String: String]) {
    let form = try self.form(.application, pack)
    var values = sent.answers(to: form)
    (values["phone"], values["id"]) = (phone, id.digits)
    let judged = form.judge(values, today: today)
    guard judged.refusals.isEmpty else { throw FormIncomplete(refusals: judged.refusals) }
    return (form, judged.answers)
  }

  /// A number that nobody can guess from another: forty bits of a keyed hash of the running one.
  private func newReceipt() throws -> DeclarationReceipt {
    let hash = blindIndex("receipt/\(try nextID("receipt"))")
    let code = ReceiptCode(hash: withUnsafeBytes(of: hash.bigEndian) { Array($0) })
    return DeclarationReceipt(number: "SW-\(code)", word: FarmerWord.random())
  }

  func wordIndex(_ number: String, _ word: String) -> Int64 { blindIndex("word/\(number)/\(word)") }
}
