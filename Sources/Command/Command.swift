import ArgumentParser

/// 守望：防止返贫动态监测系统。
@main
struct Shouwang: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shouwang", abstract: "守望：防止返贫动态监测系统",
    version: "0.1.0",
    subcommands: [
      ServeCommand.self, DemoCommand.self, ImportCommand.self, PushCommand.self,
      AssessCommand.self, PolicyCommand.self, AuditCommand.self,
      CalendarCommand.self, ProcedureCommand.self, ConfigCommand.self,
      ItemsCommand.self, SheetCommand.self, DoctorCommand.self, FitCommand.self,
      ScoreCommand.self, BacktestCommand.self, LinkCommand.self, WeightsCommand.self,
    ])
}
