// What waits to be sent. Each record goes by itself, under its own number; one that is refused says
// why and holds up no other; nothing is called sent before the server's receipt is here.
import * as vault from "./vault.js";
import { ask, send, Refused, SignedOut, Unreachable } from "./server.js";

const PIECE = 64 << 10;
const changed = new EventTarget();
let again = 0;
let pause = 5_000;
// Whether something was kept while what waited before it was on its way.
let isMore = false;

export const onChange = (body) => changed.addEventListener("change", body);
const tellAll = () => changed.dispatchEvent(new Event("change"));

// The records, the latest first, with what each says.
export async function list() {
  const records = [];
  for (const id of await vault.keys("records")) {
    const kept = await vault.get("records", id);
    if (kept) records.push({ id, ...kept, record: await vault.open(kept.sealed).catch(() => null) });
  }
  return records.sort((a, b) => b.madeAt - a.madeAt);
}

// Keeps a record until its receipt is here. Its files are kept before it, so that it never names one
// that is not there.
export async function keep(record, files = []) {
  for (const file of files) {
    await vault.put("files", file.hash, { kind: file.kind, size: file.bytes.byteLength, sealed: await vault.seal(file.bytes) });
  }
  await vault.put("records", record.id, { state: "waiting", madeAt: record.filledAt, sealed: await vault.seal(record) });
  tellAll();
  flush();
}

export const drop = async (id) => {
  await vault.remove("records", id);
  tellAll();
};

export async function handOver(entry) {
  const record = { ...entry.record, isHandover: true };
  await vault.put("records", entry.id, { state: "waiting", madeAt: entry.madeAt, sealed: await vault.seal(record) });
  tellAll();
  flush();
}

export async function retry(entry) {
  await mark(entry.id, { state: "waiting", reason: null });
  flush();
}

async function mark(id, changes) {
  const kept = await vault.get("records", id);
  if (kept) await vault.put("records", id, { ...kept, ...changes });
  tellAll();
}

// Sends what waits. Of several tabs one does it.
export async function flush() {
  if (vault.isLocked()) return;
  clearTimeout(again);
  const done = async () => {
    do {
      isMore = false;
      for (const entry of (await list()).reverse()) {
        if (entry.state === "waiting" && entry.record) await deliver(entry);
      }
      await deliverFiles();
    } while (isMore);
    pause = 5_000;
  };
  const taken = () => {
    isMore = true;
    later();
  };
  try {
    if (navigator.locks) await navigator.locks.request("shouwang-queue", { ifAvailable: true }, (lock) => (lock ? done() : taken()));
    else await done();
  } catch (error) {
    if (error instanceof SignedOut) changed.dispatchEvent(new Event("signedOut"));
    else if (error instanceof Unreachable) later();
    else changed.dispatchEvent(new CustomEvent("fault", { detail: error }));
  }
}

export const onFault = (body) => changed.addEventListener("fault", (event) => body(event.detail));
export const onSignedOut = (body) => changed.addEventListener("signedOut", body);

function later() {
  again = setTimeout(flush, pause);
  pause = Math.min(pause * 2, 300_000);
}

async function deliver(entry) {
  try {
    const answer = await send("records", { ...entry.record, sentAt: Date.now() });
    const receipt = await answer.json();
    if (receipt.record !== entry.id || !receipt.code) throw new Refused(502, { detail: "服务器的回执不完整，请稍后重发。" });
    // What it said of people is no longer needed here.
    const line = { id: entry.id, head: entry.record.head, kind: entry.record.kind, form: entry.record.form, household: entry.record.household };
    await mark(entry.id, { state: "done", receipt, sealed: await vault.seal(line), files: Object.keys(entry.record.attachments ?? {}) });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await mark(entry.id, { state: "problem", reason: error.message, status: error.status, fields: error.fields });
  }
}

// Files go apart from their records, piece by piece from where the server has them.
async function deliverFiles() {
  for (const hash of await vault.keys("files")) {
    const kept = await vault.get("files", hash);
    if (!kept || kept.reason) continue;
    try {
      await deliverFile(hash, kept);
      await vault.remove("files", hash);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      await vault.put("files", hash, { ...kept, reason: error.message });
    }
    tellAll();
  }
}

async function deliverFile(hash, kept) {
  const bytes = await vault.openBytes(kept.sealed);
  let offset = await arrived(hash);
  while (offset < bytes.byteLength) {
    try {
      const answer = await ask(`attachments/${hash}?kind=${kept.kind}&size=${bytes.byteLength}`, {
        method: "PATCH", body: bytes.slice(offset, offset + PIECE), headers: { "Upload-Offset": String(offset) } });
      offset = Number(answer.headers.get("Upload-Offset"));
    } catch (error) {
      // Another tab or an answer that was lost: go on from where the server is.
      if (!(error instanceof Refused) || error.status !== 409) throw error;
      offset = await arrived(hash);
    }
  }
}

async function arrived(hash) {
  try {
    return Number((await ask(`attachments/${hash}`, { method: "HEAD" })).headers.get("Upload-Offset"));
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return 0;
    throw error;
  }
}

export const waitingFiles = async () =>
  Promise.all((await vault.keys("files")).map(async (hash) => ({ hash, ...(await vault.get("files", hash)) })));

// Receipts of the last thirty days stay, as proof.
export async function tidy() {
  for (const entry of await list()) {
    if (entry.state === "done" && Date.now() - entry.madeAt > 30 * 86_400_000) await drop(entry.id);
  }
}
