/// Looks for identity numbers, bank accounts and phone numbers in a text that is to leave the
/// program, whatever the spaces, dashes and full-width digits between them.
package enum LeakScan {
  /// What was found in a text that must not have it.
  package enum Finding: Hashable, Sendable {
    case identity, bankAccount, phone

    package var title: String {
      switch self {
      case .identity: "证件号码"
      case .bankAccount: "银行账号"
      case .phone: "电话号码"
      }
    }
  }

  package static func findings(in text: String) -> Set<Finding> {
    Set(runs(of: withoutDays(text)).compactMap(finding))
  }

  /// The text without days that stand alone, so that two of them are not taken for one number; a
  /// day between other digits stays, for it may be part of an identity number.
  private static func withoutDays(_ text: String) -> String {
    var (rest, kept) = (Array(text), "")
    while !rest.isEmpty {
      let next = rest.count > 10 ? rest[10] : "。"
      let isFree = kept.last.map { digit($0) == nil && $0 != "-" } ?? true
      if isFree, rest.count >= 10, digit(next) == nil, next != "-",
        Day(String(rest[..<10])) != nil
      {
        kept += "日"
        rest.removeFirst(10)
      } else {
        kept.append(rest.removeFirst())
      }
    }
    return kept
  }

  /// Digits that stand together, with an X that may end an identity number.
  private static func runs(of text: String) -> [String] {
    var (runs, run, gap): ([String], String, Int) = ([], "", 0)
    for character in text {
      if let digit = digit(character) {
        if gap > 1 { (runs, run) = (runs + [run], "") }
        run.append(digit)
        gap = 0
      } else if !run.isEmpty, "xXｘＸ".contains(character), run.count == 17, gap == 0 {
        run.append("X")
      } else if !run.isEmpty, " -－\u{3000}".contains(character) {
        gap += 1
      } else if !run.isEmpty {
        (runs, run, gap) = (runs + [run], "", 0)
      }
    }
    return runs + [run]
  }

  private static func digit(_ character: Character) -> Character? {
    guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1 else {
      return nil
    }
    switch scalar.value {
    case 0x30...0x39: return character
    case 0xFF10...0xFF19: return Unicode.Scalar(scalar.value - 0xFEE0).map(Character.init)
    default: return nil
    }
  }

  private static func finding(_ run: String) -> Finding? {
    if ResidentID(run) != nil { return .identity }
    let second = run.dropFirst().first ?? "0"
    switch run.count {
    // A number that fails its check digit is still somebody's, written wrong.
    case 15 where isDay("19" + run.dropFirst(6).prefix(6)): return .identity
    case 18 where isDay(String(run.dropFirst(6).prefix(8))): return .identity
    case 20...22 where isDay(String(run.dropFirst(6).prefix(8))): return .identity
    case 11 where run.first == "1" && second >= "3": return .phone
    case 10...12 where run.first == "0" && second != "0": return .phone
    case 16...19: return .bankAccount
    default: return nil
    }
  }

  private static func isDay(_ text: String) -> Bool {
    guard text.count == 8, let number = Int(text) else { return false }
    let (year, rest) = (number / 10_000, number % 10_000)
    return (1900...2100).contains(year)
      && Day(year: year, month: rest / 100, day: rest % 100) != nil
  }
}
