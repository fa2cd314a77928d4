extension MarkupScan {
  /// Adds a text token's characters, its entities resolved.
  func append(_ token: Token, to text: inout [UInt8]) {
    if token.isClosed {
      text.append(contentsOf: bytes[token.content])
    } else {
      Entities.append(bytes[token.content], to: &text)
    }
  }

  /// An attribute's value as text, whatever the prefix of its name.
  func attribute(_ name: MarkupName, of token: Token) -> String? {
    var found: String?
    eachAttribute(of: token) { other, value in
      guard other == name else { return }
      var text: [UInt8] = []
      Entities.append(bytes[value], to: &text)
      found = String(decoding: text, as: UTF8.self)
    }
    return found
  }

  /// An attribute's value as a whole number.
  func number(_ name: MarkupName, of token: Token) -> Int? {
    attribute(name, of: token).flatMap(Int.init)
  }

  /// Every attribute's name and where its value lies.
  func eachAttribute(of token: Token, _ body: (MarkupName, Range<Int>) -> Void) {
    var at = token.content.lowerBound
    let end = token.content.upperBound
    while true {
      while at < end, bytes[at] <= 0x20 || bytes[at] == UInt8(ascii: "/") { at += 1 }
      guard at < end else { return }
      var key: UInt64 = 0
      while at < end, bytes[at] != UInt8(ascii: "="), bytes[at] > 0x20 {
        let byte = bytes[at]
        key = byte == UInt8(ascii: ":") ? 0 : key << 8 | UInt64(lowered(byte))
        at += 1
      }
      while at < end, bytes[at] <= 0x20 { at += 1 }
      guard at < end, bytes[at] == UInt8(ascii: "=") else {
        // A name without a value; a stray mark must not hold the walk up.
        if at < end, key == 0 { at += 1 }
        continue
      }
      at += 1
      let value = self.value(from: &at, to: end)
      body(MarkupName(key: key), value)
    }
  }

  private func value(from at: inout Int, to end: Int) -> Range<Int> {
    while at < end, bytes[at] <= 0x20 { at += 1 }
    guard at < end else { return end..<end }
    let quote = bytes[at]
    if quote == 0x22 || quote == 0x27 {
      let start = at + 1
      at = start
      while at < end, bytes[at] != quote { at += 1 }
      defer { at = min(at + 1, end) }
      return start..<at
    }
    let start = at
    while at < end, bytes[at] > 0x20 { at += 1 }
    return start..<at
  }

  private func lowered(_ byte: UInt8) -> UInt8 {
    dialect == .html && byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }
}

/// Character data with its entities resolved; only those of XML, numbers and the blank exist.
enum Entities {
  static func append(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) {
    var at = bytes.startIndex
    while let mark = bytes[at...].firstIndex(of: UInt8(ascii: "&")) {
      text.append(contentsOf: bytes[at..<mark])
      let rest = bytes[(mark + 1)...].prefix(10)
      if let end = rest.firstIndex(of: UInt8(ascii: ";")), let found = scalar(rest[..<end]) {
        text.append(contentsOf: UTF8.encode(found) ?? UTF8.encodedReplacementCharacter)
        at = end + 1
      } else {
        text.append(bytes[mark])
        at = mark + 1
      }
    }
    text.append(contentsOf: bytes[at...])
  }

  private static let named: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{20}", "middot": "·",
    "ensp": " ", "emsp": " ", "times": "×", "ldquo": "“", "rdquo": "”", "mdash": "—",
    "hellip": "…", "yen": "¥", "deg": "°",
  ]

  private static func scalar(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
    let text = String(decoding: name, as: UTF8.self)
    guard text.hasPrefix("#") else { return named[text] }
    let digits = text.dropFirst()
    let isHexadecimal = digits.hasPrefix("x") || digits.hasPrefix("X")
    let number =
      isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return number.flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
  }
}
