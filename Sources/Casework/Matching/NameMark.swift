/// A name in 32 bits, one for the sound of each character: names that may mean one person share
/// two of them, or one where a name has fewer than three.
enum NameMark {
  static func mark(of name: NameForm, _ table: CharacterTable) -> UInt32 {
    // What is hidden may be anything.
    if name.isMasked { return .max }
    var mark: UInt32 = 0
    for place in 0..<name.count {
      mark |= 1 << UInt32(table.sound(name.characters[place], isFirst: false) % 32)
    }
    return mark
  }

  /// False only where the names agree at no level better than the surname: all those share all
  /// characters but one, or sound alike throughout.
  @inline(__always)
  static func mayAgree(_ left: UInt32, _ right: UInt32) -> Bool {
    let least = min(left.nonzeroBitCount, right.nonzeroBitCount)
    return (left & right).nonzeroBitCount >= (least > 2 ? 2 : min(1, least))
  }
}
