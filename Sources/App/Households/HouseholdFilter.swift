package import Casework
import Foundation
import Hummingbird

/// Which households a list shows: what stands in its address and nothing else.
package struct HouseholdFilter: Sendable, Equatable {
  /// A township or village; nil is all that the officer may see.
  package var place: PlaceCode?
  package var band: CoefficientBand?
  package var base: HouseholdBase?
  package var monitored: MonitoredFilter?
  /// A name, a household number, a whole identity number or phone number.
  package var search: String?
  /// Where the page before ended.
  package var after: Cursor?

  /// The lines that bound the bands, once they are known.
  var lines: Thresholds?

  /// The coefficients of the band, in micro-units; nil is all.
  var coefficients: Range<Int64>? { band.flatMap { band in lines.map { band.range($0) } } }

  package init(place: PlaceCode? = nil) { self.place = place }

  init(_ request: Request) {
    let township = request.query("township").flatMap(PlaceCode.init)
    place = request.query("village").flatMap(PlaceCode.init) ?? township
    if let township, let chosen = place, !township.range.contains(chosen.number) {
      place = township
    }
    band = request.query("band").flatMap(CoefficientBand.init(rawValue:))
    base = request.query("base").flatMap(HouseholdBase.init(rawValue:))
    monitored = request.query("monitored").flatMap(MonitoredFilter.init(rawValue:))
    search = request.query("q")
    after = request.query("after").flatMap(Cursor.init)
  }

  /// The address of the list from `after` on.
  package func address(after cursor: Cursor?) -> String {
    var items: [(String, String?)] = [("q", search)]
    items.append(("township", place?.within(.township).description))
    items.append(("village", place.flatMap { $0.level == .village ? $0.description : nil }))
    items.append(("band", band?.rawValue))
    items.append(("base", base?.rawValue))
    items.append(("monitored", monitored?.rawValue))
    items.append(("after", cursor?.text))
    let query = items.compactMap { name, value in
      value.flatMap { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) }
        .map { "\(name)=\($0)" }
    }
    return query.isEmpty ? "/households" : "/households?" + query.joined(separator: "&")
  }

  /// A place in a list: the last row's sort key and id.
  package struct Cursor: Sendable, Equatable {
    let key: Int64
    let id: Int64

    package init(key: Int64, id: Int64) { (self.key, self.id) = (key, id) }

    init?(_ text: String) {
      let parts = text.split(separator: "-").compactMap { Int64($0) }
      guard parts.count == 2 else { return nil }
      (key, id) = (parts[0], parts[1])
    }

    var text: String { "\(key)-\(id)" }
  }
}

/// A stretch of the coefficient between two lines of the procedure.
package enum CoefficientBand: String, CaseIterable, Sendable {
  case county, township, watch, low

  /// Micro-units, the upper end not included; the lines are those of the rules in force.
  package func range(_ lines: Thresholds) -> Range<Int64> {
    let (warning, township, county) = (
      lines.warning.micro, lines.township.micro, lines.county.micro
    )
    return switch self {
    case .county: county..<1_000_001
    case .township: township..<max(township, county)
    case .watch: min(warning, township)..<township
    case .low: 0..<min(warning, township)
    }
  }

  package init(_ coefficient: Int64, _ lines: Thresholds) {
    self = Self.allCases.first { $0.range(lines).contains(coefficient) } ?? .low
  }
}

/// Households by where they stand as objects of monitoring, in our own cases.
package enum MonitoredFilter: String, CaseIterable, Sendable {
  case any, unstable, marginal, suddenHardship
  /// Taken in since the first of the month.
  case new
  /// Risk removed and the case closed.
  case removed
}
