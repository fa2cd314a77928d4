import Foundation
package import Hummingbird
package import Store

/// The whole program, put together here and nowhere else.
package func makeRouter(_ parts: AppParts, database: any Database) -> Router<AppContext> {
  let router = Router(context: AppContext.self)
  router.add(middleware: RequestLog(clock: parts.register.clock))
  router.add(middleware: SecurityHeaders())
  router.add(middleware: Packing())
  router.add(middleware: SignInMiddleware(parts: parts))
  router.add(middleware: ProblemMiddleware(pages: parts.pages))
  router.add(middleware: KnownHost(settings: parts.settings))
  router.add(middleware: SameOriginMiddleware())
  router.add(
    middleware: FileMiddleware(
      Bundle.module.bundlePath + "/Public",
      cacheControl: .init([(MediaType(type: .any), [.public, .maxAge(3_600)])])))
  let current = CurrentRules(shelf: parts.shelf)
  let routes = Routes(
    open: router,
    pages: router.group().add(middleware: SignedInOnly()).add(middleware: current),
    api: router.group("api/v1").add(middleware: SignedInOnly()).add(middleware: current))
  HealthRoutes(database: database).add(to: routes)
  SignInRoutes(parts: parts).add(to: routes)
  AccountRoutes(parts: parts).add(to: routes)
  AuditRoutes(parts: parts).add(to: routes)
  TokenRoutes(parts: parts).add(to: routes)
  OpenAPIRoutes(parts: parts).add(to: routes)
  RecordRoutes(parts: parts).add(to: routes)
  HouseholdRoutes(parts: parts).add(to: routes)
  OverviewRoutes(parts: parts).add(to: routes)
  ClueRoutes(parts: parts).add(to: routes)
  VisitRoutes(parts: parts).add(to: routes)
  FormRoutes(parts: parts).add(to: routes)
  HandsetRoutes(parts: parts).add(to: routes)
  CaseRoutes(parts: parts).add(to: routes)
  ConsentRoutes(parts: parts).add(to: routes)
  CheckRoutes(parts: parts).add(to: routes)
  CheckFileRoutes(parts: parts).add(to: routes)
  CheckAnswerRoutes(parts: parts).add(to: routes)
  OwnCheckRoutes(parts: parts).add(to: routes)
  PaperRoutes(parts: parts).add(to: routes)
  ScanRoutes(parts: parts).add(to: routes)
  IncomeRoutes(parts: parts).add(to: routes)
  HelpRoutes(parts: parts).add(to: routes)
  JudgementRoutes(parts: parts).add(to: routes)
  ClockRoutes(parts: parts).add(to: routes)
  ItemRoutes(parts: parts).add(to: routes)
  LayoutRoutes(parts: parts).add(to: routes)
  FreshnessRoutes(parts: parts).add(to: routes)
  SubmissionRoutes(parts: parts).add(to: routes)
  MatchRoutes(parts: parts).add(to: routes)
  JobRoutes(parts: parts).add(to: routes)
  PushTokenRoutes(parts: parts).add(to: routes)
  PushRoutes(parts: parts).add(to: routes)
  AssessmentRoutes(parts: parts).add(to: routes)
  DossierRoutes(parts: parts).add(to: routes)
  BacktestRoutes(parts: parts).add(to: routes)
  WorkbenchRoutes(parts: parts).add(to: routes)
  DraftRoutes(parts: parts).add(to: routes)
  PracticeRoutes(parts: parts).add(to: routes)
  FarmerRoutes(parts: parts).add(to: routes)
  WeChatRoutes(parts: parts).add(to: routes)
  return router
}
