/// Looks for the few elements of spreadsheet XML that matter, without building a tree.
enum XMLScan {
  /// The attributes of every element of a name, in order.
  static func tags(_ name: String, in xml: [UInt8]) -> [[String: String]] {
    starts(of: name, in: xml[...]).map { attributes(xml[$0.attributes..<$0.end]) }
  }

  /// What stands between the start and the end of every element of a name.
  static func elements(_ name: String, in xml: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    let close = Array("</\(name)>".utf8)
    var found: [ArraySlice<UInt8>] = []
    for start in starts(of: name, in: xml) {
      if xml[start.end - 1] == UInt8(ascii: "/") {
        found.append(xml[start.end..<start.end])
      } else if let end = firstIndex(of: close, in: xml[start.end...]) {
        found.append(xml[(start.end + 1)..<end])
      }
    }
    return found
  }

  /// Character data with its entities resolved; only the five of XML and numbers exist.
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
    let text = String(decoding: bytes, as: UTF8.self)
    var resolved = ""
    var rest = Substring(text)
    while let mark = rest.firstIndex(of: "&") {
      resolved += rest[..<mark]
      guard let end = rest[mark...].firstIndex(of: ";") else { break }
      resolved += entity(rest[rest.index(after: mark)..<end])
      rest = rest[rest.index(after: end)...]
    }
    return resolved + rest
  }

  static func attributes(_ bytes: ArraySlice<UInt8>) -> [String: String] {
    var values: [String: String] = [:]
    var rest = bytes
    while let equals = rest.firstIndex(of: UInt8(ascii: "=")),
      equals + 1 < rest.endIndex
    {
      let quote = rest[equals + 1]
      guard let end = rest[(equals + 2)...].firstIndex(of: quote) else { break }
      let name = rest[..<equals].drop { $0 <= 0x20 }
      values[String(decoding: name, as: UTF8.self)] = text(rest[(equals + 2)..<end])
      rest = rest[(end + 1)...]
    }
    return values
  }

  static func firstIndex(of part: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard let first = part.first else { return nil }
    var from = bytes.startIndex
    while let hit = bytes[from...].firstIndex(of: first) {
      guard hit + part.count <= bytes.endIndex else { return nil }
      if bytes[hit..<(hit + part.count)].elementsEqual(part) { return hit }
      from = hit + 1
    }
    return nil
  }

  private static func starts(
    of name: String, in xml: ArraySlice<UInt8>
  ) -> [(attributes: Int, end: Int)] {
    let open = Array("<\(name)".utf8)
    var found: [(Int, Int)] = []
    var from = xml.startIndex
    while let start = firstIndex(of: open, in: xml[from...]) {
      from = start + open.count
      guard from < xml.endIndex else { break }
      let next = xml[from]
      guard next == UInt8(ascii: ">") || next == UInt8(ascii: "/") || next <= 0x20,
        let end = xml[from...].firstIndex(of: UInt8(ascii: ">"))
      else { continue }
      found.append((from, end))
      from = end
    }
    return found
  }

  private static func entity(_ name: Substring) -> String {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      let number =
        name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
      guard name.hasPrefix("#"), let number, let scalar = Unicode.Scalar(number) else { return "" }
      return String(Character(scalar))
    }
  }
}
