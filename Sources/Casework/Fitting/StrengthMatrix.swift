/// Strengths of many rows side by side: a row a household, a column a strength.
struct StrengthMatrix: Sendable {
  let rows: Int
  let width: Int
  /// Row after row.
  private(set) var cells: [Double]

  init(_ columns: [[Double]], rows: Int) {
    (self.rows, width) = (rows, columns.count)
    cells = [Double](repeating: 0, count: rows * columns.count)
    for (index, column) in columns.enumerated() {
      for row in 0..<rows { cells[row * width + index] = column[row] }
    }
  }

  init(_ strengths: [Strength], of panel: Panel, rows: [Int]) {
    self.init(
      strengths.map { $0.values(in: panel[$0.column], rows: rows) }, rows: rows.count)
  }

  func times(_ weights: [Double]) -> [Double] {
    cells.withUnsafeBufferPointer { cells in
      (0..<rows).map { row in
        var sum = 0.0
        for index in 0..<width { sum += cells[row * width + index] * weights[index] }
        return sum
      }
    }
  }

  /// For every column, the sum over the rows of `values` times its strength.
  func gathered(_ values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: width)
    sums.withUnsafeMutableBufferPointer { sums in
      cells.withUnsafeBufferPointer { cells in
        for row in 0..<rows where values[row] != 0 {
          let (value, start) = (values[row], row * width)
          for index in 0..<width { sums[index] += value * cells[start + index] }
        }
      }
    }
    return sums
  }

  /// `Sᵀ·diag(weights)·S` over the columns of `active`; only the lower half is filled.
  func gram(_ weights: [Double], _ active: [Int]) -> [Double] {
    let size = active.count
    var sums = [Double](repeating: 0, count: size * size)
    var line = [Double](repeating: 0, count: size)
    sums.withUnsafeMutableBufferPointer { sums in
      line.withUnsafeMutableBufferPointer { line in
        cells.withUnsafeBufferPointer { cells in
          for row in 0..<rows where weights[row] != 0 {
            for index in 0..<size { line[index] = cells[row * width + active[index]] }
            for first in 0..<size where line[first] != 0 {
              let (value, start) = (weights[row] * line[first], first * size)
              for second in 0...first { sums[start + second] += value * line[second] }
            }
          }
        }
      }
    }
    return sums
  }
}

/// A positive-definite matrix as the product of a triangle with itself.
struct Cholesky {
  let size: Int
  private var cells: [Double]

  /// The lower half of a symmetric matrix, row after row; nil when it is not positive definite.
  init?(_ lower: [Double], size: Int) {
    self.size = size
    cells = lower
    var isDefinite = true
    cells.withUnsafeMutableBufferPointer { cells in
      for row in 0..<size {
        for column in 0...row {
          var sum = cells[row * size + column]
          for index in 0..<column {
            sum -= cells[row * size + index] * cells[column * size + index]
          }
          if row == column {
            guard sum > 0 else {
              isDefinite = false
              return
            }
            cells[row * size + row] = sum.squareRoot()
          } else {
            cells[row * size + column] = sum / cells[column * size + column]
          }
        }
      }
    }
    if !isDefinite { return nil }
  }

  func solve(_ right: [Double]) -> [Double] {
    var found = right
    for row in 0..<size {
      for column in 0..<row { found[row] -= cells[row * size + column] * found[column] }
      found[row] /= cells[row * size + row]
    }
    for row in (0..<size).reversed() {
      for column in (row + 1)..<max(size, row + 1) {
        found[row] -= cells[column * size + row] * found[column]
      }
      found[row] /= cells[row * size + row]
    }
    return found
  }

  /// The diagonal of the inverse: the variances where the matrix is an information.
  var inverseDiagonal: [Double] {
    (0..<size).map { index in
      var unit = [Double](repeating: 0, count: size)
      unit[index] = 1
      return solve(unit)[index]
    }
  }
}
