// What lies on the phone: households to be visited, drafts, and records until their receipt is here.
// WeChat encrypts what is kept with `encrypt`; it takes 1 MB a key and 10 MB in all.
import { ask, Refused } from "./server.js";
import { faultsOf, visitFaultsOf, valuesOf } from "./rules.js";

export const BESIDE = ["conclusion", "risks", "reason", "visitedOn", "companion", "mode"];

export function makeShelf(wx, server, clock = Date.now) {
  const keep = async (key, data) => {
    try {
      await ask(wx, "setStorage", { key, data: JSON.stringify(data), encrypt: true });
    } catch {
      throw new Error("手机存储已满，没有存下。请先发送已填好的记录，再重试。");
    }
  };
  const read = async (key) => {
    try {
      return JSON.parse((await ask(wx, "getStorage", { key, encrypt: true })).data);
    } catch {
      return null;
    }
  };
  const drop = (key) => ask(wx, "removeStorage", { key });
  const keys = async (start) => (await ask(wx, "getStorageInfo")).keys.filter((key) => key.startsWith(start));
  const shelf = { read, drop };

  // Who is signed in, the sheet, and the households that wait for a visit.
  shelf.refresh = async () => {
    const start = await server.ask("GET", "handset/form");
    const before = await read("start");
    if (before && before.officer !== start.officer) await shelf.forget();
    await keep("start", start);
    const waiting = [];
    let after = null;
    do {
      const page = await server.ask("POST", "handset/sync", { known: {}, after });
      for (const { household } of page.households) if (household.clue) waiting.push(household);
      after = page.next;
    } while (after !== null);
    waiting.sort((a, b) => (a.clue.due ?? "0").localeCompare(b.clue.due ?? "0"));
    await keep("waiting", waiting);
    return waiting;
  };
  // Another officer's households go; what was not sent stays, and is sent by its own officer only.
  shelf.forget = async () => {
    for (const key of ["start", "waiting"]) await drop(key).catch(() => {});
  };

  const draftKey = (household, own) => `draft.${household}${own ? `.${own}` : ""}`;
  shelf.draft = (household, own = null) => read(draftKey(household, own));
  shelf.keepDraft = (household, values, own = null) => keep(draftKey(household, own), { values, at: clock() });

  const uuid = async () => {
    const bytes = new Uint8Array((await ask(wx, "getRandomValues", { length: 16 })).randomValues);
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };

  // Takes a filled-in sheet, the visit's or one of the county's own: the faults by field, or the record
  // that now waits to be sent.
  shelf.hand = async (household, values, known = null, own = null) => {
    const start = await read("start");
    const form = own ? start.forms[own] : start.forms?.visit ?? start.form;
    const faults = own ? faultsOf(form, values) : visitFaultsOf(form, values);
    if (faults.size) return { faults };
    const record = {
      id: known ?? (await uuid()), kind: own ? "form" : "visit", household: household.id, clue: own ? null : household.clue?.id ?? null,
      officer: start.officer, ...(start.forms ? { form: own ?? "visit", version: form.version } : { form: form.version }),
      filledAt: clock(), sentAt: clock(), base: own ? household.answers?.[own] ?? {} : household.values, values: valuesOf(form, values, own ? [] : BESIDE),
    };
    await keep(`record.${record.id}`, { state: "waiting", head: household.head, record });
    await drop(draftKey(household.id, own)).catch(() => {});
    return { record };
  };

  // Each record goes by itself; a refused one says why and holds up no other.
  shelf.send = async () => {
    for (const key of await keys("record.")) {
      const entry = await read(key);
      if (entry?.state !== "waiting") continue;
      try {
        const receipt = await server.ask("POST", "handset/records", { ...entry.record, sentAt: clock() });
        if (receipt.record !== entry.record.id || !receipt.code) throw new Refused(502, { detail: "服务器的回执不完整，请稍后重发。" });
        await keep(key, { state: "done", head: entry.head, receipt, at: clock() });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        await keep(key, { ...entry, state: "problem", reason: error.message, fields: error.fields });
      }
    }
    return shelf.records();
  };
  shelf.records = async () => Promise.all((await keys("record.")).map(async (key) => ({ key, ...(await read(key)) })));
  return shelf;
}
