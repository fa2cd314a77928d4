/// The persons of a register by a key: a table of buckets, each a run in one array.
struct KeyIndex: Sendable {
  private var starts: [UInt32]
  private var persons: [UInt32]
  /// The marks of the persons' names in the same order, so that most of a bucket is passed over
  /// without a look at the persons; empty where the buckets are short.
  private var marks: [UInt32] = []
  private let mask: UInt64

  /// A key of 0 is no key; `marks` are those of the forms' names, or none.
  init(_ forms: [PersonForm], marks: [UInt32] = [], _ key: (PersonForm) -> UInt64) {
    var buckets: UInt64 = 1_024
    while buckets < UInt64(forms.count) { buckets *= 2 }
    let mask = buckets - 1
    var starts = [UInt32](repeating: 0, count: Int(buckets) + 1)
    var total = 0
    for form in forms {
      let hash = key(form)
      guard hash != 0 else { continue }
      starts[Int(hash >> 1 & mask) + 1] += 1
      total += 1
    }
    for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
    var persons = [UInt32](repeating: 0, count: total)
    // Filling from behind leaves each start where its bucket begins.
    for place in stride(from: forms.count - 1, through: 0, by: -1) {
      let hash = key(forms[place])
      guard hash != 0 else { continue }
      let bucket = Int(hash >> 1 & mask) + 1
      starts[bucket] -= 1
      persons[Int(starts[bucket])] = UInt32(place)
    }
    starts.removeFirst()
    starts.append(UInt32(total))
    if !marks.isEmpty { self.marks = persons.map { marks[Int($0)] } }
    (self.starts, self.persons, self.mask) = (starts, persons, mask)
  }

  /// Those of the key's bucket whose name may be the marked one, `most` looked at.
  func marked(_ hash: UInt64, like mark: UInt32, most: Int) -> [UInt32] {
    let bucket = self[hash].prefix(most)
    guard !marks.isEmpty else { return Array(bucket) }
    return bucket.indices.compactMap { place in
      NameMark.mayAgree(marks[place], mark) ? persons[place] : nil
    }
  }

  /// Those of the key's bucket: all with the key, and a few others.
  @inline(__always)
  subscript(_ hash: UInt64) -> ArraySlice<UInt32> {
    guard hash != 0 else { return [] }
    let bucket = Int(hash >> 1 & mask)
    return persons[Int(starts[bucket])..<Int(starts[bucket + 1])]
  }
}
