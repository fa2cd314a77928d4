import Casework
import Crypto
import Documents
import Foundation
import Hummingbird

/// `/cases/:id/scans`, `/clues/:id/scans`: signed papers come back as pictures;
/// `/cases/:id/signatures`: a letter signed on the screen.
struct ScanRoutes {
  let parts: AppParts
  /// Pictures at once, and bytes of one.
  static let (most, mostBytes) = (20, 12 << 20)

  func add(to routes: Routes) {
    routes.pages.post("cases/:id/scans", use: upload)
    routes.pages.get("cases/:id/scans/:scan", use: show)
    routes.pages.post("cases/:id/scans/:scan", use: settle)
    routes.pages.post("clues/:id/scans", use: uploadToClue)
    routes.pages.get("clues/:id/scans/:scan", use: showOfClue)
    routes.pages.post("cases/:id/signatures", use: sign)
  }

  /// Each picture is filed by itself; what cannot be filed is named with its reason.
  @Sendable func upload(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.keepCase)
    let id = try context.id()
    if let fault = try await file(request, context, on: .caseID(id)) {
      return try await CaseRoutes(parts: parts).page(context, fault: fault.sentence)
    }
    return .leading(to: "/cases/\(id)#consent")
  }

  @Sendable func uploadToClue(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.visit)
    let id = try context.id()
    if let fault = try await file(request, context, on: .clue(id)) { throw fault }
    return .leading(to: "/clues/\(id)")
  }

  /// - Returns: what could not be filed, with its reasons; nil where all was.
  private func file(
    _ request: Request, _ context: AppContext, on page: ScanPlace
  ) async throws -> NotFiled? {
    try await checkRate(context)
    let upload = try await receive(request)
    defer { upload.discard() }
    let (read, faults) = try await read(upload)
    guard !read.isEmpty || !faults.isEmpty else {
      return NotFiled(sentence: PaperRefusal.noPicture.sentence)
    }
    let refusals = try await parts.register.write(as: context.signedIn()) { open in
      // The page itself is one that the officer sees.
      if let id = page.caseID { _ = try open.householdCase(id) }
      if let id = page.clueID { _ = try open.clue(id) }
      return try read.compactMap { picture -> String? in
        do {
          try open.file(picture, on: page)
          return nil
        } catch let refusal as PaperRefusal {
          return refusal.sentence
        }
      }
    }
    let done = read.count - refusals.count
    let sentences = faults + refusals
    guard !sentences.isEmpty else { return nil }
    return NotFiled(sentence: sentences.joined() + (done > 0 ? "其余 \(done) 张已归档。" : ""))
  }

  /// Each officer sends so often within an hour, however many addresses they have.
  private func checkRate(_ context: AppContext) async throws {
    let access = try context.signedIn()
    let isAllowed = try await parts.register.write(as: access) {
      try $0.mayTry(.scan, from: "officer/\(access.officer)")
    }
    guard isAllowed else { throw PaperRefusal.tooMany }
  }

  private func receive(_ request: Request) async throws -> Upload {
    try await Upload.receive(
      request, into: parts.settings.data.appending(path: "uploads"),
      limit: ScanRoutes.most * ScanRoutes.mostBytes, files: ScanRoutes.most)
  }

  /// Reads and seals the pictures; what is none is told.
  private func read(
    _ upload: Upload
  ) async throws -> (read: [ReadPicture], faults: [String]) {
    let named = upload.files.filter { !$0.name.isEmpty }
    var (read, faults): ([ReadPicture], [String]) = ([], [])
    for file in named {
      let (files, isWhole) = (parts.files, parts.pack.keepsPictures)
      do {
        read.append(try await parts.heavy.run { try ReadPicture(file, files, isWhole: isWhole) })
      } catch let refusal as PaperRefusal {
        faults.append(refusal.sentence)
      }
    }
    return (read, faults)
  }

  @Sendable func show(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let (id, number) = (try context.id(), try context.id("scan"))
    let scan = try await parts.register.read(as: context.signedIn()) { open in
      try open.scan(number, of: open.householdCase(id).id)
    }
    return try await give(scan, of: "case/\(id)", context)
  }

  @Sendable func showOfClue(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.readHouseholds)
    let (id, number) = (try context.id(), try context.id("scan"))
    let scan = try await parts.register.read(as: context.signedIn()) { open in
      try open.scans(ofClue: open.clue(id).id).first { $0.id == number }
    }
    guard let scan else { throw NotFound() }
    return try await give(scan, of: "clue/\(id)", context)
  }

  private func give(
    _ scan: PaperScan, of record: String, _ context: AppContext
  ) async throws -> Response {
    let files = parts.files
    let bytes = try await parts.heavy.run {
      try files.open(scan.hash) { Array(try Data(contentsOf: $0)) }
    }
    let type = bytes.first == 0x89 ? "image/png" : "image/jpeg"
    var export = Export(
      .picture(bytes, type: type), name: scan.name, .personal, of: "\(record)/scan/\(scan.id)")
    export.isShown = true
    return try await parts.letOut(export, context)
  }

  @Sendable func settle(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.keepCase)
    let (form, number) = (try await Form.read(request, context), try context.id("scan"))
    // `letter.12` or another paper's name.
    let said = (form["paper"] ?? "").split(separator: ".").map(String.init)
    guard let kind = said.first.flatMap(PaperKind.init(rawValue:)) else {
      throw HTTPError(.badRequest)
    }
    let person = said.count > 1 ? Int64(said[1]) : nil
    return try await CaseRoutes(parts: parts).change(context, form) { open, found, _ in
      try open.settle(open.scan(number, of: found.id), kind, person: person, on: found)
    }
  }

  /// The signature is kept as it was drawn, and the letter with it in one transaction.
  @Sendable func sign(_ request: Request, context: AppContext) async throws -> Response {
    try context.requires(.keepCase)
    try await checkRate(context)
    let upload = try await Upload.receive(
      request, into: parts.settings.data.appending(path: "uploads"), limit: 1 << 20)
    defer { upload.discard() }
    let form = upload.form
    let drawn = try await read(upload).read.first
    guard let person = form["person"].flatMap(Int64.init) else { throw HTTPError(.badRequest) }
    return try await CaseRoutes(parts: parts).change(context, form) { open, found, rules in
      guard let drawn else { throw PaperRefusal.signatureEmpty }
      guard let adult = try open.consents(found).first(where: { $0.person == person }) else {
        throw PaperRefusal.notAdult
      }
      let letter = try SignedLetter(
        of: adult.name, signedBy: form["signer"], guardian: form["guardian"], isGiven: true)
      try open.recordConsent(letter, of: person, on: found, rules.pack)
      try open.keep(drawn, .letter, person: person, .caseID(found.id), .screen)
    }
  }
}

/// Why some pictures were not filed.
struct NotFiled: Refusal {
  let sentence: String
}

extension ReadPicture {
  /// Whole with what the camera wrote beside the picture, or bare of it.
  init(_ file: UploadedFile, _ files: SealedFiles, isWhole: Bool) throws {
    let bytes = Array(try Data(contentsOf: file.url))
    guard bytes.count <= ScanRoutes.mostBytes else { throw PaperRefusal.tooLarge(file.name) }
    do {
      codes = try CodeReader.codes(in: bytes)
    } catch PictureFault.tooLarge {
      throw PaperRefusal.tooLarge(file.name)
    } catch is PictureFault {
      throw PaperRefusal.unreadablePicture(file.name)
    }
    name = file.name
    if isWhole {
      hash = try files.keep(file.url)
    } else {
      guard let bare = BarePicture(bytes) else {
        throw PaperRefusal.unreadablePicture(file.name)
      }
      hash = Hex.text(SHA256.hash(data: bytes))
      try files.keep(bare.bytes, as: hash)
    }
  }
}
