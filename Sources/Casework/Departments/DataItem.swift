/// A kind of data that a department sends (`domain.md` 5.2).
package struct DataItem: Sendable, Decodable {
  package let id: String
  /// The number in the catalogue of 44; what counties added has none.
  package let number: Int?
  package let title: String
  package let department: String
  /// Whether a row speaks of one person or, by its head, of a household.
  package let subject: Subject
  package let cadence: Cadence
  /// Rows of the same subject and amount that lie at most so many days apart tell one event.
  package let windowDays: Int
  package let sensitivity: Sensitivity
  /// A list of a state that lasts: a row without a day is true from the first of its month.
  package let isRoster: Bool
  /// The kind of fact that its rows become; of a comparison item the kind of finding of a sealed
  /// economic check, which never becomes a fact.
  package let fact: String
  /// The risk it points to; nil where it points to none.
  package let risk: RiskKind?
  /// The factors whose risk it speaks against.
  package let protects: [String]
  /// The columns beside name, identity number, birth and village, by the name of the value.
  package let columns: [DataColumn]
  /// What a clue says of a row; `{date}`, `{amount}` and columns are filled in.
  package let sentence: String
  /// Whether a row alone is a reason to visit, whatever the coefficient.
  package let isWarning: Bool
  /// Where the item is described.
  package let reference: String

  package enum Subject: String, Sendable, Decodable { case person, household }

  /// By what right the data may be had: by a department's duty to share, or only after the
  /// household's consent and for its own case.
  package enum Sensitivity: String, Sendable, Decodable { case duty, consent }

  /// Whether a department may push it; what needs consent is compared case by case only.
  package var isPushable: Bool { sensitivity == .duty }
}

extension DataItem {
  package enum Key: String, CodingKey {
    case id, number, title, department, subject, cadence, windowDays, sensitivity, isRoster, fact
    case risk, protects, columns, sentence, isWarning, reference
  }

  /// Editions kept from before the catalogue lack the newer fields; theirs are the defaults.
  package init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: Key.self)
    id = try box.decode(String.self, forKey: .id)
    title = try box.decode(String.self, forKey: .title)
    department = try box.decode(String.self, forKey: .department)
    fact = try box.decode(String.self, forKey: .fact)
    columns = try box.decode([DataColumn].self, forKey: .columns)
    sentence = try box.decode(String.self, forKey: .sentence)
    isWarning = try box.decode(Bool.self, forKey: .isWarning)
    number = try box.decodeIfPresent(Int.self, forKey: .number)
    subject = try box.decodeIfPresent(Subject.self, forKey: .subject) ?? .person
    cadence = try box.decodeIfPresent(Cadence.self, forKey: .cadence) ?? .event
    windowDays = try box.decodeIfPresent(Int.self, forKey: .windowDays) ?? 0
    sensitivity = try box.decodeIfPresent(Sensitivity.self, forKey: .sensitivity) ?? .duty
    isRoster = try box.decodeIfPresent(Bool.self, forKey: .isRoster) ?? false
    risk = try box.decodeIfPresent(RiskKind.self, forKey: .risk)
    protects = try box.decodeIfPresent([String].self, forKey: .protects) ?? []
    reference = try box.decodeIfPresent(String.self, forKey: .reference) ?? ""
  }
}

/// One column of a data item.
package struct DataColumn: Sendable, Decodable {
  package let name: String
  /// The title in the template, and what else departments call it.
  package let titles: [String]
  package let type: ColumnType
  package let isRequired: Bool
  /// The values of a coded column: a required one takes no others, an optional one keeps them.
  package let options: [String]
  /// The least and the most that can be meant: yuan for money, else the number itself.
  package let min: Int?
  package let max: Int?
  package let example: String?

  package enum ColumnType: String, Sendable, Decodable {
    case text, money, day, integer
    /// Text in which an identity number stands.
    case identity
    /// A number between 0 and 1, such as the province's coefficient.
    case fraction
  }

  package var title: String { titles.first ?? name }
}

extension DataColumn {
  package enum Key: String, CodingKey {
    case name, titles, type, isRequired, options, min, max, example
  }

  package init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: Key.self)
    name = try box.decode(String.self, forKey: .name)
    titles = try box.decode([String].self, forKey: .titles)
    type = try box.decode(ColumnType.self, forKey: .type)
    isRequired = try box.decode(Bool.self, forKey: .isRequired)
    options = try box.decodeIfPresent([String].self, forKey: .options) ?? []
    min = try box.decodeIfPresent(Int.self, forKey: .min)
    max = try box.decodeIfPresent(Int.self, forKey: .max)
    example = try box.decodeIfPresent(String.self, forKey: .example)
  }
}
