/// One row as a reader fills it: the bytes of all its cells, one after another.
///
/// It is filled again for every row, so that a million rows cost no memory and no `String` is made
/// that nobody asks for.
package struct RowBuffer: Sendable {
  /// Counted from 1, as the spreadsheet program shows it.
  package internal(set) var number = 0
  /// What was odd about the row's bytes.
  package internal(set) var note: RowNote?
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int] = []
  static let mostColumns = 16_384
  private static let mostBytes = 64 << 20

  package init() {}

  /// How many cells it has, the empty ones between them counted.
  package var count: Int { ends.count }

  package var isEmpty: Bool { bytes.isEmpty }

  /// The text of a cell; empty beyond the last.
  package subscript(column: Int) -> String {
    column < ends.count ? String(decoding: utf8(column), as: UTF8.self) : ""
  }

  /// The bytes of a cell; none beyond the last.
  package func utf8(_ column: Int) -> ArraySlice<UInt8> {
    guard column < ends.count else { return [] }
    return bytes[start(column)..<ends[column]]
  }

  /// All cells as text.
  package var cells: [String] { ends.indices.map { self[$0] } }

  package func isEmpty(_ column: Int) -> Bool {
    column >= ends.count || start(column) == ends[column]
  }

  mutating func begin(_ number: Int) {
    self.number = number
    note = nil
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  mutating func append(_ cell: some Collection<UInt8>) {
    bytes.append(contentsOf: cell)
    ends.append(bytes.count)
  }

  /// Puts a cell into a column; those left out before it are empty.
  mutating func put(_ cell: some Collection<UInt8>, at column: Int) throws {
    guard column < RowBuffer.mostColumns else {
      throw SheetFault.tooLarge("第 \(number) 行超过 \(RowBuffer.mostColumns) 列")
    }
    guard bytes.count + cell.count < RowBuffer.mostBytes else {
      throw SheetFault.tooLarge("第 \(number) 行过长")
    }
    if column < ends.count {
      replace(column, by: cell)
    } else {
      while ends.count < column { ends.append(bytes.count) }
      append(cell)
    }
  }

  private func start(_ column: Int) -> Int { column == 0 ? 0 : ends[column - 1] }

  private mutating func replace(_ column: Int, by cell: some Collection<UInt8>) {
    let grown = cell.count - (ends[column] - start(column))
    bytes.replaceSubrange(start(column)..<ends[column], with: cell)
    for later in column..<ends.count { ends[later] += grown }
  }

  /// Changes the bytes of every cell.
  mutating func mapCells(_ change: (ArraySlice<UInt8>, inout [UInt8]) -> Void) {
    var (changed, newEnds): ([UInt8], [Int]) = ([], [])
    changed.reserveCapacity(bytes.count * 2)
    for column in ends.indices {
      change(utf8(column), &changed)
      newEnds.append(changed.count)
    }
    (bytes, ends) = (changed, newEnds)
  }
}

/// How rows are counted where a file states their numbers itself: upwards, whatever it states, so
/// that no two rows of a sheet have one number.
enum RowNumber {
  /// Far beyond what any program shows.
  private static let most = 1 << 30

  static func next(_ stated: Int?, after last: Int) -> Int {
    guard let stated, stated > last, stated <= most else { return last + 1 }
    return stated
  }
}

/// What was odd about a row's bytes, though it could be read.
package enum RowNote: Hashable, Sendable {
  /// Written in another encoding than the rest of the file.
  case otherEncoding
  /// Holds bytes that are characters in no known encoding.
  case unreadable

  package var sentence: String {
    switch self {
    case .otherEncoding: "本行的文字编码与文件其余各行不同，已按本行的编码读出，请核对"
    case .unreadable: "本行有无法识别的字符，请在原文件中改正后重新发送"
    }
  }
}
