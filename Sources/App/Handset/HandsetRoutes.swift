import Casework
import Foundation
import HTTPTypes
import Hummingbird
import Store

/// `/m`, the officer's phone, and `/api/v1/handset`, by which it and the mini-program work.
struct HandsetRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.open.get("m", use: shell)
    let api = routes.api.group("handset")
    api.get("form", use: start)
    api.post("sync", use: sync)
    api.post("records", use: accept)
    api.post("receipts/check", use: check)
    api.head("attachments/:hash", use: progress)
    api.patch("attachments/:hash", use: append)
    HandsetDeskRoutes(parts: parts).add(to: routes)
    CallRoutes(parts: parts).add(to: routes)
  }

  /// The page itself knows nobody: it must open without signal.
  @Sendable func shell(_ request: Request, context: AppContext) async throws -> Response {
    let file = Bundle.module.bundleURL.appending(path: "Public/m/index.html")
    let text = try String(contentsOf: file, encoding: .utf8)
    return Response(
      status: .ok,
      headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-cache"],
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }

  /// Who is signed in, and the forms to fill in.
  @Sendable func start(_ request: Request, context: AppContext) async throws -> Response {
    try Self.checkUser(context)
    let access = try context.signedIn()
    let pack = parts.pack
    let current = try await parts.register.read(as: access) { try $0.forms(pack) }
    let forms = Dictionary(
      current.map { ($0.name, FormOnPhone($0)) }, uniquingKeysWith: { first, _ in first })
    return try JSONAnswer.response(
      HandsetStart(
        officer: access.officer, name: access.name, place: context.placeName,
        isPractice: context.isPractice, form: .visit, forms: forms,
        letter: LetterText.text(parts.pack.check), call: access.may(.visit) ? nil : .current,
        photoStamp: terms.photoStamp, voiceSeconds: terms.voiceMinutes * 60,
        now: parts.register.clock.now.microseconds / 1_000))
  }

  /// What is new or changed since the phone last asked, page by page.
  @Sendable func sync(_ request: Request, context: AppContext) async throws -> Response {
    try Self.checkUser(context)
    let (asked, rules) = (try await request.json(as: SyncRequest.self), Rules(parts))
    let text = try await parts.register.read(as: context.signedIn()) { open in
      try SyncPage(asked, rules, in: open).json(at: open.now)
    }
    return Response(
      status: .ok,
      headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }

  /// Officers who visit, and those who call the visited.
  private static func checkUser(_ context: AppContext) throws {
    if try !context.signedIn().may(.spotCheck) { try context.requires(.visit) }
  }

  @Sendable func accept(_ request: Request, context: AppContext) async throws -> Response {
    let (record, pack) = (try await request.json(as: HandsetRecord.self), parts.pack)
    let access = try context.signedIn()
    do {
      let receipt = try await again {
        try await parts.register.write(as: access) { try $0.accept(record, pack) }
      }
      return try JSONAnswer.response(receipt, status: .created)
    } catch let incomplete as FormIncomplete {
      return try JSONAnswer.response(RecordFaults(incomplete), status: .unprocessableContent)
    }
  }

  /// Of two tabs that send one record at once the second finds the first's receipt; of two officers
  /// who conclude one clue at once the second is told that it is concluded.
  private func again<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch is UniqueViolation {
      return try await body()
    } catch is MovedMeanwhile {
      return try await body()
    }
  }

  /// Whether a receipt that somebody shows is ours.
  @Sendable func check(_ request: Request, context: AppContext) async throws -> Response {
    let receipt = try await request.json(as: HandsetReceipt.self)
    let isGenuine = try await parts.register.read(as: context.signedIn()) {
      try $0.isGenuine(receipt)
    }
    return try JSONAnswer.response(["isGenuine": isGenuine])
  }

  @Sendable func progress(_ request: Request, context: AppContext) async throws -> Response {
    let hash = context.parameters.get("hash") ?? ""
    let found = try await parts.register.read(as: context.signedIn()) { try $0.attachment(hash) }
    guard let found else { throw NotFound() }
    return Self.answer(found.arrived)
  }

  /// The next piece of a file, from the byte named by `Upload-Offset`.
  @Sendable func append(_ request: Request, context: AppContext) async throws -> Response {
    let (hash, access) = (context.parameters.get("hash") ?? "", try context.signedIn())
    guard let kind = request.query("kind").flatMap(AttachmentKind.init(rawValue:)),
      let size = request.query("size").flatMap({ Int($0) }),
      let offset = request.headers[PushAnswer.offset].flatMap({ Int($0) })
    else { throw HandsetRefusal.offset }
    let found = try await again {
      try await parts.register.write(as: access) { try $0.begin(hash, kind, size: size) }
    }
    if found.isFinished { return Self.answer(found.size) }
    guard offset == found.arrived else { throw OffsetMismatch(arrived: found.arrived) }
    let bytes = Array(
      buffer: try await request.body.collect(upTo: HandsetAttachment.mostInPiece))
    let arrived = found.arrived + bytes.count
    guard arrived <= found.size else { throw HandsetRefusal.size(found.kind) }
    if offset == 0 {
      guard found.kind.holds(bytes) else { throw HandsetRefusal.content(found.kind) }
      if found.kind != .voice, PictureSize.pixels(bytes) ?? 0 > PictureSize.most {
        throw HandsetRefusal.pixels
      }
    }
    try await keep(bytes, of: found, as: access)
    return Self.answer(arrived)
  }

  private func keep(_ bytes: [UInt8], of found: HandsetAttachment, as access: Access) async throws {
    let (files, name) = (parts.files, HandsetAttachment.part(found.hash, in: access.place.county))
    let sealed = try await parts.heavy.run {
      try files.append(bytes, to: name, sealed: found.sealed)
    }
    let arrived = found.arrived + bytes.count
    if arrived == found.size {
      if found.kind == .voice { try await checkLength(of: found, as: access) }
      let isBare = found.kind != .voice && !parts.pack.keepsPictures
      let hash = try await parts.heavy.run {
        try isBare ? files.finishBare(name) : files.finish(name)
      }
      guard hash == found.hash else {
        try await parts.register.write(as: access) { try $0.forget(found.hash) }
        throw hash == nil ? HandsetRefusal.content(found.kind) : .damaged
      }
    }
    try await parts.register.write(as: access) {
      try $0.note(found, arrived: arrived, sealed: sealed)
    }
  }

  /// A voice note is only kept when it is short enough, by its own frames.
  private func checkLength(of found: HandsetAttachment, as access: Access) async throws {
    let (files, name) = (parts.files, HandsetAttachment.part(found.hash, in: access.place.county))
    let most = terms.voiceMinutes
    let refusal: HandsetRefusal? = try await parts.heavy.run {
      guard let seconds = VoiceLength(try files.arrived(name)).seconds else { return .voiceUnread }
      // The phone stops at the minute, and a little is said until it does.
      return seconds > Double(most * 60 + 5)
        ? .voiceLong(minutes: Int((seconds / 60).rounded(.up)), most: most) : nil
    }
    guard let refusal else { return }
    files.drop(name)
    try await parts.register.write(as: access) { try $0.forget(found.hash) }
    throw refusal
  }

  private var terms: HandsetTerms { parts.pack.handset ?? HandsetTerms() }

  private static func answer(_ arrived: Int) -> Response {
    var headers: HTTPFields = [.cacheControl: "no-store"]
    headers[PushAnswer.offset] = String(arrived)
    return Response(status: .noContent, headers: headers)
  }
}

/// What the phone begins with.
private struct HandsetStart: Encodable {
  let officer: Int64
  let name: String
  let place: String
  let isPractice: Bool
  /// The visit sheet for phones that do not know `forms` yet.
  let form: HandsetForm
  let forms: [String: FormOnPhone]
  /// What is read out before an adult signs.
  let letter: [String]
  /// What callers ask; nil for officers who visit.
  let call: CallForm?
  /// What the phone draws into photos.
  let photoStamp: [PhotoStamp]
  /// How long it records at most.
  let voiceSeconds: Int
  let now: Int64
}

/// Why a record cannot be taken in yet, field by field (RFC 9457 with `fields`).
private struct RecordFaults: Encodable {
  let type = "about:blank"
  let title = "还有几处需要改正"
  let status = 422
  let detail: String
  let fields: [Fault]

  struct Fault: Encodable {
    let field: String
    let sentence: String
  }

  init(_ incomplete: FormIncomplete) {
    detail = incomplete.sentence
    fields = incomplete.refusals.map { Fault(field: $0.field ?? "", sentence: $0.sentence) }
  }
}
