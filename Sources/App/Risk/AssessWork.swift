import Casework
import Store

extension Workshop {
  /// Computes the coefficients that something has changed, then turns what departments sent into clues.
  func assess(_ work: JobWork) async throws {
    let system = Access.system(in: PlaceCode(number: work.job.county * 1_000_000))
    let pack = pack
    try await tell(work, 0, "正在读取数据", as: system)
    try await Assess(register: register, pack: pack).update(as: system)
    try await register.write(as: system) { open in
      try work.reach(1, of: 2, "正在生成线索", in: open)
      let raised = try Warnings.raise(in: open, pack)
      try work.reach(2, of: 2, "测算完成，新线索 \(raised) 条", in: open)
    }
  }

  private func tell(
    _ work: JobWork, _ done: Int, _ words: String, as access: Access
  ) async throws {
    try await register.write(as: access) { try work.reach(done, of: 2, words, in: $0) }
  }
}
