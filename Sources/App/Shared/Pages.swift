import Foundation
import Hummingbird
import Mustache

/// A page's values, named as its template names them.
package protocol Page: Sendable {
  static var template: String { get }
}

/// The templates, read once at start.
package struct Pages: Sendable {
  private let library: MustacheLibrary

  package init() async throws {
    library = try await MustacheLibrary(directory: Bundle.module.bundlePath + "/Templates")
  }

  /// Renders the page inside the frame of the officer who asked.
  func render(
    _ page: some Page, _ context: AppContext, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    HTML(text: try text(of: page, frame: Frame(context)), status: status).response
  }

  func text<P: Page>(of page: P, frame: Frame) throws -> String {
    // The frame's values stand beside the page's, so one template and its layout see both.
    var values: [String: Any] = ["frame": frame]
    for child in Mirror(reflecting: page).children {
      if let label = child.label, let value = present(child.value) { values[label] = value }
    }
    guard let text = library.render(values, withTemplate: P.template) else {
      throw MissingTemplate(name: P.template)
    }
    return text
  }
}

/// The value inside an optional; nil where there is none, so that its tag is empty.
private func present(_ value: Any) -> Any? {
  let mirror = Mirror(reflecting: value)
  return mirror.displayStyle == .optional ? mirror.children.first?.value : value
}

/// A page names a template that is not there: a fault of ours.
struct MissingTemplate: Error {
  let name: String
}

/// A rendered page on its way out.
struct HTML {
  let text: String
  var status: HTTPResponse.Status = .ok

  var response: Response {
    Response(
      status: status,
      headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }
}
