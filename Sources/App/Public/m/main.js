// The officer's phone: opens without signal, asks the PIN, shows what is to be done.
import { h, show, tell } from "./dom.js";
import * as vault from "./vault.js";
import * as village from "./sync.js";
import * as queue from "./queue.js";
import { SignedOut, Unreachable } from "./server.js";
import { freshen, home, household, outbox } from "./views.js";
import { sheet } from "./sheet.js";

if (location.pathname === "/m") location.replace("/m/" + location.search + location.hash);

// The size of letters that WeChat hands over, or that the officer chose.
const asked = Number(new URLSearchParams(location.search).get("fs"));
if (asked) localStorage.setItem("type", asked > 1.1 ? "large" : "normal");
function setType(type) {
  localStorage.setItem("type", type);
  document.documentElement.dataset.type = type;
  document.getElementById("type").textContent = type === "large" ? "标准字" : "大字";
}
setType(localStorage.getItem("type") ?? "normal");
document.getElementById("type").addEventListener("click", () =>
  setType(document.documentElement.dataset.type === "large" ? "normal" : "large"));

const routes = [
  [/^#\/household\/(\d+)$/, (id) => household(Number(id))],
  [/^#\/sheet\/(\d+)\/(\w+)(?:\/([\w.]+))?$/, (id, kind, about) => sheet(Number(id), kind, about)],
  [/^#\/again\/([0-9a-f-]+)$/, (id) => sheet(null, null, null, id)],
  [/^#\/outbox$/, outbox],
  [/^/, home],
];

async function route() {
  if (vault.isLocked()) return askPin();
  const path = location.hash || "#/";
  for (const [pattern, page] of routes) {
    const found = path.match(pattern);
    if (!found) continue;
    document.getElementById("to-home").toggleAttribute("aria-current", path !== "#/outbox");
    document.getElementById("to-outbox").toggleAttribute("aria-current", path === "#/outbox");
    return page(...found.slice(1));
  }
}

async function askPin(words = "") {
  document.getElementById("menu").hidden = true;
  const isNew = !(await vault.isSet());
  const pin = h("input", { id: "pin", className: "pin", type: "password", inputMode: "numeric", maxLength: 6, autocomplete: "off", required: true, pattern: "[0-9]{6}" });
  const twice = h("input", { id: "twice", className: "pin", type: "password", inputMode: "numeric", maxLength: 6, autocomplete: "off", required: true, pattern: "[0-9]{6}" });
  const button = h("button", { className: "button primary" }, isNew ? "设置并下载农户" : "打开");
  const form = h("form", { className: "card narrow", onsubmit: async (event) => {
    event.preventDefault();
    if (isNew && pin.value !== twice.value) return askPin("两次输入的口令不一样，请重新设置。");
    button.disabled = true;
    if (isNew) await vault.setPin(pin.value);
    else if (!(await vault.unlock(pin.value))) return askPin("口令不对。连续输错 10 次会清除手机上的农户资料（没发出的记录仍在）。");
    await begin();
  } },
  h("h1", {}, isNew ? "设置手机口令" : "输入手机口令"),
  words && h("p", { className: "alert", role: "alert" }, words),
  h("p", { className: "hint" }, isNew
    ? "农户资料加密存在这部手机上，没有信号时也能走访。请设一个 6 位数字口令，忘记后只能清除重来。"
    : "6 位数字。"),
  h("div", { className: "field" }, h("label", { htmlFor: "pin" }, "口令"), pin),
  isNew && h("div", { className: "field" }, h("label", { htmlFor: "twice" }, "再输一次"), twice),
  button,
  !isNew && h("button", { type: "button", className: "button quiet", onclick: async () => {
    if (!confirm("忘记口令只能清除重来：手机上的农户资料和没有发出的记录都会删除。确定清除？")) return;
    await vault.reset();
    askPin();
  } }, "忘记口令"));
  show(form);
  pin.focus();
}

async function begin() {
  document.getElementById("menu").hidden = false;
  await village.load();
  await route();
  await refresh();
}

// Fetches and sends what can be; says in words how it stands.
async function refresh() {
  if (vault.isLocked()) return;
  try {
    tell("正在更新…");
    await village.sync();
    document.getElementById("who").textContent = `${village.start.place} ${village.start.name}`;
    tell("");
    freshen();
  } catch (error) {
    explain(error);
  }
  await queue.flush();
  await queue.tidy();
}

function explain(error) {
  const since = village.start ? `资料截至 ${new Date(village.start.seenAt).toLocaleString("zh-CN")}` : "还没有下载过资料";
  if (error instanceof Unreachable) tell(`没有网络，照常填写，恢复后自动发送。${since}。`);
  else if (error instanceof SignedOut) signedOut();
  else if (error?.name === "QuotaExceededError") tell("手机存储已满，资料没有存全。请清理手机存储后重新打开；填好的记录不会丢。");
  else tell(error?.message || "出错了，请关掉页面重新打开；填好的记录都在手机上。");
}

function signedOut() {
  const state = document.getElementById("state");
  state.replaceChildren("登录已过期，填好的记录都在手机上。", h("a", { href: "/login?to=/m/" }, "重新登录后自动发送"));
}

window.addEventListener("hashchange", route);
window.addEventListener("online", refresh);
window.addEventListener("offline", () => explain(new Unreachable()));
queue.onSignedOut(signedOut);
queue.onFault(explain);
queue.onChange(() => location.hash === "#/outbox" && !vault.isLocked() && outbox());
// Put away for five minutes, it asks the PIN again.
let hiddenAt = 0;
document.addEventListener("visibilitychange", () => {
  if (document.hidden) hiddenAt = Date.now();
  else if (hiddenAt && Date.now() - hiddenAt > 300_000) {
    vault.lock();
    route();
  }
});

if (!window.crypto?.subtle || !window.indexedDB) {
  show(h("p", { className: "alert", role: "alert" }, "这个浏览器不能安全保存农户资料。请用 https 地址，在微信、Chrome 或系统浏览器的普通模式下打开。"));
} else {
  navigator.serviceWorker?.register("/m/sw.js", { scope: "/m/" }).catch(() => {});
  route();
}
