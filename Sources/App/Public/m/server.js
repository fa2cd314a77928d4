// The one way to the server. `Unreachable` is no fault: the work waits.
export class Unreachable extends Error {}
export class SignedOut extends Error {}

// A refusal with its reason in words, and the fields it is about.
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? "服务器没有说明原因，请稍后重试。");
    this.status = status;
    this.fields = problem?.fields ?? (problem?.field ? [{ field: problem.field, sentence: problem.detail }] : []);
  }
}

const PATIENCE = 30_000;

export async function ask(path, { method = "GET", body, headers = {} } = {}) {
  let answer;
  try {
    answer = await fetch(`/api/v1/handset/${path}`, {
      method, body, headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw new Unreachable();
  }
  if (answer.status === 401) throw new SignedOut();
  if (answer.status >= 500) throw new Unreachable();
  if (!answer.ok) throw new Refused(answer.status, await answer.json().catch(() => null));
  return answer;
}

export const send = (path, value) =>
  ask(path, { method: "POST", body: JSON.stringify(value), headers: { "Content-Type": "application/json" } });
