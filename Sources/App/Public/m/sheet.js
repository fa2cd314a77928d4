// One sheet to fill in: everything known stands there already, only what changed is written.
import { h, show, tell } from "./dom.js";
import * as village from "./sync.js";
import * as queue from "./queue.js";
import * as vault from "./vault.js";
import { conditions, Fields, known } from "./fields.js";
import { fieldsOf, valuesOf } from "./rules.js";
import { ending, finish, taskOf, WHEN } from "./tasks.js";
import { marksOf, photo, pad, recorder } from "./files.js";

const UNCHANGED = "入户核实，与已登记情况一致，没有新增风险。";
const FULL = "手机存储已满，这一页还没有存下。请不要关闭，先清理手机存储，再点提交。";

// A new sheet for a household, or one that came back, to be put right.
export async function sheet(id, kind, about, again = null) {
  const back = again ? (await queue.list()).find((entry) => entry.id === again) : null;
  if (again && !back?.record) return show(h("p", { className: "empty" }, "这条记录已经不在手机上了。"));
  const one = village.village.get(back?.record.household ?? id);
  if (!one) return show(h("p", { className: "empty" }, "手机上没有这户。"));
  const values = back?.record.values ?? {};
  const task = taskOf(back?.record.kind ?? kind, one, about ?? values.person ?? values.measure ?? back?.record.form, back);
  if (!task) return show(h("p", { className: "empty" }, "这件事已经办完，或者还没有下载到表样。联网后会更新。"));
  const key = [one.id, task.kind, about ?? ""].join("/").replace(/\/$/, "");
  new Sheet(one, task, back, key, back ? { values } : await draftOf(key)).draw();
}

async function draftOf(key) {
  const kept = await vault.get("drafts", key);
  return kept ? vault.open(kept.sealed).catch(() => null) : null;
}

class Sheet {
  constructor(one, task, back, key, draft) {
    Object.assign(this, { one, task, back, key });
    this.isAboutHousehold = ["visit", "household", "sweep", "removal"].includes(task.kind);
    // What was answered to the county's own questions stands there as well.
    this.base = back?.record.base ?? { ...(this.isAboutHousehold ? one.values : {}), ...task.known, ...one.answers?.[task.form.name] };
    this.values = { ...this.base, ...task.start, ...draft?.values };
    if (["visit", "household"].includes(task.kind)) {
      this.values.visitedOn ??= village.today();
      this.values.mode ??= "onSite";
    }
    this.values.companion ??= localStorage.getItem("companion") ?? "";
    if (task.kind === "call") this.values.visit = String(one.call?.visit ?? this.values.visit ?? "");
    this.files = [];
    // Made once: what was signed and taken stays when the sheet is drawn again.
    this.pads = task.pads.map((title) => pad(title));
    this.faults = new Map((back?.fields ?? []).map((fault) => [fault.field === "risk" && task.kind === "visit" ? "risks" : fault.field, fault.sentence]));
    this.isShort = task.kind === "visit" && !draft;
    this.isOlder = Boolean(draft?.version && draft.version !== task.form.version);
  }

  draw() {
    const { one, task } = this;
    this.fields = new Fields(this.values, { base: this.base, sources: { ...(this.isAboutHousehold ? one.sources : {}), ...task.sources }, faults: this.faults, members: one.members, onChange: () => this.keepDraft() });
    this.form = h("form", { noValidate: true, onsubmit: (event) => this.send(event) });
    this.form.append(...(this.isShort ? this.short() : this.whole()).filter(Boolean));
    show(
      h("nav", { className: "crumbs", ariaLabel: "位置" }, h("a", { href: "#/" }, "走访"), h("a", { href: `#/household/${one.id}` }, one.head), h("span", {}, task.title)),
      h("h1", {}, `${one.head}户${task.title}`),
      task.about && h("p", { className: "meta" }, task.about),
      this.isOlder && h("p", { className: "notice due" }, "表样已经更新，填过的内容都在，请再看一遍新增的项目。"),
      this.back?.reason && !this.faults.size && h("p", { className: "alert", role: "alert" }, this.back.reason),
      this.faults.size ? h("div", { className: "alert errors", role: "alert", tabIndex: -1, id: "faults" },
        h("h2", {}, "还有几处需要改正"), h("ul", {}, [...this.faults.values()].map((words) => h("li", {}, words)))) : null,
      task.letter && this.letter(), this.form);
    document.getElementById("faults")?.focus();
  }

  // Two choices: as it was, or something changed.
  short() {
    const { form } = this.task;
    const unknown = fieldsOf(form).filter((field) => (field.required || field.name.startsWith("guarantee.")) && !this.values[field.name] && !field.when);
    return [
      h("section", { className: "card" }, h("h2", {}, "和登记的一样吗？"), known(form, this.base),
        unknown.map((field) => this.fields.box(field)), this.when()),
      this.signatures(),
      h("div", { className: "sticky actions" },
        h("button", { className: "button primary", onclick: () => Object.assign(this.values, { conclusion: "noRisk", reason: this.values.reason || UNCHANGED }) }, "情况无变化，提交"),
        h("button", { type: "button", className: "button", onclick: () => {
          this.isShort = false;
          this.draw();
        } }, "有变化")),
    ];
  }

  whole() {
    const { form, kind } = this.task;
    const isFew = form.sections.length < 3;
    return [
      this.task.conditions && h("section", { className: "card" }, conditions(this.task.conditions)),
      (kind === "visit" || kind === "household") && h("section", { className: "card" }, h("h2", {}, "走访"), this.when()),
      kind === "followUp" && h("section", { className: "card" }, this.fields.box({ name: "followedOn", title: "回访日期", kind: "day" })),
      ...(isFew ? [h("section", { className: "card" }, fieldsOf(form).map((field) => this.fields.box(field)))]
        : this.fields.sections(form, (section, place) => kind === "sweep" || place === 0 || section.fields.some((field) => this.isWanted(field)))),
      kind === "visit" && h("section", { className: "card" }, h("h2", {}, "结论"), ending(form).map((field) => this.fields.box(field))),
      this.task.files && (this.attached ??= this.attachments()), this.signatures(),
      h("div", { className: "sticky actions" }, h("button", { className: "button primary" }, "提交")),
    ];
  }

  // What has to be looked at stands open.
  isWanted({ name, required, office }) { return required || office || name.startsWith("guarantee.") || this.faults.has(name); }

  when() { return WHEN.map((field) => this.fields.box(field)); }

  // Read out before anybody signs.
  letter() {
    const { letter } = this.task;
    return h("section", { className: "card" }, h("h2", {}, "承诺授权书"), letter.map((line) => h("p", {}, line)),
      window.speechSynthesis && h("button", { type: "button", className: "button", onclick: () => {
        if (speechSynthesis.speaking) return speechSynthesis.cancel();
        const words = new SpeechSynthesisUtterance(letter.join(""));
        words.lang = "zh-CN";
        words.rate = 0.9;
        speechSynthesis.speak(words);
      } }, "读给我听"));
  }

  attachments() {
    const { photoStamp: stamp = [], voiceSeconds = 180 } = village.start;
    const drawn = stamp.map((mark) => ({ time: "时间", place: "地点" })[mark]).join("和");
    const list = h("ul", { className: "checks" });
    const added = (file, words) => {
      this.files.push(file);
      list.append(h("li", {}, words));
    };
    const picker = h("input", { id: "photo", type: "file", accept: "image/*", onchange: async (event) => {
      try {
        for (const file of event.target.files) {
          const marks = await marksOf(file, stamp);
          const made = await photo(file, marks);
          added(made, [`照片 ${Math.ceil(made.bytes.byteLength / 1024)} KB`, ...marks].join(" · "));
        }
      } catch (error) {
        list.append(h("li", { className: "error", role: "alert" }, error.message));
      }
      event.target.value = "";
    } });
    return h("section", { className: "card" }, h("h2", {}, "照片和录音"), h("p", { className: "hint" }, 
        drawn ? `不是必须的。按县里规定，照片上会画出${drawn}${stamp.includes("place") ? "；手机没有给位置的，照常拍" : ""}。` : "不是必须的。照片在手机上压缩，不带位置。"),
      h("div", { className: "field" }, h("label", { htmlFor: "photo" }, "拍照或选照片"), picker),
      window.MediaRecorder && recorder(voiceSeconds, (file) => added(file, `录音 ${Math.ceil(file.bytes.byteLength / 1024)} KB`)), list);
  }

  signatures() {
    if (!this.pads.length) return null;
    return h("details", { className: "card", open: Boolean(this.task.needsPad) || this.faults.has("signature") }, h("summary", {}, "签名"), this.pads.map((one) => one.element));
  }

  keepDraft() {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      if (this.isSent || vault.isLocked()) return;
      try {
        await vault.put("drafts", this.key, { kind: this.task.kind, sealed: await vault.seal({ values: this.values, version: this.task.form.version }) });
      } catch (error) {
        if (error?.name !== "QuotaExceededError") throw error;
        tell(FULL);
      }
    }, 800);
  }

  async send(event) {
    event.preventDefault();
    const { task, values } = this;
    this.faults = task.faults(task.form, values);
    const signed = (await Promise.all(this.pads.map((one) => one.signature()))).filter(Boolean);
    if (task.needsPad?.(values) && !signed.length) this.faults.set("signature", "请在屏幕上签名。");
    if (this.faults.size) {
      if ([...this.faults.keys()].some((name) => !["companion", "visitedOn"].includes(name) && !name.startsWith("guarantee"))) this.isShort = false;
      return this.draw();
    }
    try {
      this.isSent = true;
      await queue.keep(this.record(signed), [...this.files, ...signed]);
    } catch (error) {
      this.isSent = false;
      if (error?.name !== "QuotaExceededError") throw error;
      return tell(FULL);
    }
    localStorage.setItem("companion", values.companion ?? "");
    await vault.remove("drafts", this.key);
    finish(task.kind, this.one, values);
    location.hash = "#/outbox";
  }

  record(signed) {
    const { one, task, back } = this;
    const { form } = task;
    return {
      id: back?.id ?? crypto.randomUUID(), kind: task.kind, household: one.id, head: one.head, officer: back?.record.officer ?? village.start.officer,
      clue: back?.record.clue ?? one.clue?.id ?? null,
      ...(form.name ? { form: form.name, version: form.version } : { form: form.version }),
      filledAt: Date.now(), sentAt: Date.now(), base: this.base, values: valuesOf(form, this.values, task.beside),
      attachments: Object.fromEntries([...Object.entries(back?.record.attachments ?? {}), ...[...this.files, ...signed].map((file) => [file.hash, file.kind])]),
    };
  }
}
