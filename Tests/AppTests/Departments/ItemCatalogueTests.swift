import App
import Foundation
import Testing

struct ItemCatalogueTests {
  @Test func `the page of data items is that of the pack`() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../docs/data-items.md")
    let pack = try PolicyShelf.load("jiangxi-2026", from: nil)
    #expect(try String(contentsOf: page, encoding: .utf8) == ItemCatalogue.markdown(pack))
  }
}
