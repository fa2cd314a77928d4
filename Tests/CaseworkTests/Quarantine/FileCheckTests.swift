import Casework
import Foundation
import Testing

/// Months of a made-up item, with and without planted faults, against the twelve months before.
struct FileCheckTests {
  @Test func `half of the rows lost`() throws {
    let file = try #require(month(24) { $0.rows /= 2 })
    #expect(kinds(of: file) == [.rows])
  }

  @Test func `amounts times a hundred`() throws {
    let file = try #require(month(24) { $0.scale = 100 })
    let fault = try #require(check(file).first)
    #expect(check(file).count == 1 && fault.kind == .amounts)
    #expect(fault.sentence.contains("倍") && fault.sentence.contains("单位") && !fault.bars.isEmpty)
  }

  @Test func `one township missing`() throws {
    let file = try #require(month(24) { $0.lost = 2 })
    let fault = try #require(check(file).first { $0.kind == .townships })
    #expect(fault.sentence.contains("第 2 镇"))
  }

  @Test func `a column shifted`() throws {
    let words = try #require(month(24) { $0.isShifted = true })
    #expect(kinds(of: words).contains(.contents))
    let unreadable = try #require(month(24) { $0.refused = 0.9 })
    #expect(kinds(of: unreadable).contains(.refused))
  }

  @Test func `all dates one day`() throws {
    let file = try #require(month(24) { $0.isOneDay = true })
    #expect(kinds(of: file) == [.days])
  }

  @Test func `a column left out and persons not found`() throws {
    let empty = try #require(month(24) { $0.empty = 0.7 })
    #expect(kinds(of: empty) == [.missing])
    let strangers = try #require(month(24) { $0.unknown = 0.6 })
    #expect(kinds(of: strangers).contains(.matched))
  }

  /// What a fault costs when there is none: at most one of fifty normal months.
  @Test func `normal months pass, large and small ones`() {
    var (alarms, files) = (0, 0)
    var told: [String] = []
    for rows in [26, 120, 400] {
      let months = (0..<162).compactMap { number in month(number) { $0.rows = rows } }
      for number in 12..<months.count {
        let before = Array(months[(number - 12)..<number].reversed())
        let faults = FileCheck(months[number], after: before, of: item, .standard, names: [:])
          .faults
        files += 1
        if !faults.isEmpty { alarms += 1 }
        told += faults.map { "\(rows): \($0.kind)" }
      }
    }
    print("false alarms: \(alarms) of \(files) normal months \(told)")
    #expect(files == 450 && alarms * 50 <= files)
  }

  @Test func `each planted fault is found in nine of ten months`() {
    let plants: [@Sendable (inout Plan) -> Void] = [
      { $0.rows /= 2 }, { $0.scale = 100 }, { $0.lost = 1 }, { $0.isShifted = true },
      { $0.isOneDay = true }, { $0.empty = 0.7 }, { $0.unknown = 0.6 },
    ]
    let months = (0..<32).compactMap { month($0) }
    for plant in plants {
      let found = (12..<32).count { number in
        let before = Array(months[(number - 12)..<number].reversed())
        return month(number, plant).map {
          !FileCheck($0, after: before, of: item, .standard, names: [:]).faults.isEmpty
        } ?? false
      }
      #expect(found >= 18)
    }
  }

  @Test func `an item's first files are judged by themselves`() throws {
    let file = try #require(month(24) { $0.unknown = 0.7 })
    let faults = FileCheck(file, after: [], of: item, .standard, names: [:]).faults
    #expect(faults.map(\.kind) == [.matched])
    let good = try #require(month(24))
    #expect(FileCheck(good, after: [], of: item, .standard, names: [:]).faults.isEmpty)
  }

  private func kinds(of file: FileProfile) -> [InputFault.Kind] { check(file).map(\.kind) }

  private func check(_ file: FileProfile) -> [InputFault] {
    let before = (1...12).compactMap { month(24 - $0) }
    let names = Dictionary(
      uniqueKeysWithValues: (0..<25).map { (township($0).number, "第 \($0) 镇") })
    return FileCheck(file, after: before, of: item, .standard, names: names).faults
  }
}

/// What is planted in a month.
private struct Plan {
  var rows = 400
  var scale: Int64 = 1
  var lost: Int?
  var isShifted = false
  var isOneDay = false
  var refused = 0.01
  var unknown = 0.05
  var empty = 0.1
}

private let item: DataItem = {
  let json = """
    {"id": "medical", "title": "住院自付", "department": "医保", "fact": "medicalSelfPaid",
     "sentence": "", "isWarning": false, "columns": [
      {"name": "day", "titles": ["结算日期"], "type": "day", "isRequired": true},
      {"name": "amount", "titles": ["个人自付"], "type": "money", "isRequired": true},
      {"name": "disease", "titles": ["病种"], "type": "text", "isRequired": false}]}
    """
  do {
    return try JSONDecoder().decode(DataItem.self, from: Data(json.utf8))
  } catch { preconditionFailure("\(error)") }
}()

private func township(_ index: Int) -> PlaceCode {
  PlaceCode(number: 360_732_100_000 + Int64(index) * 1_000)
}

/// The file of a month, the same for the same number: bills of the month before, of townships of
/// unequal size, in number and height as unsteady as they are.
private func month(
  _ number: Int, _ plant: (inout Plan) -> Void = { _ in }
) -> FileProfile? {
  var plan = Plan()
  plant(&plan)
  var chance = SplitMix(state: UInt64(number) &* 7_919 &+ UInt64(plan.rows))
  guard let start = Day("2015-01-05") else { return nil }
  let received = start.adding(months: number)
  let count = Double(plan.rows) * (0.8 + 0.4 * chance.unit())
  let diseases = ["肺癌", "肺炎", "骨折", "脑梗死", "高血压"]
  var file = FileProfile()
  for _ in 0..<Int(count) {
    if chance.unit() < plan.refused {
      file.add(nil, village: nil, received: received)
      continue
    }
    let place = Int(25 * chance.unit() * chance.unit())
    let yuan = Int64(exp(8 + 1.1 * chance.normal())) * plan.scale
    let day = plan.isOneDay ? received : received.adding(days: -1 - Int(31 * chance.unit()))
    let disease = chance.unit() < plan.empty ? "" : diseases[Int(5 * chance.unit())]
    if place == plan.lost { continue }
    let village = PlaceCode(number: township(place).number + 200)
    file.add(
      FileProfile.Record(
        cells: [
          ("day", day.description), ("amount", "\(yuan)"),
          ("disease", plan.isShifted ? "\(yuan)" : disease),
        ], day: day, amount: Money(yuan: Int(yuan))),
      village: chance.unit() < plan.unknown ? nil : village, received: received)
  }
  return file
}

private struct SplitMix {
  var state: UInt64

  mutating func unit() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((mixed ^ (mixed >> 31)) >> 11) / 9_007_199_254_740_992
  }

  mutating func normal() -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + unit() }
  }
}
