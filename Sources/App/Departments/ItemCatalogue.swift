package import Casework

/// The data items of a pack as a page of Markdown (`docs/data-items.md`).
package enum ItemCatalogue {
  package static func markdown(_ pack: PolicyPack) -> String {
    let pushable = pack.items.filter(\.isPushable)
    var lines = [
      "# 部门数据项 Data items", "",
      "由 `shouwang items list --markdown` 生成，`ItemCatalogueTests` 保证与规则包 `\(pack.id)` 一致。",
      "每项的列、同义列名、代码值和范围见规则包的 `items-*.yaml`，模板用 `shouwang items template 编号` 导出。", "",
      "## 依职责推送 Pushed by duty", "",
      "每行变成一件 `fact`；`fact` 一栏就是因子 SQL 里的 `f.kind`，值列在 `f.detail ->> '列'`，`amount` 在 `f.amount_fen`。",
      "",
      "| 部门 | 号 | 数据项 | id | fact | 指向的风险 | 缓解的因子 | 报送 | 同一件事（天） | 值列 | 依据 |",
      "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += pushable.map(row)
    lines += [
      "", "## 只在授权后比对 Compared only after consent", "",
      "这些数据项不能批量推送，不进事实表，不能作因子；只在农户签署授权后、为本户个案的家庭经济状况核对使用，结果密封保存。", "",
      "| 部门 | 号 | 数据项 | id | 核对结果 | 值列 | 依据 |", "|---|---|---|---|---|---|---|",
    ]
    lines += pack.items.filter { !$0.isPushable }.map { item in
      "| \(item.department) | \(item.number.map(String.init) ?? "") | \(item.title) | `\(item.id)`"
        + " | `\(item.fact)` | \(columns(item)) | \(item.reference) |"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ item: DataItem) -> String {
    let risk = item.risk.map { $0.title + (item.isWarning ? "（预警）" : "") } ?? ""
    let cells = [
      item.department, item.number.map(String.init) ?? "", item.title,
      "`\(item.id)`",
      "`\(item.fact)`\(item.isRoster ? "（名册）" : "")\(item.subject == .household ? "（户）" : "")",
      risk, item.protects.map { "`\($0)`" }.joined(separator: " "), item.cadence.text,
      "\(item.windowDays)", columns(item), item.reference,
    ]
    return "| \(cells.joined(separator: " | ")) |"
  }

  /// `day! amount! disease`; `!` stands behind what a row must have.
  private static func columns(_ item: DataItem) -> String {
    item.columns.map { "`\($0.name)\($0.isRequired ? "!" : "")`" }.joined(separator: " ")
  }
}
