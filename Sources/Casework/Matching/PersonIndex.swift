/// A register in memory, found by number, name, day of birth, phone, village and household.
package final class PersonIndex: Sendable {
  package let persons: [PersonForm]
  package let table: CharacterTable
  let byNumber, byTail, byName, byBirth, byPhone, byVillage, byHousehold, byAddress: KeyIndex

  private init(
    _ persons: [PersonForm], _ table: CharacterTable,
    _ tables: (
      number: KeyIndex, tail: KeyIndex, name: KeyIndex, birth: KeyIndex, phone: KeyIndex,
      village: KeyIndex, household: KeyIndex, address: KeyIndex
    )
  ) {
    (self.persons, self.table) = (persons, table)
    (byNumber, byTail, byName, byBirth) = (tables.number, tables.tail, tables.name, tables.birth)
    (byPhone, byVillage) = (tables.phone, tables.village)
    (byHousehold, byAddress) = (tables.household, tables.address)
  }

  /// Builds the tables on as many threads as there are.
  package static func build(
    _ persons: [PersonForm], _ table: CharacterTable
  ) async -> PersonIndex {
    let marks = persons.map { NameMark.mark(of: $0.name, table) }
    async let number = KeyIndex(persons) { $0.number.key }
    async let tail = KeyIndex(persons) { $0.number.tailKey }
    async let name = KeyIndex(persons, marks: marks) { $0.name.key }
    async let birth = KeyIndex(persons, marks: marks) { $0.birth.key }
    async let phone = KeyIndex(persons) { PersonIndex.key($0.phone) }
    async let village = KeyIndex(persons, marks: marks) { PersonIndex.villageKey($0, table) }
    async let household = KeyIndex(persons) { PersonIndex.key(UInt64($0.household)) }
    async let address = KeyIndex(persons) { PersonIndex.addressKey($0) }
    return await PersonIndex(
      persons, table, (number, tail, name, birth, phone, village, household, address))
  }

  @inline(__always)
  static func key(_ value: UInt64) -> UInt64 { value == 0 ? 0 : Mix.hash(value) }

  /// A village and how the surname sounds.
  static func villageKey(_ form: PersonForm, _ table: CharacterTable) -> UInt64 {
    guard form.village != 0, !form.name.isEmpty else { return 0 }
    return Mix.hash(
      UInt64(form.village), UInt64(table.sound(form.name.characters[0], isFirst: true)))
  }

  static func addressKey(_ form: PersonForm) -> UInt64 {
    guard form.village != 0, form.address != 0 else { return 0 }
    return Mix.hash(UInt64(form.village), UInt64(form.address))
  }

  /// How many persons bear the name, oneself included.
  func bearers(of name: NameForm) -> Int {
    var count = 0
    for person in byName[name.key] where persons[Int(person)].name == name { count += 1 }
    return count
  }
}
