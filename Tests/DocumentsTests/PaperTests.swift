import Documents
import Foundation
import Testing

/// Papers as PDF and Word, read back by other programs.
struct PaperTests {
  private func long() -> Paper {
    var paper = Paper("防止返贫致贫对象审批名单", number: "兴农防返贫审〔2026〕1号", size: 10.5)
    let rows = (1...95).map { number in
      [Paper.Cell("\(number)"), Paper.Cell("江背镇 高寨村"), Paper.Cell("𠮷长根\(number)")]
    }
    paper.parts = [
      .text("经县级审定，下列农户纳入监测对象。", .body),
      .grid(Paper.Grid([1, 4, 4], heading: ["序号", "村", "户主"], rows: rows)),
      .signatures(["审批单位（盖章）：", "日期：    年  月  日"]),
    ]
    paper.footer = "守望"
    return paper
  }

  @Test func `a list of three pages repeats its heading and counts its pages`() throws {
    let pages = try TestPaper(long(), .pdf).pages
    #expect(pages.count == 3)
    #expect(pages.allSatisfy { $0.contains("序号") && $0.contains("户主") })
    #expect(pages[2].filter { !$0.isWhitespace }.contains("第3页共3页"))
    // Every row is there, once and in its order.
    let all = pages.joined()
    let found = all.matches(of: /长根(\d+)/).compactMap { Int($0.1) }
    #expect(found == Array(1...95))
  }

  @Test(arguments: PaperFormat.allCases)
  func `rare letters appear`(format: PaperFormat) throws {
    var paper = Paper("姓名")
    paper.parts = [.text("䶮、𠮷、㛃、𫖯", .body), .grid(Paper.Grid([1], rows: [[.init("龑䶮")]]))]
    let pages = try TestPaper(paper, format).pages
    #expect(pages.count == 1)
    for letter in ["䶮", "𠮷", "㛃", "𫖯", "龑"] { #expect(pages[0].contains(letter)) }
  }

  @Test func `an office opens the Word file, with code, table and heading`() throws {
    var paper = long()
    paper.code = "https://127.0.0.1:8080/p/L-360732-7-12-ABCDEFGH"
    let pages = try TestPaper(paper, .docx).pages
    #expect(pages.count >= 3 && pages.allSatisfy { $0.contains("户主") })
    #expect(pages.joined().contains("审批单位（盖章）"))
  }

  @Test(arguments: [[], ["姓名", "关系"]])
  func `a heading stands on the page of the row that it announces`(columns: [String]) throws {
    for lines in 24...46 {
      var paper = Paper("申请书")
      let row: [Paper.Cell] = [.init("代填人与本人的关系", least: 70), .init("邻居")]
      paper.parts = (1...lines).map { .text("第 \($0) 行", .plain) }
      paper.parts += [
        .text("代为申请", .heading), .grid(Paper.Grid([1, 3], heading: columns, rows: [row])),
      ]
      let pages = try TestPaper(paper, .pdf).pages
      let page = try #require(pages.first { $0.contains("代为申请") })
      #expect(page.contains("邻居"), "after \(lines) lines")
      #expect(columns.isEmpty || page.contains("关系"))
    }
  }

  @Test func `a cell that is taller than a page goes on over the next`() throws {
    var paper = Paper("评议记录")
    let words = (1...400).map { "第\($0)句话说得很长。" }.joined()
    paper.parts = [.grid(Paper.Grid([1, 5], rows: [[.label("记录"), .init(words)]]))]
    let pages = try TestPaper(paper, .pdf).pages
    // What stands at the head and foot of pages comes between two lines of the cell.
    let lines = pages.joined().split(whereSeparator: \.isNewline)
      .map { $0.filter { !$0.isWhitespace } }.filter { !$0.contains(/页共|（续）/) }
    let found = lines.joined().matches(of: /第(\d+)句/).compactMap { Int($0.1) }
    #expect(pages.count > 1 && found == Array(1...400))
  }

  @Test(arguments: ["jpg", "png"])
  func `the code on a printed page is read again`(kind: String) throws {
    var paper = long()
    paper.code = "https://127.0.0.1:8080/p/L-360732-7-12-ABCDEFGH"
    let picture = try TestPaper(paper, .pdf).picture(kind, dots: 150)
    #expect(try CodeReader.codes(in: picture) == [paper.code])
  }

  @Test func `what is no picture is refused, and a broken one says nothing`() throws {
    #expect(throws: PictureFault.unreadable) { try CodeReader.codes(in: Array("%PDF-1.4".utf8)) }
    #expect(throws: PictureFault.unreadable) { try CodeReader.codes(in: [0xFF, 0xD8, 0xFF]) }
    // 100,000 × 100,000 dots, said by the head alone.
    let head: [UInt8] =
      [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13] + Array("IHDR".utf8)
      + [0, 1, 0x86, 0xA0, 0, 1, 0x86, 0xA0, 8, 2, 0, 0, 0]
    #expect(throws: PictureFault.tooLarge) { try CodeReader.codes(in: head) }
  }

  @Test func `every word of a paper has a place`() {
    let words = long().words
    #expect(words.contains { $0.place == "表格 1 第 2 行第 3 列" && $0.text == "𠮷长根2" })
    #expect(words.contains { $0.place == "标题" } && words.contains { $0.place == "签字处" })
  }
}

/// A paper as it was written, looked at with poppler's programs and LibreOffice.
struct TestPaper {
  private let folder: URL
  private let pdf: URL

  init(_ paper: Paper, _ format: PaperFormat) throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "shouwang-paper-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    pdf = folder.appending(path: "paper.pdf")
    let file = folder.appending(path: "paper.\(format.rawValue)")
    try Data(paper.bytes(as: format)).write(to: file)
    guard format == .docx else { return }
    try TestPaper.run(
      "soffice", "-env:UserInstallation=file://\(folder.path)/office", "--headless",
      "--convert-to", "pdf", "--outdir", folder.path, file.path)
  }

  var pages: [String] {
    get throws {
      let text = try TestPaper.run("pdftotext", "-layout", pdf.path, "-")
      return text.split(separator: "\u{C}").map(String.init)
    }
  }

  /// The first page as a photograph would show it.
  func picture(_ kind: String, dots: Int) throws -> [UInt8] {
    try TestPaper.run(
      "pdftoppm", "-r", "\(dots)", kind == "jpg" ? "-jpeg" : "-png", "-singlefile", pdf.path,
      folder.appending(path: "page").path)
    return Array(try Data(contentsOf: folder.appending(path: "page.\(kind)")))
  }

  @discardableResult
  private static func run(_ command: String...) throws -> String {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return text
  }
}
