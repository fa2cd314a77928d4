import Casework
import Store
import Yams

/// A pack with some thresholds and weights changed: its text, and the pack that it makes.
struct DraftText: Sendable {
  /// Stands for the draft's number until it has one.
  private static let blank = "draft"

  let text: String
  let pack: PolicyPack

  /// Writes changes into the text of an edition.
  ///
  /// - Throws: `PackFault` where what comes out is no sound pack.
  init(_ base: String, named edition: String, _ changes: PolicyChanges) throws {
    var whole = try PolicyShelf.book(base, named: edition).whole()
    let version = whole["version"]?.string ?? ""
    let own = version.prefix { $0 != "+" }
    whole["version"] = Node("\(own)+\(DraftText.blank)", Tag(.str), .doubleQuoted)
    if let line = changes.township { whole["thresholds"]?["township"] = DraftText.node(line.exact) }
    if let line = changes.county { whole["thresholds"]?["county"] = DraftText.node(line.exact) }
    if var factors = whole["factors"]?.sequence {
      for index in factors.indices {
        let id = factors[index]["id"]?.string ?? ""
        if let weight = changes.weights[id] {
          factors[index]["weight"] = DraftText.node(String(weight))
        }
      }
      whole["factors"] = .sequence(factors)
    }
    text = try Yams.serialize(node: whole, allowUnicode: true)
    pack = try PolicyShelf.checked(text, named: edition).pack
  }

  /// Text and edition once the draft has its number.
  func numbered(_ id: Int64) -> (text: String, edition: String) {
    let mark = "+\(DraftText.blank)"
    return (
      text.replacing(
        "version: \"\(version)\"", with: "version: \"\(named(id))\"", maxReplacements: 1),
      "\(pack.id)@\(named(id))"
    )
    func named(_ id: Int64) -> String { version.replacing(mark, with: "+\(id)") }
  }

  private var version: String { pack.version }

  private static func node(_ number: String) -> Node { Node(number, Tag(.float)) }
}

extension PolicyShelf {
  /// The pages of a kept text.
  static func book(_ text: String, named edition: String) throws -> PolicyBook {
    do {
      return PolicyBook(
        try Array(Yams.compose_all(yaml: text)).map { PolicyFile(name: edition, node: $0) })
    } catch let fault as YamlError {
      throw PackFault(file: edition, line: fault.line, reason: "库中保存的这一版规则读不出")
    }
  }

  /// A pack from its kept text, checked as one from the disk is; `trial` runs its examples.
  static func checked(
    _ text: String, named edition: String
  ) throws -> (pack: PolicyPack, trial: FactorTrial) {
    let book = try book(text, named: edition)
    let pack = try read(text, named: edition)
    try PolicyCheck(pack, book).run()
    return (pack, FactorTrial(pack, book))
  }

  /// Runs the examples of a kept text as those of any other pack.
  static func tryOut(_ text: String, named edition: String) async throws {
    try await checked(text, named: edition).trial.run(on: try SQLiteDatabase.inMemory())
  }
}
