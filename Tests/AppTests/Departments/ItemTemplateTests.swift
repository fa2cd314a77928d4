import App
import Casework
import Documents
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

struct ItemTemplateTests {
  @Test(arguments: TestStore.available)
  func `a department fetches the templates of its own items only`(store: TestStore) async throws {
    let county = try await TestCounty(store)
    let education = try await county.officer(
      .departmentOfficer, at: TestCounty.county, department: "教育")
    let cookie = try await county.signIn(education)
    try await county.test { client in
      let mine = try await client.open("/items/dropout/template", cookie: cookie)
      #expect(mine.status == .ok && mine.body.getString(at: 0, length: 2) == "PK")
      #expect(mine.headers[.contentDisposition]?.contains("dropout.xlsx") == true)
      #expect(try await client.open("/items/medical/template", cookie: cookie).status == .notFound)
      #expect(try await client.open("/items/none/template", cookie: cookie).status == .notFound)
    }
    let head = try await county.signIn(
      county.officer(.countyAdministrator, at: TestCounty.county))
    try await county.test { client in
      let vehicles = try await client.open("/items/vehicle/template", cookie: head)
      #expect(vehicles.status == .unprocessableContent && vehicles.text.contains("授权"))
    }
  }

  @Test func `each template has its item's columns in its first row`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).xlsx")
    defer { unlink(file.path) }
    for item in try PolicyShelf.load("jiangxi-2026", from: nil).items where item.isPushable {
      try ItemTemplate.write(item, to: file.path)
      var reader = try SheetFile.open(file.path)
      let header = try #require(try reader.next()).cells
      #expect(item.columns.allSatisfy { header.contains($0.title) }, "\(item.id)")
      let sample = try #require(try reader.next()).cells
      #expect(sample.first?.hasPrefix("示例") == true && sample.count >= header.count - 1)
    }
  }
}
