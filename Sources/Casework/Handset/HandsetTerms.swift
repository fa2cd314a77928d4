/// What the pack asks of telephones in the field; older editions leave it to the program.
package struct HandsetTerms: Hashable, Sendable, Decodable {
  /// What is drawn into a photo; nothing unless the county asks for it.
  package let photoStamp: [PhotoStamp]
  /// The longest voice note.
  package let voiceMinutes: Int

  package init(photoStamp: [PhotoStamp] = [], voiceMinutes: Int = 3) {
    (self.photoStamp, self.voiceMinutes) = (photoStamp, voiceMinutes)
  }

  package var fault: String? {
    if !(1...10).contains(voiceMinutes) { return "voiceMinutes 应在 1 与 10 之间，实为 \(voiceMinutes)" }
    return Set(photoStamp).count == photoStamp.count ? nil : "photoStamp 里有重复的"
  }
}

/// What may be drawn into a photo.
package enum PhotoStamp: String, Sendable, Codable {
  case time, place
}
