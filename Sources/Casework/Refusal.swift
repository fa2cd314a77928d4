/// The rules say no: an answer for the person who asked, not a fault of the program.
package protocol Refusal: Error, Sendable {
  /// What is wrong, where, and what to do, in Chinese.
  var sentence: String { get }
  /// The name of the form field that it is about, where there is one.
  var field: String? { get }
}

extension Refusal {
  package var field: String? { nil }
}
