/// SQL text with its values kept apart from it.
///
/// `"SELECT … WHERE id = \(id)"` binds `id`; it never enters the text. The text is written once,
/// in the part of SQL that SQLite and PostgreSQL share.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
  /// Text between the values: one more piece than there are values.
  private(set) var pieces: [String]
  private(set) var values: [SQLValue]

  package init(stringLiteral text: String) { (pieces, values) = ([text], []) }

  package init(stringInterpolation: Interpolation) {
    (pieces, values) = (stringInterpolation.pieces, stringInterpolation.values)
  }

  /// Text that did not come from this source file; nothing a person typed may be in it.
  package init(trusted text: String) { (pieces, values) = ([text], []) }

  /// Text with `:name` where a named value belongs; `::` is left alone.
  package init(trusted text: String, named: [String: SQLValue]) throws {
    (pieces, values) = ([""], [])
    var rest = Substring(text)
    while let colon = rest.firstIndex(of: ":") {
      pieces[pieces.count - 1] += rest[..<colon]
      rest = rest[rest.index(after: colon)...]
      let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      if rest.first == ":" {
        pieces[pieces.count - 1] += "::"
        rest = rest.dropFirst()
      } else if name.isEmpty {
        pieces[pieces.count - 1] += ":"
      } else {
        guard let value = named[String(name)] else { throw UnknownParameter(name: String(name)) }
        values.append(value)
        pieces.append("")
        rest = rest.dropFirst(name.count)
      }
    }
    pieces[pieces.count - 1] += rest
  }

  package struct Interpolation: StringInterpolationProtocol {
    var pieces = [""]
    var values: [SQLValue] = []

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ text: String) { pieces[pieces.count - 1] += text }

    package mutating func appendInterpolation(_ value: (some SQLConvertible)?) {
      values.append(value?.sqlValue ?? .null)
      pieces.append("")
    }

    /// A part of a statement, with its own values.
    package mutating func appendInterpolation(_ part: SQL) {
      pieces[pieces.count - 1] += part.pieces[0]
      pieces += part.pieces.dropFirst()
      values += part.values
    }

    /// A table's name that stands in this program.
    package mutating func appendInterpolation(table: StaticString) { appendLiteral("\(table)") }

    /// A count of days: PostgreSQL subtracts a four-byte integer from a date and no other.
    package mutating func appendInterpolation(days: Int) {
      values.append(.days(days))
      pieces.append("")
    }

    /// Thousands of values as one parameter, for `IN \(many: keys)`: the text stays the same
    /// whatever their number, so that it is prepared once.
    package mutating func appendInterpolation(many values: [Int64]) {
      self.values.append(.integers(values))
      pieces.append("")
    }

    package mutating func appendInterpolation(many values: [String]) {
      self.values.append(.texts(values))
      pieces.append("")
    }

    /// `a, b, c` for `IN (…)`; an empty list matches nothing.
    package mutating func appendInterpolation(list: [some SQLConvertible]) {
      if list.isEmpty { appendLiteral("NULL") }
      for (index, value) in list.enumerated() {
        if index > 0 { appendLiteral(", ") }
        appendInterpolation(value)
      }
    }
  }

  /// The text with a placeholder for each value, numbered from 1.
  func text(placeholder: Character) -> String {
    if values.isEmpty { return pieces[0] }
    var text = pieces[0]
    for number in 1..<pieces.count {
      switch values[number - 1] {
      case .integers, .texts:
        let source = placeholder == "$" ? "unnest($\(number))" : "value FROM json_each(?\(number))"
        text += "(SELECT \(source))"
      default: text += "\(placeholder)\(number)"
      }
      text += pieces[number]
    }
    return text
  }
}

/// A trusted text names a parameter that it was not given.
package struct UnknownParameter: Error, CustomStringConvertible {
  package let name: String
  package var description: String { "unknown parameter :\(name)" }
}
