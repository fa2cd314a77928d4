/// A text in pieces, those marked that another text does not have at this place.
package struct MarkedText: Hashable, Sendable {
  package struct Piece: Hashable, Sendable {
    package let text: String
    package let isMarked: Bool
  }

  package private(set) var pieces: [Piece] = []

  /// The two texts beside each other. What one of them hides (`*`, 某) agrees with anything.
  package static func pair(_ left: String, _ right: String) -> (left: MarkedText, right: MarkedText)
  {
    let (ours, theirs) = (Array(left), Array(right))
    var (agreeLeft, agreeRight) = (
      Array(repeating: false, count: ours.count), Array(repeating: false, count: theirs.count)
    )
    if ours.count == theirs.count {
      for place in ours.indices where agrees(ours[place], theirs[place]) {
        (agreeLeft[place], agreeRight[place]) = (true, true)
      }
    } else {
      for (one, other) in common(ours, theirs) {
        (agreeLeft[one], agreeRight[other]) = (true, true)
      }
    }
    // With nothing beside it a text differs as a whole, which marks would not make plainer.
    let isAlone = ours.isEmpty || theirs.isEmpty
    return (
      MarkedText(ours, agreeLeft, isAlone: isAlone),
      MarkedText(theirs, agreeRight, isAlone: isAlone)
    )
  }

  package init(_ text: String) {
    pieces = text.isEmpty ? [] : [Piece(text: text, isMarked: false)]
  }

  private init(_ characters: [Character], _ agrees: [Bool], isAlone: Bool) {
    for (place, character) in characters.enumerated() {
      let isMarked = !isAlone && !agrees[place]
      if let last = pieces.last, last.isMarked == isMarked {
        pieces[pieces.count - 1] = Piece(text: last.text + String(character), isMarked: isMarked)
      } else {
        pieces.append(Piece(text: String(character), isMarked: isMarked))
      }
    }
  }

  package var isMarked: Bool { pieces.contains(where: \.isMarked) }

  private static let hidden: Set<Character> = ["*", "＊", "某", "×", "○"]

  private static func agrees(_ one: Character, _ other: Character) -> Bool {
    one == other || hidden.contains(one) || hidden.contains(other)
      || one.lowercased() == other.lowercased()
  }

  /// The places of a longest common subsequence.
  private static func common(_ left: [Character], _ right: [Character]) -> [(Int, Int)] {
    var lengths = Array(
      repeating: Array(repeating: 0, count: right.count + 1), count: left.count + 1)
    for one in left.indices.reversed() {
      for other in right.indices.reversed() {
        lengths[one][other] =
          agrees(left[one], right[other])
          ? lengths[one + 1][other + 1] + 1 : max(lengths[one + 1][other], lengths[one][other + 1])
      }
    }
    var (one, other, places) = (0, 0, [(Int, Int)]())
    while one < left.count, other < right.count {
      if agrees(left[one], right[other]) {
        places.append((one, other))
        (one, other) = (one + 1, other + 1)
      } else if lengths[one + 1][other] >= lengths[one][other + 1] {
        one += 1
      } else {
        other += 1
      }
    }
    return places
  }
}
