/// Whom a department's row means, as far as can be told, and why.
package struct PersonVerdict: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    /// Sure enough to stand.
    case accepted
    /// Likely, or open between several: a person decides.
    case queued
    case notFound
  }

  package let kind: Kind
  /// The person, or for a queued row the likeliest of them.
  package let person: Candidate?
  /// How sure it is, from 0 to 1; nil where it was decided by rule alone.
  package let probability: Double?
  /// Why, for the sender; nil where an accepted row needs no words.
  package let sentence: String?
  /// Whom a queued row may mean, the likeliest first.
  package let choices: [MatchChoice]
  /// How the row and its person agree; nil where nothing was weighed.
  package let levels: MatchLevels?

  package init(
    _ kind: Kind, person: Candidate?, probability: Double? = nil, sentence: String? = nil,
    choices: [MatchChoice] = [], levels: MatchLevels? = nil
  ) {
    (self.kind, self.person) = (kind, person)
    (self.probability, self.sentence) = (probability, sentence)
    (self.choices, self.levels) = (choices, levels)
  }

  package init(_ match: PersonMatch, among candidates: [Candidate]) {
    switch match {
    case .found(let person): self.init(.accepted, person: person)
    case .notFound(let why): self.init(.notFound, person: nil, sentence: why)
    case .ambiguous(let why): self.init(.queued, person: candidates.first, sentence: why)
    }
  }
}

/// A person whom a queued row may mean, how likely, and what speaks for it.
package struct MatchChoice: Hashable, Sendable, Codable {
  package let person: Int64
  /// In hundredths, for people.
  package let percent: Int
  package let why: String

  package init(person: Int64, probability: Double, why: String) {
    (self.person, self.why) = (person, why)
    percent = Int((probability * 100).rounded())
  }
}
