package import Casework

/// What deadlines are computed with: the pack's limits and the working calendar.
package struct Rules: Sendable {
  package let pack: PolicyPack
  package let calendar: WorkingCalendar
  /// Every edition that was ever in force, for the cases that began under it.
  private let editions: [String: PolicyPack]
  /// The pack in force today, whatever edition these rules are of.
  let latest: PolicyPack

  package init(
    _ pack: PolicyPack, editions: [String: PolicyPack], _ calendar: WorkingCalendar,
    latest: PolicyPack? = nil
  ) {
    (self.editions, self.calendar, self.latest) = (editions, calendar, latest ?? pack)
    let forms = pack.forms == nil ? editions.values.compactMap(\.forms).first : nil
    self.pack = pack.borrowing(forms)
  }

  init(_ parts: AppParts) { self = parts.rules }

  /// The rules of the edition that a case began with.
  func edition(_ edition: String) -> Rules {
    Rules(editions[edition] ?? pack, editions: editions, calendar, latest: latest)
  }
}
