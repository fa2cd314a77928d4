/// How rows and their persons agreed, as it is counted: the levels in one word, and back.
extension MatchLevels {
  package var pattern: String {
    [
      name.title, number.title, birth.title, sex.title, village.title, address.title, phone.title,
      household.title,
    ].joined(separator: "/")
  }

  /// Nil where a word is no level any more.
  package init?(pattern: String) {
    func level<Level: CaseIterable>(_ title: Substring, _: Level.Type) -> Level? {
      Level.allCases.first { "\($0)" == title }
    }
    let words = pattern.split(separator: "/", omittingEmptySubsequences: false)
    guard words.count == 8, let name = level(words[0], NameLevel.self),
      let number = level(words[1], NumberLevel.self), let birth = level(words[2], BirthLevel.self),
      let sex = level(words[3], PlainLevel.self), let village = level(words[4], PlainLevel.self),
      let address = level(words[5], PlainLevel.self), let phone = level(words[6], PlainLevel.self),
      let household = level(words[7], PlainLevel.self)
    else { return nil }
    self.init()
    (self.name, self.number, self.birth, self.sex) = (name, number, birth, sex)
    (self.village, self.address) = (village, address)
    (self.phone, self.household) = (phone, household)
  }

  /// Of a row that was settled by its number, with whether the village agrees.
  package static func settled(villageIsSame: Bool?) -> MatchLevels {
    var levels = MatchLevels()
    (levels.name, levels.number) = (.same, .same)
    levels.village = villageIsSame.map { $0 ? .same : .differs } ?? .missing
    return levels
  }
}
