// The lists: whom to visit, one household, what was sent.
import { h, show, tell } from "./dom.js";
import * as village from "./sync.js";
import * as queue from "./queue.js";
import * as vault from "./vault.js";
import { distance, position } from "./shell.js";
import { conditions } from "./fields.js";
import { formOf, ownForms, titleOf, TITLES } from "./tasks.js";

// What is due about a household, and until when; null where nothing is.
function due(one) {
  if (one.clue) return { word: "待走访", ...one.clue };
  if (one.call) return { word: "待抽查", due: null, isOverdue: false };
  if (one.case?.isMonitored && one.case.due && (one.case.isOverdue || daysUntil(one.case.due) <= 7)) return { word: "待回访", ...one.case };
  if (one.case?.adults.some((adult) => adult.state !== "given")) return { word: "待授权", ...one.case };
  if (one.case?.application?.isDue) return { word: "待填申请书", ...one.case };
  // Good news waits behind what has a deadline.
  if (one.case?.removal?.isDue) return { word: "可消除风险", due: null, isOverdue: false, after: "9" };
  return null;
}

const daysUntil = (day) => Math.round((Date.parse(day) - Date.parse(village.today())) / 86_400_000);

function badge(one) {
  const found = due(one);
  if (!found) return null;
  if (found.isOverdue) return h("span", { className: "badge late" }, `${found.word} 已超期`);
  if (!found.due) return h("span", { className: "badge" }, found.word);
  const days = daysUntil(found.due);
  return h("span", { className: days <= 2 ? "badge due" : "badge good" }, `${found.word} `, days === 0 ? "今天到期" : `${Number(found.due.slice(5, 7))}月${Number(found.due.slice(8))}日前`);
}

// Where the officer stands, only while this page is open.
let here = null;
const far = (one) => distance(one.values.place, here);
function away(one) {
  const metres = far(one);
  return metres === null ? null : metres < 950 ? `约 ${Math.round(metres / 50) * 50} 米` : `约 ${(metres / 1000).toFixed(1)} 公里`;
}

const line = (one) => h("li", {}, h("a", { href: `#/household/${one.id}` },
  h("span", {}, h("b", {}, one.head), " ", h("span", { className: "meta" }, [one.members.length ? `${one.members.length} 人` : null, one.address || one.code, away(one)].filter(Boolean).join(" · "))),
  badge(one)));

const order = (one) => due(one).after ?? due(one).due ?? "0";
const byDue = (a, b) => order(a).localeCompare(order(b));
const byDistance = (a, b) => (far(a) ?? Infinity) - (far(b) ?? Infinity) || byDue(a, b);

let words = "";
// Puts what was fetched meanwhile into the list that is open, without taking the search from under
// the officer's finger.
export let freshen = () => {};

export async function home() {
  const waiting = (await queue.list()).filter((entry) => entry.state !== "done");
  const search = h("input", { id: "search", type: "search", value: words, placeholder: "姓名、拼音首字母、户编号、电话尾号", oninput: (event) => {
    words = event.target.value;
    fill();
  } });
  const lists = h("div");
  const fill = () => {
    const found = village.find(words);
    const open = found.filter((one) => due(one)).sort(here ? byDistance : byDue);
    const rest = found.filter((one) => !due(one));
    const isCaller = Boolean(village.start?.call);
    lists.replaceChildren(
      h("section", { className: "card" }, h("h2", {}, isCaller ? `待抽查 ${open.length} 户` : `待走访 ${open.length} 户`), sorting(open, fill),
        open.length ? h("ul", { className: "rows" }, open.map(line)) : h("p", { className: "empty" }, isCaller ? "现在没有抽到要打电话的农户。" : "现在没有要走访的农户。")),
      isCaller || (words && open.length && !rest.length) ? "" : h("section", { className: "card" }, h("h2", {}, `全部农户 ${rest.length} 户`),
        rest.length ? h("ul", { className: "rows" }, rest.slice(0, words ? 100 : 50).map(line)) : h("p", { className: "empty" }, words ? "没有找到，换个写法试试。" : "还没有下载到农户，联网后自动下载。"),
        !words && rest.length > 50 && h("p", { className: "hint" }, "其余的请用上面的搜索。")));
  };
  fill();
  freshen = fill;
  show(
    h("h1", {}, village.start?.call ? "抽查电话" : "走访"),
    waiting.length ? h("p", { className: waiting.some((entry) => entry.state === "problem") ? "notice due" : "notice" },
      h("a", { href: "#/outbox" }, `有 ${waiting.length} 条记录还没有收到回执`)) : null,
    h("div", { className: "field" }, h("label", { htmlFor: "search" }, "找农户"), search),
    lists);
}

// By deadline, or by distance where places are kept.
function sorting(open, fill) {
  if (!open.some((one) => one.values.place)) return null;
  return h("p", {}, h("button", { className: "button", onclick: async (event) => {
    if (here) here = null;
    else {
      event.target.textContent = "正在定位…";
      here = await position({ age: 60_000 }).catch((error) => tell(error.message) ?? null);
    }
    fill();
  } }, here ? "按期限排" : "按远近排"));
}

export async function household(id) {
  const one = village.village.get(id);
  if (!one) return show(h("p", { className: "empty" }, "手机上没有这户。可能已迁出本村，联网后会更新。"));
  const drafts = (await vault.keys("drafts")).filter((key) => String(key).startsWith(`${id}/`));

  const to = (kind, look = "button", about = "", title = TITLES[kind]) => h("a", { className: look, href: `#/sheet/${id}/${kind}${about && `/${about}`}` }, title);
  show(
    h("nav", { className: "crumbs", ariaLabel: "位置" }, h("a", { href: "#/" }, "走访"), h("span", {}, one.head)),
    h("div", { className: "head" }, h("div", {}, h("h1", {}, `${one.head}户`), h("p", { className: "meta" }, [one.address, one.code, away(one)].filter(Boolean).join(" · "))), badge(one)),
    one.clue?.signals.map((signal) => h("p", { className: "notice" }, signal)),
    one.call && h("p", { className: "notice" }, `${one.call.visitedOn} ${one.call.visitor} 走访，结论：${one.call.conclusion}`),
    drafts.map((key) => h("p", { className: "notice" }, h("a", { href: `#/sheet/${key}` }, `${titleOf(...key.split("/").slice(1))}上次没填完，继续填写`))),
    h("div", { className: "actions" },
      one.clue && to("visit", "button primary"),
      one.call && to("call", "button primary"),
      !one.clue && !village.start.call && to("household", "button primary"),
      !village.start.call && formOf("sweep") && to("sweep"),
      one.case?.isMonitored && formOf("followUp") && to("followUp"),
      !village.start.call && to("clue"),
      one.phone && h("a", { className: "button", href: `tel:${one.phone}` }, `打电话 ${one.phone}`)),
    one.case?.application || one.case?.adults.length ? h("section", { className: "card" }, h("h2", {}, one.case.application ? "申请书和授权书" : "授权书"),
      one.case.adults.length ? h("p", { className: "hint" }, "授权书每位成年人各签一份；没有签的不能核对经济状况。") : null,
      h("ul", { className: "rows" }, one.case.application && caseRow(one, "application", "去填"), one.case.adults.map((adult) => h("li", {}, adult.state === "given" ? h("p", {}, h("b", {}, adult.name), ` ${adult.relation} `, h("span", { className: "badge good" }, "已授权"))
        : h("a", { href: `#/sheet/${id}/consent/${adult.person}` }, h("span", {}, h("b", {}, adult.name), ` ${adult.relation}`), h("span", { className: "badge due" }, "去签")))))) : null,
    one.case?.measures.length ? h("section", { className: "card" }, h("h2", {}, "帮扶措施"),
      h("ul", { className: "rows" }, one.case.measures.map((planned) => h("li", {}, h("a", { href: `#/sheet/${id}/measure/${planned.id}` },
        h("span", {}, h("b", {}, planned.title), " ", h("span", { className: "meta" }, [planned.helper, planned.amount && `${planned.amount} 元`, `${planned.begunOn} 起`].filter(Boolean).join(" · "))), h("span", { className: "badge due" }, "登记办完")))))) : null,
    one.case?.removal ? h("details", { className: "card", open: one.case.removal.isDue }, h("summary", {}, "风险消除 ", h("span", { className: "meta" }, removalWord(one.case))), conditions(one.case.conditions),
      h("ul", { className: "rows" }, caseRow(one, "removal", one.case.removal.isDue ? "去填" : "条件未齐"))) : null,
    !village.start.call && ownForms().length ? h("section", { className: "card" }, h("h2", {}, "本县的表"),
      h("ul", { className: "rows" }, ownForms().map((own) => h("li", {}, h("a", { href: `#/sheet/${id}/form/${own.name}` }, h("span", {}, h("b", {}, own.title)), one.answers?.[own.name] && h("span", { className: "badge" }, "填过")))))) : null,
    one.members.length ? h("section", { className: "card" }, h("h2", {}, "家庭成员"),
      h("ul", { className: "rows" }, one.members.map((member) => h("li", {}, h("p", {}, h("b", {}, member.name), ` ${member.relation} ${member.age} 岁 ${member.traits.join("、")}`))))) : null,
    !village.start.call && [h("p", { className: "hint" }, "自愿：只记住处一个点，方便下次按远近排，不记行程。"),
      h("button", { className: "button", onclick: () => keepPlace(one) }, one.values.place ? "重新记下住处的位置" : "记下住处的位置")]);
}

// A form of the case: to be filled in, or when it was.
function caseRow(one, name, word) {
  const { isDue, filledOn } = one.case[name];
  return h("li", {}, h("a", { href: `#/sheet/${one.id}/${name}` }, h("span", {}, h("b", {}, TITLES[name]), " ", h("span", { className: "meta" }, filledOn ? `${filledOn} 填写` : "")),
    isDue ? h("span", { className: "badge due" }, filledOn ? "补填" : word) : h("span", { className: filledOn ? "badge good" : "badge plain" }, filledOn ? "已填" : word)));
}

function removalWord({ removal: { isDue, filledOn }, conditions: all }) {
  const failing = all.filter(({ holds }) => !holds).length;
  return [filledOn && "表已填", failing ? `${failing} 项条件不符合` : isDue ? "待填表" : "条件齐"].filter(Boolean).join("，");
}

async function keepPlace(one) {
  try {
    const { lat, lon } = await position();
    one.values.place = `${lat.toFixed(5)},${lon.toFixed(5)}`;
    await queue.keep({ id: crypto.randomUUID(), kind: "place", household: one.id, head: one.head, officer: village.start.officer, clue: null,
      form: "place", filledAt: Date.now(), sentAt: Date.now(), base: {}, values: { place: one.values.place }, attachments: {} });
    tell("位置已记下，会随其他记录发送。");
  } catch (error) {
    tell(error.message);
  }
}

const STATES = { waiting: ["待发送", "badge"], problem: ["需要处理", "badge late"], done: ["已送达", "badge good"] };

export async function outbox() {
  const [entries, files] = [await queue.list(), await queue.waitingFiles()];
  show(
    h("div", { className: "head" }, h("h1", {}, "发送"), h("button", { className: "button", onclick: () => queue.flush() }, "现在发送")),
    h("p", { className: "hint" }, "收到带回执码的回执才算送达。没有网络时记录加密存在手机上，恢复后自动发送。"),
    entries.length ? entries.map((entry) => card(entry)) : h("p", { className: "empty" }, "还没有记录。"),
    files.length ? h("section", { className: "card" }, h("h2", {}, "附件"), files.map((file) => h("p", {},
      `${{ photo: "照片", signature: "签名", voice: "录音" }[file.kind]} ${Math.ceil(file.size / 1024)} KB · ${file.reason ?? "待上传"} `,
      file.reason && h("button", { className: "button quiet", onclick: async () => {
        await vault.remove("files", file.hash);
        outbox();
      } }, "删除")))) : null);
}

function card(entry) {
  const [title, look] = STATES[entry.state];
  const record = entry.record;
  return h("section", { className: "card" },
    h("div", { className: "head" }, h("h2", {}, record ? `${record.head} · ${titleOf(record.kind, record.form)}` : "打不开的记录"), h("span", { className: look }, title)),
    h("p", { className: "meta" }, `${new Date(entry.madeAt).toLocaleString("zh-CN")} 填写`),
    entry.receipt && h("p", {}, h("span", { className: "code" }, entry.receipt.code), ` ${entry.receipt.sentence}`),
    entry.state === "problem" && h("p", { className: "alert", role: "alert" }, entry.reason),
    entry.state === "problem" && record && h("div", { className: "actions" },
      record.kind !== "place" && h("a", { className: "button primary", href: `#/again/${entry.id}` }, "改好再发"),
      h("button", { className: "button", onclick: () => queue.retry(entry) }, "原样再发"),
      h("button", { className: "button", onclick: () => queue.handOver(entry) }, "转交乡镇"),
      h("button", { className: "button danger", onclick: () => confirm("删除后无法恢复，确定删除这条记录？") && queue.drop(entry.id) }, "删除")));
}
