/// The letter of authorisation (承诺授权书) as it is read out and signed (`domain.md` 2.4).
package enum LetterText {
  package static func text(_ terms: CheckTerms?) -> [String] {
    let (body, months) = (terms?.body ?? "核对机构", terms?.validMonths ?? 12)
    return [
      "我承诺：申报的家庭成员、收入和财产情况真实、完整；隐瞒或作假的，愿意按规定退回所得的帮扶。",
      "我同意\(body)为办理这一次申请，向有关部门和金融机构核对：户籍、车辆、社会保险、公积金、住房和不动产、存款、证券、商业保险、工商登记、纳税、"
        + "公益性岗位补贴和农机。",
      "核对结果只用于这一次办理，只有指定的经办人能看，每次打开都留有记录。",
      "授权从今天起 \(months) 个月有效，可以随时撤回，撤回后结果立即销毁。",
      "不同意的可以不签：已有的帮扶不受影响，只是这次不能按申请核对。",
    ]
  }
}
