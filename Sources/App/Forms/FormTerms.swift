import Casework
import Store

extension AuditAction {
  static let loadedForm = AuditAction("form.loaded")
  static let startedForm = AuditAction("form.started")
  static let exportedForm = AuditAction("form.exported")
}

/// Why a form is not loaded or put in force.
enum FormShelfRefusal: Refusal {
  case noFile, unchanged, noReason, noEdition, already, needed, unsound([FormFault])

  var sentence: String {
    switch self {
    case .noFile: "请选择填好的 xlsx 文件。"
    case .unchanged: "与现行的一版完全相同，没有要改的。"
    case .noReason: "请写明启用或停用的理由（至少 5 个字）。"
    case .noEdition: "没有这一版表单，请从列表重新选择。"
    case .already: "这一版已经在用。"
    case .needed: "规则要用这张表，不能停用；可以启用规则包的一版。"
    case .unsound(let faults):
      "这一版与现行规则不合，不能启用：\(faults.prefix(3).map(\.sentence).joined())"
    }
  }

  var field: String? {
    switch self {
    case .noFile: "file"
    case .noReason: "reason"
    default: nil
    }
  }
}

extension OpenRegister {
  /// Keeps an edition that was loaded; it counts for nobody until it is put in force.
  func load(_ form: FormDefinition, _ pack: PolicyPack) throws -> FormDefinition {
    try requires(.assess)
    let current = try self.form(named: form.name, pack)
    if let current, FormChanges(from: current, to: form).isEmpty {
      throw FormShelfRefusal.unchanged
    }
    let packed = pack.forms?.first { $0.name == form.name }?.version
    var version: String
    repeat {
      let number = try nextID("form/\(form.name)")
      version = packed.map { "\($0).\(number)" } ?? "\(number)"
    } while try self.form(form.name, version: version) != nil
    let edition = form.edition(version)
    try db.run(
      """
      INSERT INTO form_edition (county, form, version, definition, loaded_at, officer)
      VALUES (\(county), \(edition.name), \(version), \(try edition.json), \(now),
        \(access.officer))
      """)
    audit(.loadedForm, subject: "form/\(edition.name)", detail: version)
    return edition
  }

  /// The name of a form that the county begins: the next free number.
  func newFormName() throws -> String {
    var name: String
    repeat { name = "x.form\(try nextID("form"))" } while try !formEditions(name).isEmpty
    return name
  }

  /// Puts an edition in force from now on; records that were filled in before keep theirs.
  func putInForce(_ name: String, _ version: String, reason: String?, _ pack: PolicyPack) throws {
    guard let edition = try form(name, version: version) else {
      throw FormShelfRefusal.noEdition
    }
    guard edition.faults.isEmpty else { throw FormShelfRefusal.unsound(edition.faults) }
    guard try form(named: name, pack)?.version != version else {
      throw FormShelfRefusal.already
    }
    try begin(name, version, reason: reason)
  }

  /// Ends a form of the county's own; its records stay readable.
  func end(form name: String, reason: String?, _ pack: PolicyPack) throws {
    guard FormDefinition.isOwn(name) else { throw FormShelfRefusal.needed }
    guard try form(named: name, pack) != nil else { throw FormShelfRefusal.noEdition }
    try begin(name, "", reason: reason)
  }

  private func begin(_ name: String, _ version: String, reason: String?) throws {
    try requires(.assess)
    guard let reason, reason.count >= 5 else { throw FormShelfRefusal.noReason }
    try db.run(
      """
      INSERT INTO form_term (county, id, form, version, since_at, officer, reason)
      VALUES (\(county), \(try nextID("form_term")), \(name), \(version), \(now),
        \(access.officer), \(reason))
      """)
    audit(.startedForm, subject: "form/\(name)", detail: version)
  }
}
