import Casework
import Hummingbird

/// `/calls`: what visited households said on the telephone (抽查电话). The calls are made on `/m`.
struct CallRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.get("calls") { _, context in
      try context.requires(.spotCheck)
      let page = try await parts.register.read(as: context.signedIn()) { open in
        CallListPage(calls: try open.calls(), waiting: try open.drawnCalls().count)
      }
      return try parts.pages.render(page, context)
    }
  }
}

/// What `Templates/handset/calls.mustache` shows.
struct CallListPage: Page {
  static let template = "handset/calls"
  let calls: [CallLine]
  let waiting: Int
}
