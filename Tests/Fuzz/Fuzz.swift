import Glibc

/// libFuzzer's way in. `FUZZ=parts` takes the bytes as the parts of a workbook, otherwise they are a
/// file. `tools/fuzz.sh` builds and runs it.
private let isParts = getenv("FUZZ").map { String(cString: $0) == "parts" } ?? false
private let folder = getenv("FUZZ_FOLDER").map { String(cString: $0) } ?? "/dev/shm"
private let path = "\(folder)/fuzz-\(getpid())"

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = UnsafeBufferPointer(start: start, count: count)
  let bytes = isParts ? FuzzTarget.workbook(Array(input)) : Array(input)
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  guard file >= 0, write(file, bytes, bytes.count) == bytes.count else { return -1 }
  close(file)
  do {
    try FuzzTarget.read(path, writingTo: path + ".out")
  } catch {
    print("neither read nor refused: \(error)")
    abort()
  }
  return 0
}
