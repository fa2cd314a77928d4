internal import Glibc

/// A paper as a Word document (WordprocessingML, ISO/IEC 29500).
enum WordFile {
  static func bytes(of paper: Paper) throws -> [UInt8] {
    let folder = String(cString: getenv("TMPDIR") ?? strdup("/tmp"))
    var template = Array("\(folder)/shouwang-docx.XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw PaperFault(description: String(cString: strerror(errno))) }
    close(descriptor)
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer { unlink(path) }
    let archive = try ZipWriter(path)
    let code = paper.code.flatMap(QRCode.init)
    for (name, text) in parts(of: paper, hasCode: code != nil) {
      try archive.add(name, Array((declaration + text).utf8))
    }
    if let code { try archive.add("word/media/code.png", PaperCanvas.picture(of: code)) }
    try archive.close()
    let file = try ByteFile(path)
    return try file.read(file.size, at: 0)
  }

  private static let declaration =
    #"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"# + "\n"
  private static let main =
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let content = "application/vnd.openxmlformats-officedocument.wordprocessingml"

  private static func parts(
    of paper: Paper, hasCode: Bool
  ) -> [(name: String, text: String)] {
    let types = """
      <Types xmlns="\(package)/content-types"><Default Extension="rels" \
      ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
      <Default Extension="png" ContentType="image/png"/>\
      <Override PartName="/word/document.xml" ContentType="\(content).document.main+xml"/>\
      <Override PartName="/word/styles.xml" ContentType="\(content).styles+xml"/>\
      <Override PartName="/word/footer1.xml" ContentType="\(content).footer+xml"/></Types>
      """
    let roots = relations([("officeDocument", "word/document.xml")])
    let links = relations(
      [("styles", "styles.xml"), ("footer", "footer1.xml")]
        + (hasCode ? [("image", "media/code.png")] : []))
    return [
      ("[Content_Types].xml", types), ("_rels/.rels", roots),
      ("word/_rels/document.xml.rels", links), ("word/styles.xml", styles(paper.size)),
      ("word/footer1.xml", footer(paper.footer)),
      ("word/document.xml", WordText(paper, hasCode: hasCode).document),
    ]
  }

  private static func relations(_ targets: [(type: String, path: String)]) -> String {
    let links = targets.enumerated().map { index, target in
      "<Relationship Id=\"rId\(index + 1)\" Type=\"\(office)/\(target.type)\" "
        + "Target=\"\(target.path)\"/>"
    }.joined()
    return "<Relationships xmlns=\"\(package)/relationships\">\(links)</Relationships>"
  }

  private static func styles(_ size: Double) -> String {
    """
    <w:styles \(main)><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" \
    w:hAnsi="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="\(Int(size * 2))"/>\
    <w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>\
    <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>\
    </w:styles>
    """
  }

  private static func footer(_ text: String) -> String {
    func field(_ name: String) -> String {
      "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> "
        + "\(name) </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
    }
    func run(_ text: String) -> String {
      "<w:r><w:rPr><w:sz w:val=\"16\"/></w:rPr><w:t xml:space=\"preserve\">"
        + "\(WordText.escaped(text))</w:t></w:r>"
    }
    return """
      <w:ftr \(main)><w:p><w:pPr><w:tabs><w:tab w:val="right" w:pos="9600"/></w:tabs></w:pPr>\
      \(run(text))<w:r><w:tab/></w:r>\(run("第 "))\(field("PAGE"))\(run(" 页　共 "))\
      \(field("NUMPAGES"))\(run(" 页"))</w:p></w:ftr>
      """
  }
}
