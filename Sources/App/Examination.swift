package import Casework
import Foundation
import Store

/// A look over one installation: what is in order, what is not, and what to do.
package enum Examination {
  /// One thing looked at.
  package struct Finding: Sendable, Encodable {
    package let isGood: Bool
    package let text: String
  }

  package static func run(_ settings: Settings, clock: Clock) async -> [Finding] {
    var findings = [folder(settings)]
    do {
      let station = try await Station.open(settings, clock: clock)
      findings.append(Finding(isGood: true, text: "数据库可用，表结构为最新"))
      findings.append(try await places(station))
      findings.append(try await audit(station))
      findings += try await messages(station)
      findings += freeSpace(settings)
    } catch {
      findings.append(
        Finding(isGood: false, text: "数据库打不开：\(Fault.described(error))。请检查地址、权限与磁盘。"))
    }
    return findings
  }

  private static func folder(_ settings: Settings) -> Finding {
    let key = settings.data.appending(path: "keys/master.key").path
    let attributes = try? FileManager.default.attributesOfItem(atPath: key)
    guard let mode = attributes?[.posixPermissions] as? Int else {
      return Finding(isGood: true, text: "主密钥尚未生成，首次启动时自动生成（\(key)）")
    }
    return mode & 0o077 == 0
      ? Finding(isGood: true, text: "主密钥只有本用户可读。请另行离线备份：\(key)")
      : Finding(isGood: false, text: "主密钥可被他人读取，请执行：chmod 600 \(key)")
  }

  private static func places(_ station: Station) async throws -> Finding {
    let count = try await station.database.read { db in
      try db.run("SELECT COUNT(*) AS n FROM place").first?.integer("n") ?? 0
    }
    return count > 0
      ? Finding(isGood: true, text: "行政区划 \(count) 条")
      : Finding(isGood: false, text: "没有行政区划，请重新启动以载入")
  }

  private static func audit(_ station: Station) async throws -> Finding {
    let found = try await AuditVerification.run(in: station.database, keys: station.keys)
    return found.fault.map { Finding(isGood: false, text: "审计链断裂：\($0)") }
      ?? Finding(isGood: true, text: "审计链完整，\(found.entries) 条")
  }

  /// Messages that WeChat did not take, with its number for why.
  private static func messages(_ station: Station) async throws -> [Finding] {
    guard station.settings.weChatID != nil else { return [] }
    let rows = try await station.database.read { db in
      try db.run(
        """
        SELECT fault, COUNT(*) AS n FROM wechat_message
        WHERE fault IS NOT NULL AND state IN ('due', 'failed') GROUP BY fault ORDER BY fault
        """
      ).map { "\(try $0.integer("n")) 条（\(try $0.text("fault"))）" }
    }
    guard !rows.isEmpty else { return [Finding(isGood: true, text: "微信订阅消息没有发送失败")] }
    return [
      Finding(
        isGood: false,
        text: "微信订阅消息没有发出：\(rows.joined(separator: "、"))。括号里是微信的错误码，0 为没有应答；"
          + "请核对模板号和字段名（wechat-…-message），以及服务器能否访问 wechat-base。")
    ]
  }

  private static func freeSpace(_ settings: Settings) -> [Finding] {
    let values = try? FileManager.default.attributesOfFileSystem(forPath: settings.data.path)
    guard let free = values?[.systemFreeSize] as? Int64 else { return [] }
    let gigabytes = free >> 30
    return [
      gigabytes >= 2
        ? Finding(isGood: true, text: "磁盘剩余 \(gigabytes) GB")
        : Finding(isGood: false, text: "磁盘只剩 \(gigabytes) GB，请尽快清理或扩容")
    ]
  }
}
