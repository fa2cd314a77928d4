// The lists: whom to visit, one household, what was sent.
import { h, show } from "./dom.js";
import * as village from "./sync.js";
import * as queue from "./queue.js";
import * as vault from "./vault.js";

const badge = (clue) => {
  if (!clue) return null;
  if (clue.isOverdue) return h("span", { className: "badge late" }, "已超期");
  const days = clue.due ? Math.round((Date.parse(clue.due) - Date.parse(village.today())) / 86_400_000) : null;
  if (days === null) return h("span", { className: "badge" }, "待走访");
  return h("span", { className: days <= 2 ? "badge due" : "badge good" }, days === 0 ? "今天到期" : `${Number(clue.due.slice(5, 7))}月${Number(clue.due.slice(8))}日前`);
};

const line = (one) => h("li", {}, h("a", { href: `#/household/${one.id}` },
  h("span", {}, h("b", {}, one.head), " ", h("span", { className: "meta" }, `${one.members.length} 人 · ${one.address || one.code}`)),
  badge(one.clue)));

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
    const due = found.filter((one) => one.clue);
    const rest = found.filter((one) => !one.clue);
    lists.replaceChildren(
      h("section", { className: "card" }, h("h2", {}, `待走访 ${due.length} 户`),
        due.length ? h("ul", { className: "rows" }, due.map(line)) : h("p", { className: "empty" }, "现在没有要走访的农户。")),
      h("section", { className: "card" }, h("h2", {}, `全部农户 ${rest.length} 户`),
        rest.length ? h("ul", { className: "rows" }, rest.slice(0, words ? 100 : 50).map(line)) : h("p", { className: "empty" }, words ? "没有找到，换个写法试试。" : "还没有下载到农户，联网后自动下载。"),
        !words && rest.length > 50 && h("p", { className: "hint" }, "其余的请用上面的搜索。")));
  };
  fill();
  freshen = fill;
  show(
    h("h1", {}, "走访"),
    waiting.length ? h("p", { className: waiting.some((entry) => entry.state === "problem") ? "notice due" : "notice" },
      h("a", { href: "#/outbox" }, `有 ${waiting.length} 条记录还没有收到回执`)) : null,
    h("div", { className: "field" }, h("label", { htmlFor: "search" }, "找农户"), search),
    lists);
}

export async function household(id) {
  const one = village.village.get(id);
  if (!one) return show(h("p", { className: "empty" }, "手机上没有这户。可能已迁出本村，联网后会更新。"));
  const draft = await vault.get("drafts", id);
  show(
    h("nav", { className: "crumbs", ariaLabel: "位置" }, h("a", { href: "#/" }, "走访"), h("span", {}, one.head)),
    h("div", { className: "head" }, h("div", {}, h("h1", {}, `${one.head}户`), h("p", { className: "meta" }, `${one.address} · ${one.code}`)), badge(one.clue)),
    one.clue?.signals.map((signal) => h("p", { className: "notice" }, signal)),
    draft && h("p", { className: "notice" }, h("a", { href: `#/sheet/${id}/${draft.kind}` }, "上次没填完，继续填写")),
    h("div", { className: "actions" },
      one.clue && h("a", { className: "button primary", href: `#/sheet/${id}/visit` }, "入户核实"),
      !one.clue && h("a", { className: "button primary", href: `#/sheet/${id}/household` }, "更新情况"),
      h("a", { className: "button", href: `#/sheet/${id}/clue` }, "发现困难"),
      one.phone && h("a", { className: "button", href: `tel:${one.phone}` }, `打电话 ${one.phone}`)),
    h("section", { className: "card" }, h("h2", {}, "家庭成员"),
      h("ul", { className: "rows" }, one.members.map((member) => h("li", {}, h("p", {}, h("b", {}, member.name), ` ${member.relation} ${member.age} 岁 ${member.traits.join("、")}`))))));
}

const STATES = { waiting: ["待发送", "badge"], problem: ["需要处理", "badge late"], done: ["已送达", "badge good"] };
const KINDS = { visit: "入户核实", household: "更新情况", clue: "发现困难" };

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
    h("div", { className: "head" }, h("h2", {}, record ? `${record.head} · ${KINDS[record.kind]}` : "打不开的记录"), h("span", { className: look }, title)),
    h("p", { className: "meta" }, `${new Date(entry.madeAt).toLocaleString("zh-CN")} 填写`),
    entry.receipt && h("p", {}, h("span", { className: "code" }, entry.receipt.code), ` ${entry.receipt.sentence}`),
    entry.state === "problem" && h("p", { className: "alert", role: "alert" }, entry.reason),
    entry.state === "problem" && record && h("div", { className: "actions" },
      h("a", { className: "button primary", href: `#/again/${entry.id}` }, "改好再发"),
      h("button", { className: "button", onclick: () => queue.retry(entry) }, "原样再发"),
      h("button", { className: "button", onclick: () => queue.handOver(entry) }, "转交乡镇"),
      h("button", { className: "button danger", onclick: () => confirm("删除后无法恢复，确定删除这条记录？") && queue.drop(entry.id) }, "删除")));
}
