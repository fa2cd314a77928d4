import Casework
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

@testable import App

struct DraftTests {
  private static let system = Access.system(in: TestCounty.county)
  private static let why = [("reason", "经局务会议研究同意")]

  @Test(arguments: TestStore.available)
  func `a change is saved, compared, agreed on by another, in force, and taken back`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty.withBill(store)
    let (maker, checker) = try await county.desks()
    try await county.test { client in
      let form = try await client.open(
        "/policy/drafts/new?township=0.65&county=0.85&w.graveIllness=0.1", cookie: maker)
      #expect(form.text.contains("乡镇审核线") && form.text.contains("更多户须审核"))
      #expect(form.text.contains("name=\"title\" value=\"\""))
      let saved = try await client.submit(
        TestCounty.proposal(township: "0.65"), to: "/policy/drafts", cookie: maker)
      #expect(saved.headers[.location] == "/policy/drafts/1")
      // Before anybody could see whom it moves, it is not asked for; nor without a reason.
      let early = try await county.press("ask", on: 1, Self.why, as: maker, client)
      #expect(early.status == .unprocessableContent && early.text.contains("逐户比较"))
      try await county.work()
      let page = try await client.open("/policy/drafts/1", cookie: maker)
      #expect(page.text.contains("1 户</span> 的审核级别会变"))
      let bare = try await county.press("ask", on: 1, as: maker, client)
      #expect(bare.status == .unprocessableContent && bare.text.contains("请写明理由"))
      #expect(try await county.press("ask", on: 1, Self.why, as: maker, client).status == .seeOther)
      // Who asks does not agree.
      #expect(try await county.press("agree", on: 1, as: maker, client).status == .forbidden)
      #expect(try await client.open("/policy", cookie: maker).text.contains("乡镇 0.75"))
      #expect(try await county.press("agree", on: 1, as: checker, client).status == .seeOther)
      #expect(try await client.open("/policy", cookie: maker).text.contains("乡镇 0.65"))
      try await county.work()
      let run = try await county.register.read(as: Self.system) { try $0.latestRun() }
      #expect(run?.pack == "\(try county.pack().edition)+1")
      let back = try await county.press("askRollBack", on: 1, Self.why, as: maker, client)
      #expect(back.status == .seeOther)
      #expect(
        try await county.press("agreeRollBack", on: 1, as: checker, client).status == .seeOther)
      #expect(try await client.open("/policy", cookie: maker).text.contains("乡镇 0.75"))
      let history = try await client.open("/policy/drafts/1", cookie: checker)
      for step in ["保存草案", "申请启用", "同意启用", "申请回退", "同意回退", "已退出"] {
        #expect(history.text.contains(step), "\(step)")
      }
      let list = try await client.open("/policy/drafts", cookie: checker)
      #expect(list.text.contains("启用和回退的记录") && list.text.contains("经局务会议研究同意"))
    }
  }

  @Test(arguments: TestStore.available)
  func `one form sent twice is one draft, and what changes nothing is none`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty(store)
    let (maker, checker) = try await county.desks()
    try await county.test { client in
      for _ in 1...2 {
        let saved = try await client.submit(
          TestCounty.proposal(township: "0.7"), to: "/policy/drafts", cookie: maker)
        #expect(saved.headers[.location] == "/policy/drafts/1")
      }
      let same = try await client.submit(
        TestCounty.proposal(township: "0.75"), to: "/policy/drafts", cookie: maker)
      #expect(same.status == .unprocessableContent && same.text.contains("都与现行相同"))
      let untold = try await client.submit(
        "township=0.6&county=0.85&title=x&reason=", to: "/policy/drafts", cookie: maker)
      #expect(untold.status == .unprocessableContent && untold.text.contains("起一个名称"))
      #expect(untold.text.contains("value=\"0.6\""))
      let other = try await client.submit(
        TestCounty.proposal(township: "0.6"), to: "/policy/drafts", cookie: checker)
      #expect(other.status == .forbidden)
    }
  }

  @Test(arguments: TestStore.available)
  func `nobody agrees to their own, whatever post they hold by then`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty.withBill(store)
    let maker = try await county.officer(.countyAdministrator, at: TestCounty.county)
    let promoted = Access(
      officer: maker.officer, name: maker.name, role: .countyReviewer, place: maker.place)
    let (pack, files) = (county.parts.pack, county.parts.shelf.filesEdition)
    let changes = PolicyChanges(
      township: Coefficient(micro: 650_000), county: pack.thresholds.county, weights: [:], to: pack)
    let id = try await county.register.write(as: maker) { open in
      let text = try DraftText(open.policyText(pack.edition), named: pack.edition, changes)
      return try open.save(
        NewDraft(
          title: "降低", reason: "多看一些户", base: pack.edition, changes: changes, text: text))
    }
    try await county.work()
    try await county.register.write(as: maker) { open in
      try open.take(.ask, on: open.draft(id), reason: "多看一些户", files: files)
    }
    await #expect(throws: DraftRefusal.self) {
      try await county.register.write(as: promoted) { open in
        try open.take(.agree, on: open.draft(id), reason: nil, files: files)
      }
    }
    // Two who press at once: the second is told that it was moved.
    let (one, two) = (
      try await county.officer(.countyReviewer, at: TestCounty.county),
      try await county.officer(.countyReviewer, at: TestCounty.county)
    )
    let seen = try await county.register.read(as: one) { try $0.draft(id) }
    try await county.register.write(as: one) { open in
      try open.take(.agree, on: seen, reason: nil, files: files)
    }
    await #expect(throws: MovedMeanwhile.self) {
      try await county.register.write(as: two) { open in
        try open.take(.refuse, on: seen, reason: "再看一看吧", files: files)
      }
    }
  }

  @Test(arguments: TestStore.available)
  func `a draft over older rules is refused, and a roll-back brings the draft before it back`(
    store: TestStore
  ) async throws {
    let county = try await TestCounty.withBill(store)
    let desks = try await county.desks()
    try await county.test { client in
      _ = try await client.submit(
        TestCounty.proposal(township: "0.7"), to: "/policy/drafts", cookie: desks.maker)
      let first = try await county.bringIntoForce(township: "0.65", client, desks)
      let stale = try await county.press("ask", on: 1, Self.why, as: desks.maker, client)
      #expect(stale.status == .unprocessableContent && stale.text.contains("重新保存一份"))
      let second = try await county.bringIntoForce(township: "0.6", client, desks)
      func stages() async throws -> [DraftStage] {
        try await county.register.read(as: Self.system) { open in
          try [first, second].map { try open.draft($0).stage }
        }
      }
      #expect(try await stages() == [.former, .active])
      _ = try await county.press("askRollBack", on: second, Self.why, as: desks.maker, client)
      _ = try await county.press("agreeRollBack", on: second, as: desks.checker, client)
      #expect(try await stages() == [.active, .former])
      #expect(try await client.open("/policy", cookie: desks.maker).text.contains("乡镇 0.65"))
    }
  }
}
