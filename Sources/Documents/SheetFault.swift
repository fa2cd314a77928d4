/// Why a file cannot be read as a sheet.
package enum SheetFault: Error, Hashable, Sendable {
  case noSheet, empty, encrypted, oldExcel
  /// It is not there, or may not be read.
  case unopened(String)
  case broken(String)
  case tooLarge(String)

  /// What is wrong with the file and what to do.
  package var sentence: String {
    switch self {
    case .noSheet: "这不是电子表格。请上传 xlsx、xls 或 csv 文件。"
    case .empty: "文件是空的，没有可以导入的内容。"
    case .encrypted: "文件有密码保护，请先去掉密码再上传。"
    case .oldExcel: "这是 Excel 95 或更早的文件，请在 Excel 或 WPS 中另存为 .xlsx 后上传。"
    case .unopened(let reason): "文件打不开：\(reason)。"
    case .broken(let reason): "文件已损坏：\(reason)。请重新导出后上传。"
    case .tooLarge(let reason): "文件内容异常：\(reason)。请检查后重新导出。"
    }
  }
}
