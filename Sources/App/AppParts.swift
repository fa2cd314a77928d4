package import Casework
import Hummingbird

/// What every feature is handed to work with.
package struct AppParts: Sendable {
  package let settings: Settings
  package let register: Register
  package let signIns: SignIns
  package let pages: Pages
  package let heavy: HeavyWork
  package let shelf: RulesShelf
  package let files: SealedFiles
  package let workshop: Workshop
  /// The runs that pages of the county look back at.
  let runs = RunShelf()
  /// The clock that learners move; nil where the data are real.
  package var practice: PracticeClock?

  package init(
    settings: Settings, register: Register, signIns: SignIns, pages: Pages, heavy: HeavyWork,
    shelf: RulesShelf, files: SealedFiles, workshop: Workshop
  ) {
    (self.settings, self.register, self.signIns) = (settings, register, signIns)
    (self.pages, self.heavy, self.files) = (pages, heavy, files)
    (self.shelf, self.workshop) = (shelf, workshop)
  }

  package var checkKeys: CheckKeys { CheckKeys(in: settings.checkKeys, keys: register.keys) }

  /// The rules in force today.
  package var rules: Rules { shelf.current }
  package var pack: PolicyPack { rules.pack }
  package var calendar: WorkingCalendar { rules.calendar }
}

/// Where a feature hangs its routes.
struct Routes {
  /// For anybody: signing in, declaring oneself.
  let open: Router<AppContext>
  /// Pages for officers who are signed in.
  let pages: RouterGroup<AppContext>
  /// `/api/v1` for programs that hold a token.
  let api: RouterGroup<AppContext>
}
