import Store

extension RegistryBook {
  struct KnownHousehold {
    let id: Int64
    let village: Int64
    var digest: Int64
    var size: Int
    /// Whether this import has met the household, and its head.
    var isSeen = false
    var hasHead = false
  }

  struct KnownPerson {
    let id: Int64
    var household: Int64
    var digest: Int64
    /// The row of this import that told of the person; 0 is none.
    var row: Int32 = 0
  }
}

extension OpenRegister {
  /// Keeps the outcomes of a piece; what the dry run said of its rows gives way to what really
  /// became of them.
  func keep(_ outcomes: [[SQLValue]], of submission: Int64, isFirst: Bool) throws {
    let numbers = outcomes.compactMap { values -> Int64? in
      if case .integer(let number) = values[2] { number } else { nil }
    }
    if !isFirst, let first = numbers.min(), let last = numbers.max() {
      try db.run(
        """
        DELETE FROM submission_row
        WHERE county = \(county) AND submission_id = \(submission)
          AND row_no BETWEEN \(first) AND \(last)
        """)
    }
    try db.bulk(
      into: "submission_row",
      ["county", "submission_id", "row_no", "fate", "reason", "household_id", "person_id"]
    ) { writer in
      for values in outcomes { try writer.add(values) }
    }
  }
}
