/// What one review costs, and how many people there are for them.
package struct EffortTerms: Hashable, Sendable, Decodable {
  package let minutesTownship: Int
  package let minutesCounty: Int
  /// Reviewers of each township, and of the county's own desk.
  package let staffTownship: Int
  package let staffCounty: Int
  /// Hours that each of them has for reviews in a month.
  package let hoursEach: Int

  package init(
    minutesTownship: Int, minutesCounty: Int, staffTownship: Int, staffCounty: Int, hoursEach: Int
  ) {
    (self.minutesTownship, self.minutesCounty) = (minutesTownship, minutesCounty)
    (self.staffTownship, self.staffCounty) = (staffTownship, staffCounty)
    self.hoursEach = hoursEach
  }

  /// What stands where an edition says nothing.
  package static let usual = EffortTerms(
    minutesTownship: 40, minutesCounty: 60, staffTownship: 2, staffCounty: 4, hoursEach: 24)

  /// What the reviews of some households take, of the townships' desks and of the county's, in
  /// begun hours; whoever goes to the county has been at the township before.
  package func needed(township: Int, county: Int) -> (townships: Int, county: Int) {
    (
      ((township + county) * minutesTownship + 59) / 60, (county * minutesCounty + 59) / 60
    )
  }

  /// The hours of so many townships' reviewers in a month.
  package func hours(townships: Int) -> Int { staffTownship * townships * hoursEach }
  package var countyHours: Int { staffCounty * hoursEach }

  /// What cannot be meant; nil where all can.
  package var fault: String? {
    let numbers = [minutesTownship, minutesCounty, staffTownship, staffCounty, hoursEach]
    return numbers.allSatisfy { (1...10_000).contains($0) }
      ? nil : "effort 的各项应为 1—10000 的整数"
  }
}
