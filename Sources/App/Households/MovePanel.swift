import Casework

/// Where an officer may move a household, on its page; nil for who may not.
struct MovePanel: Sendable {
  let household: Int64
  let today: String
  let townships: [Township]

  struct Township: Sendable {
    let title: String
    let villages: [Village]
  }

  struct Village: Sendable {
    let value: String
    let title: String
  }

  init?(_ home: Household, in open: OpenRegister) throws {
    guard open.access.may(.moveHousehold) else { return nil }
    (household, today) = (home.id, open.today.description)
    let place = open.access.place
    let names = try open.placeNames([place])
    let own = (code: place, name: names[place] ?? "")
    let all =
      place.level == .county
      ? try open.places(in: place).map { (code: $0.code, name: $0.name) } : [own]
    townships = try all.map { township in
      Township(
        title: township.name,
        villages: try open.places(in: township.code).filter { $0.code != home.village }
          .map { Village(value: $0.code.description, title: $0.name) })
    }
  }
}
