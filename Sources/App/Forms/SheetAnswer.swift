import Casework
import Foundation
import Hummingbird

/// A workbook as it is sent to a browser.
struct SheetAnswer {
  let name: String
  let bytes: Data

  var response: Response {
    let told = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "form"
    return Response(
      status: .ok,
      headers: [
        .contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        .contentDisposition: "attachment; filename=\"form.xlsx\"; filename*=UTF-8''\(told).xlsx",
        .cacheControl: "no-store",
      ],
      body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
