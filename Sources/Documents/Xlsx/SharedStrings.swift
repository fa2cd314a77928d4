/// The texts that the cells of a workbook share, all in one run of bytes.
struct SharedStrings: Sendable {
  private(set) var bytes: [UInt8] = []
  private var ends: [Int] = []
  private static let mostBytes = 1 << 28

  init() {}

  init(_ archive: ZipArchive, _ path: String) throws {
    self.init()
    guard let entry = archive.entry(path) else { return }
    try fill(EntryReader(archive, entry))
  }

  private mutating func fill(_ source: any ByteSource) throws {
    let (si, t, rPh) = (MarkupName("si"), MarkupName("t"), MarkupName("rPh"))
    var scan = MarkupScan(source)
    // Phonetic readings are not part of the text.
    var (isText, isPhonetic) = (false, false)
    while case let token = try scan.next(), token.kind != .end {
      switch token.kind {
      case .text: if isText, !isPhonetic { scan.append(token, to: &bytes) }
      case .open where token.name == t: isText = !token.isClosed
      case .open where token.name == rPh: isPhonetic = !token.isClosed
      case .open where token.name == si && token.isClosed: try finish()
      case .close where token.name == t: isText = false
      case .close where token.name == rPh: isPhonetic = false
      case .close where token.name == si: try finish()
      default: break
      }
    }
  }

  /// A text by its number; none where the workbook has none.
  subscript(index: Int) -> ArraySlice<UInt8> {
    guard ends.indices.contains(index) else { return [] }
    return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// Adds the text that a closure writes.
  mutating func add(_ write: (inout [UInt8]) -> Void) throws {
    write(&bytes)
    try finish()
  }

  private mutating func finish() throws {
    guard bytes.count <= SharedStrings.mostBytes else { throw SheetFault.tooLarge("文字过多") }
    ends.append(bytes.count)
  }
}
