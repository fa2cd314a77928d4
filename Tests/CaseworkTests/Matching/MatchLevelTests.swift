import Casework
import Testing

struct MatchLevelTests {
  private static let table = CharacterTable(
    characters: """
      char,readings,plain,strokes,corners
      张,zhang,,5153154,12234
      章,zhang,,41431251112,00406
      丽,li,,12541254,10227
      莉,li,,122312341122,44902
      红,hong,,551121,21112
      宏,hong fu,,44513554,30732
      王,wang,,1121,10104
      黄,huang,,12212512134,44806
      磊,lei,,132511325113251,10660
      未,wei,,11234,50900
      末,mo,,11234,50900
      明,ming,,25113511,67020
      民,min,,51515,77747
      单,dan chan shan,,43251112,80506
      山,shan,,252,22770
      峯,feng,峰,,
      峰,feng,,2523541112,27754
      军,jun,,451512,37504
      """, surnames: "surname,pinyin\n单,shan\n")

  @Test(arguments: [
    ("张丽红", "张丽红(户主)", NameLevel.same), ("张 丽·红", "户主：张丽红", .same),
    ("张峯", "张峰", .same), ("张某", "张丽红", .masked), ("张**", "张丽红", .masked),
    ("张*红", "张丽红", .masked), ("王某", "张丽红", .differs), ("章丽红", "张丽红", .sound),
    ("张莉宏", "张丽红", .sound), ("单丽红", "山丽红", .sound), ("张民", "张明", .nearSound),
    ("王未", "王末", .shape), ("张红丽", "张丽红", .swapped), ("张红", "张丽红", .dropped),
    ("张丽磊", "张丽红", .oneCharacter), ("军丽红", "张丽红", .otherSurname),
    ("张磊", "张丽红", .surname), ("王磊", "张丽红", .differs), ("", "张丽红", .missing),
  ])
  func `names agree by their level`(row: String, person: String, level: NameLevel) {
    let (one, other) = (NameForm(row, Self.table), NameForm(person, Self.table))
    #expect(NameLevel(one, other, Self.table) == level)
    #expect(NameLevel(other, one, Self.table) == level)
  }

  private static func whole(_ first17: String) -> String {
    first17 + String(ResidentID.checkCharacter(of: first17) ?? "?")
  }

  @Test func `numbers agree by their level`() {
    let right = Self.whole("36073219800101123")
    let wide = String(
      String.UnicodeScalarView(
        right.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }))
    let swapped = "630732" + right.dropFirst(6)
    let cases: [(String, NumberLevel)] = [
      (right, .same), (wide, .same), ("360732 19800101 " + right.suffix(4), .same),
      (right.lowercased(), .same), ("ID:" + right, .same), ("G" + right, .same),
      (right + "42", .same),
      ("360732800101123", .same), ("370732" + right.dropFirst(6), .oneDigit),
      (swapped, .swapped), (String(right.dropFirst()), .oneMissing),
      (right.prefix(15) + "000", .rounded), ("3.60732E+17", .mantissa),
      ("3.60733E+17", .mantissa), ("360732********" + right.suffix(4), .maskedShort),
      (right.prefix(14) + "****", .masked), ("360999********" + right.suffix(4), .differs),
      (Self.whole("36073219800101456"), .sameBirth), (Self.whole("36073219910202123"), .differs),
      ("", .missing), ("没有", .missing),
    ]
    for (text, level) in cases {
      #expect(NumberLevel(NumberForm(text), NumberForm(right)) == level, "\(text)")
    }
  }

  @Test(arguments: [
    ("1980-01-31", BirthLevel.same), ("19800131", .same), ("1980年1月31日", .same),
    ("1980/1/31 00:00", .same), ("29251", .same), ("1980-01", .sameMonth),
    ("1980-01-13", .oneDigit), ("1981-01-31", .nearYear), ("1960-01-31", .oneDigit),
    ("1980-07-12", .sameYear), ("1955-07-12", .differs), ("不详", .missing),
  ])
  func `days of birth agree by their level`(text: String, level: BirthLevel) {
    #expect(BirthLevel(BirthForm(text), BirthForm("1980-01-31")) == level)
  }

  @Test func `a mask never says more than what it hides`() {
    let right = Self.whole("36073219800101123")
    let scale = MatchScale(TestWeights.standard, persons: 10_000)
    func bits(_ number: String, _ name: String) -> Double {
      var (row, person) = (PersonForm(), PersonForm())
      (row.number, row.name) = (NumberForm(number), NameForm(name, Self.table))
      (person.number, person.name) = (NumberForm(right), NameForm("张丽红", Self.table))
      return scale.bits(MatchLevels(row, person, Self.table), bearers: 1)
    }
    let whole = bits(right, "张丽红")
    for hidden in 1...12 {
      let masked =
        right.prefix(6) + String(repeating: "*", count: hidden) + right.dropFirst(6 + hidden)
      #expect(bits(String(masked), "张丽红") < whole)
      #expect(bits(String(masked), "张某") < bits(String(masked), "张丽红"))
    }
  }

  @Test func `logarithms are those of two`() {
    for value in [0.001, 0.5, 1, 3, 640_000] {
      #expect(abs(Bits.power(Bits.log2(value)) / value - 1) < 1e-9)
    }
    #expect(Bits.log2(8) == 3)
  }
}

/// Weights for tests, close to those of the pack.
enum TestWeights {
  static let standard = MatchWeights(
    [
      "name": [
        "same": 19, "masked": 5, "sound": 9, "nearSound": 6, "shape": 6, "swapped": 9, "dropped": 5,
        "oneCharacter": -1, "otherSurname": -2, "surname": -8, "missing": 0, "differs": -12,
      ],
      "number": [
        "same": 20, "oneDigit": 17, "swapped": 17, "oneMissing": 16, "rounded": 15, "masked": 14,
        "maskedShort": 12, "twoDigits": 10, "otherMember": 11, "mantissa": 0.5, "missing": 0,
        "sameBirth": -1, "differs": -8,
      ],
      "birth": [
        "same": 14, "sameMonth": 9, "swapped": 8, "oneDigit": 4.5, "nearYear": 6, "sameYear": -2,
        "missing": 0, "differs": -8,
      ],
      "sex": ["same": 1, "missing": 0, "differs": -6],
      "village": ["same": 8, "missing": 0, "differs": -4.5],
      "address": ["same": 7, "missing": 0, "differs": -2],
      "phone": ["same": 17, "missing": 0, "differs": -1.5],
      "household": ["same": 17, "missing": 0, "differs": -5],
    ], known: 0.9, accept: 0.93, queue: 0.2)
}
