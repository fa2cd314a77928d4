import Casework
import Testing

struct CoefficientTests {
  private let township = Coefficient(micro: 750_000)

  private func part(_ factor: String, _ weight: Double, age: Int = 0) -> Part {
    Part(
      factor: factor,
      hazard: .part(weight: weight, strength: 1, ageDays: age, halfLifeDays: 180),
      strength: 1_000_000, trueOn: nil, person: nil, fact: nil, amount: nil)
  }

  @Test(arguments: [0.1, 0.35, 0.5, 0.62, 0.75, 0.85, 0.95])
  func `a factor alone at full strength gives its weight`(weight: Double) {
    let one = Assessment([part("a", weight)])
    #expect(abs(one.coefficient.micro - Int64((weight * 1_000_000).rounded())) <= 1)
  }

  @Test func `the least hazard of a coefficient reaches it, and no less does`() {
    for micro: Int64 in [1, 550_000, 750_000, 850_000, 999_999, 1_000_000] {
      let (line, hazard) = (Coefficient(micro: micro), Coefficient(micro: micro).hazard)
      #expect(Coefficient(hazard: hazard) >= line)
      #expect(Coefficient(hazard: Hazard(micro: hazard.micro - 1)) < line)
    }
  }

  @Test func `a half-life later half of the hazard is left`() {
    let (fresh, old) = (part("a", 0.6), part("a", 0.6, age: 180))
    #expect(abs(old.hazard.micro * 2 - fresh.hazard.micro) <= 1)
  }

  @Test func `two independent factors combine as chances do`() {
    let both = Assessment([part("a", 0.5), part("b", 0.5)])
    #expect(both.coefficient.micro == 750_000)
    #expect(both.parts.reduce(0) { $0 + $1.hazard.micro } == both.hazard.micro)
  }

  @Test func `the same event told twice counts once`() {
    #expect(Assessment([part("a", 0.5), part("a", 0.4)]).coefficient.micro == 500_000)
  }

  @Test(arguments: [749_999, 750_000, 750_001, 600_000, 900_000] as [Int64])
  func `the smallest change really crosses the line, and one millionth less does not`(micro: Int64)
    throws
  {
    let now = Coefficient(micro: micro).hazard
    let only = Part(
      factor: "a", hazard: now, strength: 1_000_000, trueOn: nil, person: nil, fact: nil,
      amount: nil)
    let crossing = try #require(Assessment([only]).crossing(township))
    let was = Coefficient(hazard: now) >= township
    let there = Coefficient(hazard: Hazard(micro: now.micro + crossing.change.micro)) >= township
    let step: Int64 = crossing.change.micro > 0 ? -1 : 1
    let almost =
      Coefficient(hazard: Hazard(micro: now.micro + crossing.change.micro + step)) >= township
    #expect(there != was && almost == was)
  }

  @Test func `a coefficient below a line never reads as the line`() {
    #expect(Coefficient(micro: 749_999).description == "0.74")
    #expect(Coefficient(micro: 905_000).description == "0.90")
  }
}
