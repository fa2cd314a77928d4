import ArgumentParser
import Casework

/// Draws the procedure from the table that decides it.
struct ProcedureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "procedure", abstract: "按程序里的办理流程表画出流程图（SVG，写到标准输出）")

  func run() { print(ProcedureDrawing.svg(), terminator: "") }
}
