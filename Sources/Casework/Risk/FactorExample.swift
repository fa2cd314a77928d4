/// A made-up household on which a pack shows what one of its factors means; run as a test.
package struct FactorExample: Sendable, Decodable {
  package let title: String
  package let base: String?
  /// The columns of the registry that matter, `unknown` where the registry says nothing.
  package let sheet: [String: Given]?
  package let members: [ExampleMember]?
  package let facts: [ExampleFact]?
  /// The greatest strength the factor may give, after what eases it.
  package let strength: Double
  /// How many persons or households it is found at.
  package let rows: Int?
  /// Whether the factor is unknown for this household.
  package let isUnknown: Bool?

  package enum CodingKeys: String, CodingKey {
    case title = "case"
    case base, sheet, members, facts, strength, rows, isUnknown
  }
}

/// A person of an example, by default a healthy worker.
package struct ExampleMember: Sendable, Decodable {
  package let born: String?
  package let labour: String?
  package let chronic: Given?
  package let gravelyIll: Given?
  package let disabled: Given?
  package let grade: Int64?
  /// Left the household so many days ago.
  package let left: Int?

  package enum CodingKeys: String, CodingKey {
    case born, labour, chronic, gravelyIll, disabled, grade, left
  }

  package static let ordinary = ExampleMember()

  private init() {
    (born, labour, chronic, gravelyIll, disabled) = (nil, nil, nil, nil, nil)
    (grade, left) = (nil, nil)
  }
}

/// A fact of an example, about its first member unless it says `of`.
package struct ExampleFact: Sendable, Decodable {
  package let kind: String
  package let of: Int?
  /// True so many days before the day of the assessment.
  package let ago: Int
  package let yuan: Int?
  package let detail: [String: String]?

  package enum CodingKeys: String, CodingKey { case kind, of, ago, yuan, detail }
}

/// A value of an example: a number, yes or no, or `unknown`.
package enum Given: Sendable, Decodable {
  case unknown
  case value(Int64)

  package init(from decoder: any Decoder) throws {
    let box = try decoder.singleValueContainer()
    if try box.decode(String.self) == "unknown" {
      self = .unknown
    } else if let number = try? box.decode(Int64.self) {
      self = .value(number)
    } else {
      self = .value(try box.decode(Bool.self) ? 1 : 0)
    }
  }
}
