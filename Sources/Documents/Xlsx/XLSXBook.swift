/// An xlsx workbook, its sheets and what they share.
///
/// `<dimension>` is not looked at: exports of the national system state it wrongly.
struct XLSXBook: SheetBook {
  let archive: ZipArchive
  let sheets: [SheetInfo]
  /// Where the sheets lie in the package, in the order of the tabs.
  let paths: [String]
  let stylesPath: String?
  let shared: XLSXShared

  init(_ path: String) throws {
    let archive = try ZipArchive(path)
    self.archive = archive
    let parts = try XLSXParts(archive)
    (sheets, paths, stylesPath) = (parts.sheets, parts.paths, parts.stylesPath)
    shared = XLSXShared(
      strings: try parts.stringsPath.map { try SharedStrings(archive, $0) } ?? SharedStrings(),
      styles: try parts.stylesPath.map { try CellStyles(archive, $0) } ?? CellStyles(),
      startsIn1904: parts.startsIn1904)
  }

  func reader(_ index: Int, spreadingMerged: Bool) throws -> any SheetReader {
    guard paths.indices.contains(index) else { throw SheetFault.broken("没有这个工作表") }
    guard let entry = archive.entry(paths[index]) else {
      throw SheetFault.broken("缺少 \(paths[index])")
    }
    let reader = XLSXReader(sheets[index], try EntryReader(archive, entry), shared)
    guard spreadingMerged else { return reader }
    let merges = try MergedCells(EntryReader(archive, entry))
    return merges.isEmpty ? reader : SpreadReader(reader, merges)
  }
}

/// What all sheets of a workbook draw on.
struct XLSXShared: Sendable {
  let strings: SharedStrings
  let styles: CellStyles
  let startsIn1904: Bool
}

/// Which part of the package is what.
struct XLSXParts {
  private(set) var sheets: [SheetInfo] = []
  private(set) var paths: [String] = []
  private(set) var stylesPath: String?
  private(set) var stringsPath: String?
  private(set) var startsIn1904 = false

  init(_ archive: ZipArchive) throws {
    let bookPath = try XLSXParts.bookPath(archive)
    let folder = bookPath.split(separator: "/").dropLast().joined(separator: "/")
    let name = bookPath.split(separator: "/").last ?? ""
    let links = try Relations(archive, "\(folder)/_rels/\(name).rels", folder: folder)
    stylesPath = links.first("/styles")
    stringsPath = links.first("/sharedStrings")
    guard let entry = archive.entry(bookPath) else { throw SheetFault.noSheet }
    var scan = MarkupScan(try EntryReader(archive, entry))
    while case let token = try scan.next(), token.kind != .end {
      guard token.kind == .open else { continue }
      if token.name == XLSXNames.workbookPr {
        startsIn1904 = ["1", "true"].contains(scan.attribute(XLSXNames.date1904, of: token))
      } else if token.name == XLSXNames.sheet {
        add(scan, token, links)
      }
    }
    guard !sheets.isEmpty else { throw SheetFault.noSheet }
  }

  /// A sheet that is a chart or a macro has no rows and is left out.
  private mutating func add(_ scan: MarkupScan, _ token: MarkupScan.Token, _ links: Relations) {
    guard let id = scan.attribute(XLSXNames.id, of: token), let link = links[id],
      link.type.hasSuffix("/worksheet") || link.type.isEmpty
    else { return }
    let state = scan.attribute(XLSXNames.state, of: token) ?? "visible"
    sheets.append(
      SheetInfo(
        index: sheets.count, name: scan.attribute(XLSXNames.name, of: token) ?? "",
        isHidden: state != "visible"))
    paths.append(link.target)
  }

  private static func bookPath(_ archive: ZipArchive) throws -> String {
    let links = try Relations(archive, "_rels/.rels", folder: "")
    return links.first("/officeDocument") ?? "xl/workbook.xml"
  }
}

/// The links from one part of the package to others.
struct Relations {
  private var links: [String: (type: String, target: String)] = [:]

  init(_ archive: ZipArchive, _ path: String, folder: String) throws {
    guard let entry = archive.entry(path) else { return }
    var scan = MarkupScan(try EntryReader(archive, entry))
    while case let token = try scan.next(), token.kind != .end {
      guard token.kind == .open, token.name == XLSXNames.relationship,
        let id = scan.attribute(XLSXNames.linkID, of: token),
        let target = scan.attribute(XLSXNames.target, of: token)
      else { continue }
      links[id] = (
        scan.attribute(XLSXNames.type, of: token) ?? "", Relations.path(target, in: folder)
      )
    }
  }

  subscript(id: String) -> (type: String, target: String)? { links[id] }

  func first(_ ending: String) -> String? {
    links.values.first { $0.type.hasSuffix(ending) }?.target
  }

  private static func path(_ target: String, in folder: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var parts = folder.split(separator: "/")
    for part in target.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}

/// The names of elements and attributes that matter in a workbook.
enum XLSXNames {
  static let (workbookPr, date1904) = (MarkupName("workbookPr"), MarkupName("date1904"))
  static let (sheet, state, name, id) = (
    MarkupName("sheet"), MarkupName("state"), MarkupName("name"), MarkupName("id")
  )
  static let (relationship, linkID) = (MarkupName("Relationship"), MarkupName("Id"))
  static let (target, type) = (MarkupName("Target"), MarkupName("Type"))
  static let (numFmt, numFmtId) = (MarkupName("numFmt"), MarkupName("numFmtId"))
  static let (formatCode, cellXfs, xf) = (
    MarkupName("formatCode"), MarkupName("cellXfs"), MarkupName("xf")
  )
  static let (mergeCell, ref) = (MarkupName("mergeCell"), MarkupName("ref"))
}
