import Casework
import Hummingbird

/// `/cases/:id/consents`, `/cases/:id/check`: letters of authorisation and the commission.
struct ConsentRoutes {
  let parts: AppParts

  func add(to routes: Routes) {
    routes.pages.post("cases/:id/consents", use: sign)
    routes.pages.post("cases/:id/consents/withdrawal", use: withdraw)
    routes.pages.post("cases/:id/check", use: commission)
  }

  @Sendable func sign(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    return try await CaseRoutes(parts: parts).change(context, form) { open, found, rules in
      for adult in try open.consents(found) {
        guard let answer = form["given.\(adult.person)"] else { continue }
        let letter = try SignedLetter(
          of: adult.name, signedBy: form["signer.\(adult.person)"],
          guardian: form["guardian.\(adult.person)"], isGiven: answer == "1")
        try open.recordConsent(letter, of: adult.person, on: found, rules.pack)
      }
    }
  }

  /// The letters end first; the key goes once that is kept, and again at the next sweep if not.
  @Sendable func withdraw(_ request: Request, context: AppContext) async throws -> Response {
    let form = try await Form.read(request, context)
    let answer = try await CaseRoutes(parts: parts).change(context, form) { open, found, _ in
      _ = try open.withdrawConsent(
        of: form["person"].flatMap(Int64.init), because: form["withdrawal"], on: found)
    }
    try await CheckSweep(register: parts.register, keys: parts.checkKeys).destroyEnded(
      in: context.signedIn().place.within(.county))
    return answer
  }

  @Sendable func commission(_ request: Request, context: AppContext) async throws -> Response {
    let (form, keys) = (try await Form.read(request, context), parts.checkKeys)
    return try await CaseRoutes(parts: parts).change(context, form) { open, found, rules in
      try open.commission(
        found, handlers: Set(form.all("handler").compactMap(Int64.init)), rules.pack, keys)
    }
  }
}
