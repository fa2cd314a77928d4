// The fields of one form, drawn as its definition says; what hangs on another field comes and goes.
import { h } from "./dom.js";
import { fieldsOf, isShown, optionsOf } from "./rules.js";

const INPUT = { amount: "decimal", number: "numeric", phone: "tel" };

export class Fields {
  constructor(values, { base = {}, sources = {}, faults = new Map(), members = [], onChange = () => {} }) {
    Object.assign(this, { values, base, sources, faults, members, onChange, boxes: [] });
  }

  sections(form, isOpen) {
    return form.sections.map((section, place) => h("details", { className: "card", open: isOpen(section, place) },
      h("summary", {}, section.title || form.title), section.fields.map((field) => this.box(field))));
  }

  box(field) {
    const isChosen = ["yesNo", "choice", "choices", "member"].includes(field.kind);
    const box = isChosen ? this.choices(field) : this.input(field);
    this.boxes.push([field, box]);
    box.hidden = !isShown(field, this.values);
    return box;
  }

  set(name, value) {
    this.values[name] = value;
    for (const [field, box] of this.boxes) box.hidden = !isShown(field, this.values);
    this.onChange();
  }

  title(field) {
    const source = this.sources[field.name];
    return [field.title, source && h("span", { className: "meta" }, ` ${source}`)];
  }

  notes({ name, hint }) {
    return [hint && h("span", { className: "hint" }, hint),
      this.faults.has(name) && h("span", { className: "error", id: `${name}-error` }, this.faults.get(name))];
  }

  input(field) {
    const { name, kind } = field;
    const asWas = (value) => (this.base[name] ?? "") === value;
    const attributes = { id: name, name, value: this.values[name] ?? "", oninput: (event) => {
      this.set(name, event.target.value);
      box.classList.toggle("changed", !asWas(event.target.value));
    } };
    const input = kind === "text" ? h("textarea", { ...attributes, rows: 3 })
      : h("input", { ...attributes, type: kind === "day" ? "date" : "text", inputMode: INPUT[kind] ?? "text" });
    const box = h("div", { className: this.faults.has(name) ? "field wrong" : "field" },
      h("label", { htmlFor: name }, this.title(field)), this.notes(field), input);
    return box;
  }

  // Two members of one name are told apart by their relation, as the server does.
  named() {
    const isAlone = ({ name }) => this.members.filter((other) => other.name === name).length === 1;
    return this.members.map((one) => (isAlone(one) ? one.name : `${one.name}（${one.relation}）`));
  }

  choices(field) {
    const { name, kind } = field;
    const chosen = new Set((this.values[name] ?? "").split(",").filter(Boolean));
    const options = kind === "member" ? this.named().map((name) => ({ value: name, title: name })) : optionsOf(field);
    const type = kind === "choices" ? "checkbox" : "radio";
    return h("fieldset", { id: name, className: this.faults.has(name) ? "wrong" : "" },
      h("legend", {}, this.title(field)), this.notes(field),
      h("ul", { className: "checks row" }, options.map((option) => h("li", {}, h("label", {},
        h("input", { type, name, value: option.value, checked: chosen.has(option.value), onchange: (event) => {
          if (type === "radio") chosen.clear();
          if (event.target.checked) chosen.add(option.value); else chosen.delete(option.value);
          this.set(name, [...chosen].join(","));
        } }), option.title)))));
  }
}

// What speaks against a removal, as the records say it.
export function conditions(all) {
  const failing = all.filter((one) => !one.holds);
  if (!failing.length) return h("p", {}, h("span", { className: "badge good" }, "条件齐"), ` 按台账核对，${all.length} 项条件都符合。`);
  return h("div", {}, h("p", {}, `按台账核对，还有 ${failing.length} 项条件不符合，都符合了才能提请：`),
    h("ul", { className: "plain" }, failing.map((one) => h("li", {}, h("span", { className: "badge late" }, "不符合"), ` ${one.title}`, h("br"), h("span", { className: "meta" }, one.evidence)))));
}

// What is registered of the fields, to be read out.
export function known(form, base) {
  const words = (field) => optionsOf(field).find((option) => option.value === base[field.name])?.title
    ?? `${base[field.name].replace(/\.00$/, "")}${field.kind === "amount" ? " 元" : ""}`;
  const told = fieldsOf(form).filter((field) => base[field.name] && field.kind !== "text");
  if (!told.length) return h("p", { className: "hint" }, "这户还没有登记过收入和保障情况。");
  return h("dl", { className: "facts" }, told.flatMap((field) => [h("dt", {}, field.title), h("dd", {}, words(field))]));
}
