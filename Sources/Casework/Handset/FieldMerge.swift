/// What becomes of one field that an officer filled in on a phone without signal, while others may
/// have changed it (a three-way merge: what both began with, what stands now, what was filled in).
package enum FieldMerge: Hashable, Sendable {
  /// Nothing new: the officer left it as it was, or wrote what stands now.
  case unchanged
  /// Only the officer changed it.
  case adopt(String)
  /// Both changed it, to two things: both stay, and a person decides.
  case conflict(theirs: String, ours: String)

  /// - Parameters:
  ///   - base: what the phone showed when it last had signal.
  ///   - theirs: what stands now.
  ///   - ours: what the officer filled in.
  ///   - own: when what stands now is the officer's own from another record, that record's moment
  ///     beside this one's: of one person's words the later filled in count, in whatever order they
  ///     arrive.
  package init(base: String, theirs: String, ours: String, own: (stood: Instant, filled: Instant)?)
  {
    if ours == base || ours == theirs {
      self = .unchanged
    } else if theirs == base {
      self = .adopt(ours)
    } else if let own {
      self = own.stood > own.filled ? .unchanged : .adopt(ours)
    } else {
      self = .conflict(theirs: theirs, ours: ours)
    }
  }
}
