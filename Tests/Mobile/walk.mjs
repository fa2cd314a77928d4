// Walks the mini-program's logic against a real server: `node walk.mjs BASE ACCOUNT PASSWORD [late]`.
// `wx.request` is the network of Node; all else of `wx` is the recorded surface.
import { makeServer } from "../../miniprogram/logic/server.js";
import { makeDoor } from "../../miniprogram/logic/door.js";
import { makeShelf } from "../../miniprogram/logic/shelf.js";
import { makeSheet } from "../../miniprogram/logic/sheet.js";
import { run } from "../../miniprogram/logic/errand.js";
import { makeWX } from "./wx.mjs";

const [base, account, password] = process.argv.slice(2);
const wx = makeWX({
  fontSizeScaleFactor: 1.4, codes: ["code-walk-1", "code-walk-2", "code-walk-3"], scan: `${base}/f?v=1`,
  request: async ({ url, method, data, header }) => {
    const answer = await fetch(url, { method, headers: header, body: data === undefined ? undefined : JSON.stringify(data) });
    const text = await answer.text();
    return { statusCode: answer.status, data: text ? JSON.parse(text) : null };
  },
});
const server = makeServer(wx, base);
const [door, shelf] = [makeDoor(wx, server), makeShelf(wx, server)];
const before = await door.enter();
const officer = await door.bind(account, password);
const again = await door.enter();
const waiting = await shelf.refresh();
const sheet = await makeSheet(shelf, { household: String(waiting[0].id) });
const early = await sheet.hand();
for (const field of sheet.fields()) if (field.name.startsWith("guarantee.")) sheet.set(field.name, "1");
for (const [name, value] of Object.entries({ companion: "李建国", conclusion: "noRisk", reason: "与登记一致，没有新增风险 䶮𠮷😀" })) sheet.set(name, value);
await sheet.keepDraft();
await sheet.hand();
const records = await shelf.send();
const { id } = await server.ask("POST", "wechat/errands", { kind: "scan" });
await run(wx, server, { id, kind: "scan" });
const scanned = await server.ask("GET", `wechat/errands/${id}`);
console.log(JSON.stringify({
  unbound: before === null, words: door.words, name: officer.name, again: again.name, waiting: waiting.length, faults: [...early.faults.keys()],
  records: records.map(({ state, reason, receipt }) => ({ state, reason, code: receipt?.code })), scanned: scanned.answer.text, page: await door.pageFor("/m/") }));
