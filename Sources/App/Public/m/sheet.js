// One sheet to fill in: everything known stands there already, only what changed is written.
import { h, show, tell } from "./dom.js";
import * as village from "./sync.js";
import * as queue from "./queue.js";
import * as vault from "./vault.js";
import { photo, pad, recorder } from "./files.js";

const MODES = [["onSite", "入户"], ["phone", "电话"], ["video", "视频"]];
const UNCHANGED = "入户核实，与已登记情况一致，没有新增风险。";

// A new sheet for a household, or one that came back, to be put right.
export async function sheet(id, kind, again = null) {
  const back = again ? (await queue.list()).find((entry) => entry.id === again) : null;
  if (again && !back?.record) return show(h("p", { className: "empty" }, "这条记录已经不在手机上了。"));
  const one = village.village.get(back?.record.household ?? id);
  if (!one) return show(h("p", { className: "empty" }, "手机上没有这户。"));
  new Sheet(one, back?.record.kind ?? kind, back, await draftOf(one.id, kind, back)).draw();
}

async function draftOf(id, kind, back) {
  if (back) return { values: back.record.values };
  const kept = await vault.get("drafts", id);
  return kept?.kind === kind ? vault.open(kept.sealed).catch(() => null) : null;
}

class Sheet {
  constructor(one, kind, back, draft) {
    Object.assign(this, { one, kind, back });
    this.base = back?.record.base ?? one.values;
    this.values = { ...this.base, visitedOn: village.today(), ...draft?.values };
    this.values.companion ??= localStorage.getItem("companion") ?? "";
    this.values.mode ??= "onSite";
    this.files = [];
    this.pads = [];
    this.faults = new Map((back?.fields ?? []).map((fault) => [fault.field, fault.sentence]));
    this.isShort = kind === "visit" && !draft;
  }

  draw() {
    const { one } = this;
    const title = { visit: "入户核实", household: "更新情况", clue: "发现困难" }[this.kind];
    this.form = h("form", { noValidate: true, onsubmit: (event) => this.send(event), oninput: () => this.keepDraft() });
    this.form.append(...(this.kind === "clue" ? this.clue() : this.isShort ? this.short() : this.whole()).filter(Boolean));
    show(
      h("nav", { className: "crumbs", ariaLabel: "位置" }, h("a", { href: "#/" }, "走访"), h("a", { href: `#/household/${one.id}` }, one.head), h("span", {}, title)),
      h("h1", {}, `${one.head}户${title}`),
      this.back?.reason && !this.faults.size && h("p", { className: "alert", role: "alert" }, this.back.reason),
      this.faults.size ? h("div", { className: "alert errors", role: "alert", tabIndex: -1, id: "faults" },
        h("h2", {}, "还有几处需要改正"), h("ul", {}, [...this.faults.values()].map((words) => h("li", {}, words)))) : null,
      this.form);
    document.getElementById("faults")?.focus();
  }

  // Two choices: as it was, or something changed.
  short() {
    const unknown = this.fields().filter((field) => field.kind === "yesNo" && !this.values[field.name]);
    return [
      h("section", { className: "card" }, h("h2", {}, "和登记的一样吗？"),
        this.known(),
        unknown.map((field) => this.field(field)),
        this.visitFields()),
      this.signatures(),
      h("div", { className: "sticky actions" },
        h("button", { className: "button primary", onclick: () => this.set({ conclusion: "noRisk", reason: this.values.reason || UNCHANGED }) }, "情况无变化，提交"),
        h("button", { type: "button", className: "button", onclick: () => {
          this.isShort = false;
          this.draw();
        } }, "有变化")),
    ];
  }

  whole() {
    const form = village.start.form;
    const isVisit = this.kind === "visit";
    return [
      h("section", { className: "card" }, h("h2", {}, "走访"), this.visitFields()),
      ...form.sections.map((section, place) => h("details", { className: "card", open: place < 2 },
        h("summary", {}, section.title), section.fields.map((field) => this.field(field)))),
      isVisit && h("section", { className: "card" }, h("h2", {}, "结论"),
        this.choices("conclusion", "核实结论", form.conclusions, "radio"),
        this.choices("risks", "风险类型（提请纳入时选，最多五种）", form.risks, "checkbox"),
        this.input({ name: "reason", title: "结论依据", kind: "text" })),
      this.attachments(),
      this.signatures(),
      h("div", { className: "sticky actions" }, h("button", { className: "button primary" }, isVisit ? "提交" : "保存并发送")),
    ];
  }

  clue() {
    return [
      h("section", { className: "card" },
        this.input({ name: "text", title: "发现了什么困难", kind: "text", hint: "谁、什么时候、出了什么事、影响多大" }),
        h("div", { className: "field" }, h("label", { htmlFor: "risk" }, "困难类型"),
          h("select", { id: "risk", name: "risk", onchange: (event) => this.set({ risk: event.target.value }) },
            h("option", { value: "" }, "请选择"),
            village.start.form.risks.map((risk) => h("option", { value: risk.value, selected: this.values.risk === risk.value }, risk.title))))),
      this.attachments(),
      h("div", { className: "sticky actions" }, h("button", { className: "button primary" }, "登记并发送")),
    ];
  }

  fields() { return village.start.form.sections.flatMap((section) => section.fields); }

  // What is registered, to be read out to the household.
  known() {
    const words = (field) => (field.kind === "yesNo" ? (this.base[field.name] === "1" ? "有保障" : "有问题")
      : `${this.base[field.name].replace(/\.00$/, "")}${field.kind === "amount" ? " 元" : ""}`);
    const known = this.fields().filter((field) => this.base[field.name] && field.kind !== "text");
    if (!known.length) return h("p", { className: "hint" }, "这户还没有登记过收入和保障情况。");
    return h("dl", { className: "facts" }, known.flatMap((field) => [h("dt", {}, field.title), h("dd", {}, words(field))]));
  }

  visitFields() {
    return [
      this.choices("mode", "方式", MODES.map(([value, title]) => ({ value, title })), "radio"),
      h("div", { className: "grid" },
        this.input({ name: "visitedOn", title: "日期", kind: "day" }),
        this.input({ name: "companion", title: "同行人（两人入户）", kind: "line" })),
    ];
  }

  field(field) {
    if (field.kind !== "yesNo") return this.input(field);
    return this.choices(field.name, field.title, [{ value: "1", title: "有保障" }, { value: "0", title: "有问题" }], "radio", this.one.sources?.[field.name]);
  }

  input(field) {
    const { name, kind } = field;
    const attributes = { id: name, name, value: this.values[name] ?? "", oninput: (event) => {
      this.set({ [name]: event.target.value });
      box.classList.toggle("changed", (this.base[name] ?? "") !== event.target.value);
    } };
    const input = kind === "text" ? h("textarea", { ...attributes, rows: 3 })
      : h("input", { ...attributes, type: kind === "day" ? "date" : "text", inputMode: kind === "amount" ? "decimal" : kind === "number" ? "numeric" : "text" });
    const source = this.one.sources?.[name];
    const box = h("div", { className: this.faults.has(name) ? "field wrong" : "field" },
      h("label", { htmlFor: name }, field.title, source && h("span", { className: "meta" }, ` ${source}`)),
      field.hint && h("span", { className: "hint" }, field.hint),
      this.faults.has(name) && h("span", { className: "error", id: `${name}-error` }, this.faults.get(name)), input);
    return box;
  }

  choices(name, title, options, type, source) {
    const chosen = new Set((this.values[name] ?? "").split(",").filter(Boolean));
    return h("fieldset", { id: name, className: this.faults.has(name) ? "wrong" : "" },
      h("legend", {}, title, source && h("span", { className: "meta" }, ` ${source}`)),
      this.faults.has(name) && h("span", { className: "error" }, this.faults.get(name)),
      h("ul", { className: "checks row" }, options.map((option) => h("li", {}, h("label", {},
        h("input", { type, name, value: option.value, checked: chosen.has(option.value), onchange: (event) => {
          if (type === "radio") chosen.clear();
          if (event.target.checked) chosen.add(option.value); else chosen.delete(option.value);
          this.set({ [name]: [...chosen].join(",") });
          this.keepDraft();
        } }), option.title)))));
  }

  attachments() {
    const list = h("ul", { className: "checks" });
    const added = (file, words) => {
      this.files.push(file);
      list.append(h("li", {}, words));
    };
    const picker = h("input", { id: "photo", type: "file", accept: "image/*", onchange: async (event) => {
      try {
        for (const file of event.target.files) {
          const made = await photo(file);
          added(made, `照片 ${Math.ceil(made.bytes.byteLength / 1024)} KB`);
        }
      } catch (error) {
        tell(error.message);
      }
      event.target.value = "";
    } });
    return h("section", { className: "card" }, h("h2", {}, "照片和录音"), h("p", { className: "hint" }, "不是必须的。照片在手机上压缩，不带位置。"),
      h("div", { className: "field" }, h("label", { htmlFor: "photo" }, "拍照或选照片"), picker),
      window.MediaRecorder && recorder((file) => added(file, `录音 ${Math.ceil(file.bytes.byteLength / 1024)} KB`)), list);
  }

  signatures() {
    this.pads = [pad("户主签名"), pad("走访人签名")];
    return h("details", { className: "card" }, h("summary", {}, "签名"), this.pads.map((one) => one.element));
  }

  set(changes) { Object.assign(this.values, changes); }

  keepDraft() {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      if (this.isSent || vault.isLocked()) return;
      await vault.put("drafts", this.one.id, { kind: this.kind, sealed: await vault.seal({ values: this.values }) });
    }, 800);
  }

  // What the server would refuse anyway is said at once.
  check() {
    const faults = new Map();
    const { values } = this;
    const says = (name, words) => faults.set(name, words);
    if (this.kind === "clue") {
      if ((values.text ?? "").trim().length < 5) says("text", "请写几句发现的情况（至少 5 个字）。");
      return faults;
    }
    for (const field of this.fields().filter((one) => one.kind === "amount")) {
      if (values[field.name] && !/^\d{1,12}(\.\d{1,2})?$/.test(values[field.name].replaceAll(",", ""))) says(field.name, `“${field.title}”“${values[field.name]}”不是金额。`);
    }
    if (this.kind === "household") return faults;
    const conclusion = village.start.form.conclusions.find((one) => one.value === values.conclusion);
    if (!conclusion) says("conclusion", "请选择入户结论。");
    if (!values.companion?.trim()) says("companion", "入户须两人同行，请填写同行人姓名。");
    if ((values.reason ?? "").trim().length < 5) says("reason", "请写明结论依据（至少 5 个字）。");
    if (conclusion?.needsSheet) {
      for (const field of this.fields().filter((one) => one.kind === "yesNo" && !values[one.name])) says(field.name, `请填写“${field.title}”是否有保障。`);
      if (!(Number(values.persons) >= 1)) says("persons", "家庭人口应至少为 1。");
    }
    return faults;
  }

  async send(event) {
    event.preventDefault();
    this.faults = this.check();
    if (this.faults.size) {
      if ([...this.faults.keys()].some((name) => !["companion", "visitedOn"].includes(name) && !name.startsWith("guarantee"))) this.isShort = false;
      return this.draw();
    }
    for (const one of this.pads) {
      const signed = await one.signature();
      if (signed) this.files.push(signed);
    }
    const record = this.record();
    try {
      this.isSent = true;
      await queue.keep(record, this.files);
    } catch (error) {
      this.isSent = false;
      if (error?.name !== "QuotaExceededError") throw error;
      return tell("手机存储已满，这条记录没有存下。请先清理存储，这一页不要关闭，清理后再点提交。");
    }
    localStorage.setItem("companion", this.values.companion ?? "");
    await vault.remove("drafts", this.one.id);
    if (this.kind === "visit") {
      // The clue is answered for: it leaves the list now, not when there is signal again.
      this.one.clue = null;
    }
    location.hash = "#/outbox";
  }

  record() {
    const { one, kind } = this;
    const lasting = this.kind === "clue" ? { text: this.values.text, risk: this.values.risk ?? "" } : this.values;
    return {
      id: this.back?.id ?? crypto.randomUUID(), kind, household: one.id, head: one.head, officer: this.back?.record.officer ?? village.start.officer,
      clue: this.back?.record.clue ?? one.clue?.id ?? null, form: village.start.form.version,
      filledAt: Date.now(), sentAt: Date.now(), base: kind === "clue" ? {} : this.base,
      values: Object.fromEntries(Object.entries(lasting).filter(([, value]) => value !== undefined && value !== null)),
      attachments: Object.fromEntries([...Object.entries(this.back?.record.attachments ?? {}), ...this.files.map((file) => [file.hash, file.kind])]),
    };
  }
}
