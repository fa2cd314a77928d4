package import Casework
package import Foundation
import Store

/// What the jobs of a submission do, and the same done here and now for the command line.
extension Workshop {
  func check(_ work: JobWork, as access: Access) async throws {
    let id = try work.job.subjectID("submission")
    let found = try await register.read(as: access) { try $0.submission(id) }
    guard found.stage == .received else { return }
    do {
      if found.isRegistry {
        try await RegistryImport(
          workshop: self, work: work, access: access, submission: found, isDry: true
        ).run()
      } else {
        try await PushCheck(workshop: self, work: work, access: access, submission: found).run()
      }
    } catch let refusal as SubmissionRefusal {
      let fault = refusal.sentence
      try await register.write(as: access) { open in
        try work.reach(0, of: nil, "无法读取", in: open)
        try open.take(.refuse, on: open.submission(id), reason: fault, and: "fault = \(fault)")
      }
    }
  }

  func commit(_ work: JobWork, as access: Access) async throws {
    let id = try work.job.subjectID("submission")
    let found = try await register.read(as: access) { try $0.submission(id) }
    guard found.stage == .committing else { return }
    if found.isRegistry {
      try await commitRegistry(found, work, as: access)
    } else {
      try await PushCommit(workshop: self, work: work, access: access, submission: found).run()
    }
  }

  private func commitRegistry(
    _ found: Submission, _ work: JobWork, as access: Access
  ) async throws {
    do {
      try await RegistryImport(
        workshop: self, work: work, access: access, submission: found, isDry: false
      ).run()
    } catch let refusal as SubmissionRefusal {
      // Without a dry run before it only now is seen that nothing can be read.
      let fault = refusal.sentence
      try await register.write(as: access) { open in
        try work.reach(0, of: nil, "无法读取", in: open)
        try open.take(
          .refuse, on: open.submission(found.id), reason: fault, and: "fault = \(fault)")
      }
      throw refusal
    }
  }

  func undo(_ work: JobWork, as access: Access) async throws {
    let id = try work.job.subjectID("submission")
    let found = try await register.read(as: access) { try $0.submission(id) }
    guard found.stage == .undoing else { return }
    try await PushUndo(workshop: self, work: work, submission: found).run()
  }

  /// Takes a department's file in and gives it to the queue.
  func receive(
    _ itemID: String, _ incoming: IncomingFile, as access: Access
  ) async throws -> Int64 {
    let item = try item(itemID, as: access)
    return try await register.write(as: access) { open in
      try open.requires(.pushData)
      return try open.receive(incoming, item: item.id, department: item.department).submission
    }
  }

  func item(_ id: String, as access: Access) throws -> DataItem {
    guard let item = pack.item(id) else { throw SubmissionRefusal.unknownItem(id) }
    guard item.isPushable else { throw SubmissionRefusal.needsConsent(item.title) }
    guard access.role == .system || access.department == item.department else { throw NotFound() }
    return item
  }

  /// A department's whole way here and now: dry run, and commit unless something looks wrong.
  ///
  /// - Returns: the submission's id.
  @discardableResult
  package func push(
    _ itemID: String, _ file: URL, named name: String, as access: Access
  ) async throws -> Int64 {
    let item = try item(itemID, as: access)
    let incoming = IncomingFile(name: name, hash: try files.keep(file))
    let id = try await here(as: access) { open, holder, lease in
      try open.requires(.pushData)
      return try open.receive(
        incoming, item: item.id, department: item.department, held: holder, until: lease)
    }
    let checked = try await register.read(as: access) { try $0.submission(id) }
    if checked.stage == .refused { throw SubmissionRefusal.unreadable(checked.fault ?? "") }
    guard checked.stage == .checked else { return id }
    return try await here(as: access) { open, holder, lease in
      (id, try open.commit(checked, held: holder, until: lease))
    }
  }

  /// A registry's whole way here and now, without a dry run before it.
  ///
  /// - Returns: the submission's id.
  @discardableResult
  package func importRegistry(
    _ file: URL, named name: String, as access: Access
  ) async throws -> Int64 {
    let incoming = IncomingFile(name: name, hash: try files.keep(file))
    return try await here(as: access) { open, holder, lease in
      try open.requires(.importRegistry)
      let (id, check) = try open.receive(
        incoming, item: Submission.registry, department: "", held: holder, until: lease)
      try open.drop(check)
      try open.take(.check, on: open.submission(id))
      return (id, try open.commit(open.submission(id), held: holder, until: lease))
    }
  }

  /// Asks for a job and does it here, to its end.
  private func here(
    as access: Access,
    _ ask: @escaping @Sendable (OpenRegister, String, Instant) throws -> (Int64, Job)
  ) async throws -> Int64 {
    let holder = Workshop.holder(0)
    let lease = queue.clock.now.adding(seconds: JobQueue.leaseSeconds)
    let (id, job) = try await register.write(as: access) { try ask($0, holder, lease) }
    try await perform(job, as: holder)
    let after = try await register.read(as: access) { try $0.job(job.id) }
    if after.state == .failed { throw SubmissionRefusal.unreadable(after.fault ?? "") }
    return id
  }
}
