// The mini-program's logic against the recorded surface of `wx`.
import test from "node:test";
import assert from "node:assert/strict";
import { readFileSync, existsSync, readdirSync } from "node:fs";
import { makeServer, Refused, SignedOut, Unreachable } from "../../miniprogram/logic/server.js";
import { fontScale, makeDoor } from "../../miniprogram/logic/door.js";
import { run } from "../../miniprogram/logic/errand.js";
import { agreeToCase, agreeToVisits } from "../../miniprogram/logic/message.js";
import { makeShelf } from "../../miniprogram/logic/shelf.js";
import { makeSheet } from "../../miniprogram/logic/sheet.js";
import { makeWX, START, HOUSEHOLD } from "./wx.mjs";

const BASE = "https://shouwang.test";
const ok = (data, statusCode = 200) => ({ statusCode, data });
const ENTRY = { token: "t-1", officer: 7, name: "刘𠮷", place: "江背村", role: "村级信息员", mayVisit: true };

// A server that answers by the end of the address; what it was asked is kept.
function served(answers, options = {}) {
  const asked = [];
  const wx = makeWX({ ...options, request: (sent) => {
    asked.push(sent);
    const path = sent.url.slice(`${BASE}/api/v1/`.length);
    const answer = answers[path];
    if (!answer) throw new Error("no network");
    return typeof answer === "function" ? answer(sent) : answer;
  } });
  return { wx, asked, server: makeServer(wx, BASE) };
}

test("an answer becomes a value, a refusal with its fields, or the network's silence", async () => {
  const { server } = served({ a: ok({ x: 1 }), b: ok({ detail: "缺一项", fields: [{ field: "x", sentence: "缺" }] }, 422), c: ok({}, 401), d: ok({}, 503) });
  assert.deepEqual(await server.ask("GET", "a"), { x: 1 });
  await assert.rejects(server.ask("GET", "b"), (error) => error instanceof Refused && error.message === "缺一项" && error.fields.length === 1);
  await assert.rejects(server.ask("GET", "c"), SignedOut);
  await assert.rejects(server.ask("GET", "d"), Unreachable);
  await assert.rejects(server.ask("GET", "none"), Unreachable);
});

test("a bound phone comes in by its code alone, an unbound one says why", async () => {
  const { wx, server, asked } = served({
    "wechat/session": ({ data }) => (data.code === "code-a-2" ? ok(ENTRY) : ok({ detail: "这个微信还没有绑定账号" }, 422)),
    "wechat/binding": ({ method }) => (method === "DELETE" ? ok(null, 204) : ok(ENTRY)),
  }, { codes: ["code-a-1", "code-a-2", "code-a-3"] });
  const door = makeDoor(wx, server);
  assert.equal(await door.enter(), null);
  assert.match(door.words, /还没有绑定/);
  assert.equal((await door.enter()).name, "刘𠮷");
  assert.equal(server.token, "t-1");
  await door.bind("officer", "secret");
  assert.deepEqual(asked.at(-1).data, { code: "code-a-3", account: "officer", password: "secret" });
  await door.unbind();
  assert.equal(asked.at(-1).header.Authorization, "Bearer t-1");
  assert.equal(server.token, null);
});

test("the web view begins with a ticket and WeChat's size of letters", async () => {
  const { wx, server } = served({ "wechat/tickets": ok({ ticket: "abc", seconds: 60 }, 201) }, { fontSizeScaleFactor: 1.4 });
  const door = makeDoor(wx, server);
  assert.equal(await door.pageFor("/m/"), `${BASE}/wechat/enter?ticket=abc&fs=1.4`);
  assert.equal(fontScale({ getSystemInfoSync: () => ({ fontSizeSetting: 24 }) }), 1.5, "an older WeChat");
});

test("only our own posters lead to a declaration with its village", () => {
  const { wx, server } = served({});
  const door = makeDoor(wx, server);
  assert.equal(door.openPage(`${BASE}/f?v=360732101200-7K3MQ2XD`), `${BASE}/f?fs=1&v=360732101200-7K3MQ2XD`);
  for (const forged of ["https://evil.example/f?v=360732101200-7K3M", `${BASE}/f?v="><script>`, "", undefined]) assert.equal(door.openPage(forged), `${BASE}/f?fs=1`);
});

test("scan and place reach the page through the server", async () => {
  const told = [];
  const answers = Object.fromEntries(["1", "2", "4"].map((id) => [`wechat/errands/${id}`, ({ data }) => { told.push(data); return ok(null, 204); }]));
  const { wx, server } = served(answers, { scan: `${BASE}/f?v=1`, location: { latitude: 26.34, longitude: 115.35, accuracy: 12.4 } });
  await run(wx, server, { id: "1", kind: "scan" });
  await run(wx, server, { id: "2", kind: "location" });
  assert.deepEqual(told, [{ text: `${BASE}/f?v=1` }, { lat: "26.340000", lon: "115.350000", accuracy: "12", system: "wgs84" }]);
  // A refusal is told as well: the page does not wait for nothing.
  const shy = served(answers);
  assert.match((await run(shy.wx, shy.server, { id: "4", kind: "location" })).fault, /auth deny/);
  await assert.rejects(run(wx, server, { id: "1", kind: "pay" }));
});

test("a yes to a message goes to the server, a no goes nowhere", async () => {
  const offered = { "wechat/offers/abc": ok(null, 204), "wechat/messages": ok({ agreed: 2 }, 201) };
  const { wx, server, asked } = served(offered, { accepts: ["t-case", "t-visit"], codes: ["code-h-1"] });
  assert.match(await agreeToCase(wx, server, { id: "abc", template: "t-case" }), /通知您一次/);
  assert.deepEqual(asked[0].data, { code: "code-h-1" });
  assert.match(await agreeToVisits(wx, server, "t-visit"), /2 次/);
  const shy = served(offered);
  assert.match(await agreeToCase(shy.wx, shy.server, { id: "abc", template: "t-case" }), /不会发/);
  assert.match(await agreeToVisits(shy.wx, shy.server, "t-visit"), /不会发/);
  assert.equal(shy.asked.length, 0);
});

function shelved(answers, options) {
  const { wx, server, asked } = served({ "handset/form": ok(START), "handset/sync": ok({ households: [{ mark: "m", household: HOUSEHOLD }, { mark: "n", household: { ...HOUSEHOLD, id: 32, clue: null } }], gone: [], next: null, now: 0 }), ...answers }, options);
  return { wx, asked, shelf: makeShelf(wx, server, () => 1_800_000_000_000) };
}
const FILLED = { ...HOUSEHOLD.values, "guarantee.water": "1", conclusion: "noRisk", companion: "李建国", reason: "收入稳定，支出可以承受 😀 <b>", visitedOn: "2026-11-28", stray: "x" };
const RECEIPT = (sent) => ok({ record: sent.data.id, code: "7K3M-Q2XD", outcome: "accepted", sentence: "已收到", signature: "s", digest: "d", receivedAt: 1 }, 201);

test("a sheet is filled in without signal, waits, and is sent once with its number until the receipt is here", async () => {
  let isUp = false;
  const sent = [];
  const { shelf, wx } = shelved({ "handset/records": (one) => {
    sent.push(one.data);
    if (!isUp) throw new Error("cut");
    return RECEIPT(one);
  } });
  assert.equal((await shelf.refresh()).length, 1, "only who waits for a visit");
  const sheet = await makeSheet(shelf, { household: "31" });
  for (const [name, value] of Object.entries(FILLED)) sheet.set(name, value);
  const { record } = await sheet.hand();
  assert.match(record.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(record.values.stray, undefined);
  assert.equal(record.values.reason, FILLED.reason);
  assert.deepEqual([record.clue, record.officer, record.form], [5, 7, "v1"]);
  await assert.rejects(shelf.send(), Unreachable);
  assert.equal((await shelf.records())[0].state, "waiting");
  isUp = true;
  const [done] = await shelf.send();
  assert.deepEqual([done.state, done.receipt.code, done.record], ["done", "7K3M-Q2XD", undefined]);
  assert.equal(sent[0].id, sent[1].id);
  await shelf.send();
  assert.equal(sent.length, 2, "what has its receipt is not sent again");
  assert.ok(wx.calls.filter(([name]) => name === "setStorage").every(([, options]) => options.encrypt), "nothing readable is kept");
});

test("one bad record says why and holds up no other; it is put right under its number", async () => {
  const { shelf } = shelved({ "handset/records": (one) => (one.data.values.companion === "张" ? ok({ detail: "同行人不在名册", fields: [] }, 422) : RECEIPT(one)) });
  await shelf.refresh();
  const first = await shelf.hand(HOUSEHOLD, { ...FILLED, companion: "张" });
  await shelf.hand(HOUSEHOLD, FILLED);
  const states = (await shelf.send()).map(({ state }) => state);
  assert.deepEqual(states.sort(), ["done", "problem"]);
  const key = `record.${first.record.id}`;
  const sheet = await makeSheet(shelf, { record: key });
  sheet.set("companion", "李建国");
  assert.equal((await sheet.hand()).record.id, first.record.id);
  assert.ok((await shelf.send()).every(({ state }) => state === "done"));
});

test("a receipt of another record is none", async () => {
  const { shelf } = shelved({ "handset/records": () => ok({ record: "other", code: "0000-0000" }, 201) });
  await shelf.refresh();
  await shelf.hand(HOUSEHOLD, FILLED);
  const [entry] = await shelf.send();
  assert.deepEqual([entry.state, /不完整/.test(entry.reason)], ["problem", true]);
});

test("an incomplete sheet names its fields and is kept as a draft", async () => {
  const { shelf } = shelved({});
  await shelf.refresh();
  const sheet = await makeSheet(shelf, { household: "31" });
  sheet.set("reason", "写到一半");
  await sheet.keepDraft();
  assert.ok((await sheet.hand()).faults.has("companion"));
  const again = await makeSheet(shelf, { household: "31" });
  const field = again.sections().flatMap(({ fields }) => fields).find(({ name }) => name === "reason");
  assert.equal(field.value, "写到一半");
  const water = again.sections().flatMap(({ fields }) => fields).find(({ name }) => name === "guarantee.water");
  assert.deepEqual([water.control, water.options.map(({ title }) => title)], ["radio", ["有保障", "有问题"]]);
});

test("a county's own form is filled in like the visit, with what was answered before", async () => {
  const own = { name: "x.water", version: "2", title: "饮水补充", sections: [{ title: "水", fields: [
    { name: "x.1", title: "水源", kind: "choice", required: true, options: [{ value: "自来水", title: "自来水" }, { value: "井水", title: "井水" }] }, { name: "x.2", title: "说明", kind: "text" }, { name: "x.4", title: "谁挑水", kind: "member" }] }] };
  const start = { ...START, forms: { visit: { ...START.form, name: "visit" }, "x.water": own } };
  const sent = [];
  const { shelf } = shelved({ "handset/form": ok(start), "handset/records": (one) => { sent.push(one.data); return RECEIPT(one); },
    "handset/sync": ok({ households: [{ mark: "m", household: { ...HOUSEHOLD, members: [{ name: "张三", relation: "户主" }, { name: "李四", relation: "子" }, { name: "李四", relation: "媳" }], answers: { "x.water": { "x.1": "井水" } } } }], gone: [], next: null, now: 0 }) });
  await shelf.refresh();
  const visit = await makeSheet(shelf, { household: "31" });
  assert.deepEqual([visit.title, visit.others], ["入户核实", [{ name: "x.water", title: "饮水补充" }]]);
  const sheet = await makeSheet(shelf, { household: "31", form: "x.water" });
  assert.equal(sheet.sections()[0].fields[0].value, "井水");
  assert.deepEqual(sheet.sections()[0].fields[2].options.map(({ value }) => value), ["张三", "李四（子）", "李四（媳）"]);
  sheet.set("x.1", "");
  assert.ok((await sheet.hand()).faults.has("x.1"));
  sheet.set("x.1", "自来水");
  await sheet.keepDraft();
  assert.equal((await makeSheet(shelf, { household: "31", form: "x.water" })).sections()[0].fields[0].value, "自来水");
  await sheet.hand();
  const [entry] = await shelf.send();
  assert.equal(entry.state, "done");
  assert.deepEqual([sent[0].kind, sent[0].form, sent[0].version, sent[0].clue, sent[0].base, sent[0].values], ["form", "x.water", "2", null, { "x.1": "井水" }, { "x.1": "自来水" }]);
});

test("a full phone says so and loses nothing that was there", async () => {
  const { shelf } = shelved({});
  await shelf.refresh();
  await shelf.keepDraft(31, { reason: "在" });
  await assert.rejects(shelf.keepDraft(31, { reason: "长".repeat(400_000) }), /存储已满/);
  assert.equal((await shelf.draft(31)).values.reason, "在");
});

test("another officer's households go, what was not sent stays", async () => {
  let officer = 7;
  const { shelf } = shelved({ "handset/form": () => ok({ ...START, officer }) });
  await shelf.refresh();
  await shelf.hand(HOUSEHOLD, FILLED);
  officer = 8;
  await shelf.refresh();
  assert.equal((await shelf.records()).length, 1);
  assert.equal((await shelf.read("start")).officer, 8);
});

test("every page that app.json names is there, with its parts", () => {
  const root = new URL("../../miniprogram/", import.meta.url);
  for (const page of JSON.parse(readFileSync(new URL("app.json", root))).pages) {
    for (const part of ["js", "json", "wxml"]) assert.ok(existsSync(new URL(`${page}.${part}`, root)), `${page}.${part}`);
    // What the page calls is in its script.
    const [markup, script] = ["wxml", "js"].map((part) => readFileSync(new URL(`${page}.${part}`, root), "utf8"));
    for (const [, name] of markup.matchAll(/bind\w+="(\w+)"/g)) assert.match(script, new RegExp(`\\b${name}\\(`), `${page}: ${name}`);
  }
  const asked = readdirSync(new URL("logic/", root));
  assert.ok(asked.includes("rules.js"));
});
