import Casework
import Foundation

/// What an officer filled in on the phone, as it is sent.
package struct HandsetRecord: Codable, Sendable {
  /// The phone's own number for it, by which it is known when it comes twice: a UUID.
  package var id: String
  package var kind: Kind
  package var household: Int64
  /// The clue that the visit answers to; nil where none waited.
  package var clue: Int64?
  /// Who filled it in; nil from a program that sends for whoever is signed in.
  package var officer: Int64?
  /// The form it was filled in with and its edition. Phones that knew the visit sheet only say the
  /// sheet's mark and no edition.
  package var form: String
  package var version: String?
  /// Milliseconds by the phone's clock, which may be wrong: when it was filled in, and when sent.
  package var filledAt: Int64
  package var sentAt: Int64
  /// What the phone knew of the fields when it last had signal, and what was filled in.
  package var base: [String: String]
  package var values: [String: String]
  /// Attachments by the SHA-256 of their bytes, with their kind.
  package var attachments: [String: AttachmentKind]?
  /// Hands the record over to the township, because it cannot be taken in.
  package var isHandover: Bool?

  package enum Kind: String, Codable, Sendable {
    /// A visit that concludes a clue.
    case visit
    /// Changes to what is known of a household.
    case household
    /// Something noticed that has to be looked at.
    case clue
    /// One adult's letter of authorisation, signed or refused.
    case consent
    /// A measure of help that was carried out.
    case measure
    case followUp, sweep
    /// Where the household lives, as the officer chose to keep it.
    case place
    /// A call to a household that somebody else visited.
    case call
    /// One of the county's own forms.
    case form
    /// A form of the open case: its application, or the sheet of its removal.
    case application, removal

    var duty: Duty {
      switch self {
      case .call: .spotCheck
      case .application, .removal: .keepCase
      default: .visit
      }
    }
  }

  /// Ten years: a phone that says more says nothing.
  private static let longest: Int64 = 10 * 366 * 86_400_000

  /// The moment by our clock: the phone's may be wrong, the time between its two moments is not.
  func filled(received: Instant) -> Instant {
    let (ago, isAbsurd) = sentAt.subtractingReportingOverflow(filledAt)
    guard !isAbsurd, (0...HandsetRecord.longest).contains(ago) else { return received }
    return Instant(microseconds: received.microseconds - ago * 1_000)
  }

  func check() throws {
    guard UUID(uuidString: id) != nil else { throw HandsetRefusal.number }
    guard values.count <= 200, values.values.allSatisfy({ $0.count <= 4_000 }) else {
      throw HandsetRefusal.tooMuch
    }
    for hash in (attachments ?? [:]).keys { try HandsetAttachment.check(hash) }
  }
}

/// A kind of file that goes with a record.
package enum AttachmentKind: String, Codable, Sendable {
  case photo, signature, voice
}

/// Why a record or a file from a phone cannot be taken in as it is.
package enum HandsetRefusal: Refusal {
  case number, tooMuch, numberReused, nothingSaid, anotherOfficer
  case hash, size(AttachmentKind), content(AttachmentKind), damaged, offset, pixels
  case voiceLong(minutes: Int, most: Int), voiceUnread
  case unknownForm(String)

  package var sentence: String {
    switch self {
    case .number: "记录编号应为 UUID，请更新手机端后重发。"
    case .tooMuch: "填写的内容过长（每项最多 4000 字），请精简后重发。"
    case .numberReused: "这个编号已用于另一条内容不同的记录，请在手机上重新保存后再发。"
    case .anotherOfficer: "这条记录是另一位信息员填写的，请由本人登录后发送。"
    case .nothingSaid: "请写几句发现的情况（至少 5 个字）。"
    case .unknownForm(let version):
      "这条记录是按第 \(version) 版表单填的，服务器没有这一版。请联网更新后打开记录，按新表核对再发；急的可转交乡镇处理。"
    case .hash: "附件编号应为内容的 SHA-256。"
    case .size(.photo): "照片超过 2 MB，请在手机上压缩后重发。"
    case .size(.signature): "签名图片超过 200 KB，请重签。"
    case .size(.voice): "录音超过 8 MB，请分段重新录制，每段几分钟。"
    case .content(.photo): "这个文件不是照片（只收 JPEG、PNG、WebP）。"
    case .content(.signature): "签名应为 PNG 图片。"
    case .content(.voice): "这个文件不是录音（只收 WebM、OGG、MP4、MP3）。"
    case .pixels: "照片像素太多（超过 8000 万），打不开，请重新拍摄。"
    case .voiceLong(let minutes, let most):
      "这段录音约 \(minutes) 分钟，一段最长 \(most) 分钟，没有收下。请分段重新录制，每段说一件事；要紧的话也可以直接写进表里。"
    case .voiceUnread: "读不出这段录音有多长，可能没有录完整，没有收下。请重新录一段。"
    case .damaged: "附件传到一半内容对不上，已丢弃，请重新上传。"
    case .offset: "缺少请求头 Upload-Offset。"
    }
  }
}
