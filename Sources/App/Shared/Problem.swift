import Casework
import Foundation
import Hummingbird
import Logging
import Store

/// Something that went wrong, as the person or program that asked is told of it.
struct Problem: Sendable {
  let status: HTTPResponse.Status
  let title: String
  let detail: String
  var field: String?

  /// What an error means to the one who asked; a fault of ours tells nothing of its inside.
  init(_ error: any Error) {
    switch error {
    case let refusal as any Refusal:
      self.init(.unprocessableContent, "办不了", refusal.sentence, field: refusal.field)
    case is NotFound:
      self.init(.notFound, "没有找到", "没有这条记录，或者它不在您的管辖范围内。请从列表重新进入。")
    case let lacking as NotPermitted:
      self.init(
        .forbidden, "没有权限",
        "您的岗位不能“\(lacking.duty.title)”。需要时请联系县级安全管理员调整岗位。")
    case is MovedMeanwhile:
      self.init(.conflict, "已被他人办理", "在您填写期间，这件事已由他人办理。请刷新后查看最新情况，您的填写没有生效。")
    case let mismatch as OffsetMismatch:
      self.init(
        .conflict, "起始位置不符", "服务器已收到 \(mismatch.arrived) 字节，请从这里继续上传（Upload-Offset）。")
    case is UniqueViolation:
      self.init(.conflict, "已经存在", "同样的记录已经存在，没有重复登记。请刷新后查看。")
    case is StoreUnavailable:
      self.init(
        .serviceUnavailable, "数据库暂时连不上", "系统正在自动恢复，已保存的数据不会丢失。请一分钟后重试。")
    case is BusyNow:
      self.init(.serviceUnavailable, "系统正忙", "同时处理的大任务太多，请稍后重试。")
    case is NotSignedIn:
      self.init(.unauthorized, "请先登录", "登录后才能查看。")
    case let error as any HTTPResponseError:
      self.init(error.status, Problem.title(of: error.status), Problem.detail(of: error.status))
    case let error as DecodingError:
      self.init(.badRequest, "内容无法识别", error.sentence)
    default:
      self.init(
        .internalServerError, "系统出错了", "这是系统的问题，不是您的操作问题，已经记录。请稍后重试或联系县级管理员。")
    }
  }

  private init(
    _ status: HTTPResponse.Status, _ title: String, _ detail: String, field: String? = nil
  ) {
    (self.status, self.title, self.detail, self.field) = (status, title, detail, field)
  }

  private static func title(of status: HTTPResponse.Status) -> String {
    switch status.code {
    case 404: "没有这个页面"
    case 405: "不能这样操作"
    case 413: "文件太大"
    case 403: "没有权限"
    default: status.code < 500 ? "请求无法识别" : "系统出错了"
    }
  }

  private static func detail(of status: HTTPResponse.Status) -> String {
    switch status.code {
    case 404: "地址可能输错了，或者页面已经移走。请从首页重新进入。"
    case 413: "请把文件拆小后分次上传。"
    case 403: "请求没有通过安全检查，请从本系统的页面重新操作。"
    default: status.code < 500 ? "请返回上一页检查后重新提交。" : "请稍后重试或联系县级管理员。"
    }
  }

  /// RFC 9457, for programs.
  var json: Response {
    let values: [String: String] = [
      "type": "about:blank", "title": title, "detail": detail, "status": String(status.code),
    ].merging(field.map { ["field": $0] } ?? [:]) { first, _ in first }
    let fields = values.sorted { $0.key < $1.key }.map { key, value in
      "\(JSONText.quoted(key)):\(key == "status" ? value : JSONText.quoted(value))"
    }
    return Response(
      status: status, headers: [.contentType: "application/problem+json; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: "{\(fields.joined(separator: ","))}")))
  }
}

/// What `Templates/shared/error.mustache` shows.
struct ProblemPage: Page {
  static let template = "shared/error"
  let code: Int
  let title: String
  let detail: String
  let requestID: String

  init(_ problem: Problem, requestID: String) {
    (code, title, detail) = (problem.status.code, problem.title, problem.detail)
    self.requestID = requestID
  }
}
