// One sheet as the native page draws it, the visit's or one of the county's own: everything known
// stands there already.
import { fieldsOf, isShown, optionsOf } from "./rules.js";

const CONTROLS = { yesNo: "radio", member: "radio", choice: "radio", choices: "checkbox", day: "date", text: "textarea" };
const TYPES = { number: "number", amount: "digit", phone: "number", idNumber: "idcard" };
const MODES = [["onSite", "入户"], ["phone", "电话"], ["video", "视频"]].map(([value, title]) => ({ value, title }));

export async function makeSheet(shelf, { household, record, form: asked }) {
  const start = await shelf.read("start");
  const back = record ? await shelf.read(record) : null;
  const own = asked ?? (back?.record.kind === "form" ? back.record.form : null);
  const form = own ? start.forms[own] : start.forms?.visit ?? start.form;
  const id = back?.record.household ?? Number(household);
  const one = ((await shelf.read("waiting")) ?? []).find((found) => found.id === id) ?? {
    id, head: back?.head ?? "", values: back?.record.base ?? {}, clue: back?.record.clue ? { id: back.record.clue } : null };
  const draft = back ? { values: back.record.values } : await shelf.draft(id, own);
  const values = { ...(own ? {} : { mode: "onSite", ...one.values }), ...one.answers?.[form.name], ...draft?.values };
  const around = (title, fields) => ({ title, fields });
  const whole = () => own ? form.sections : [
    around("走访", [{ name: "mode", title: "方式", kind: "choice", options: MODES }, { name: "visitedOn", title: "日期", kind: "day" },
      { name: "companion", title: "同行人（两人入户）", kind: "line" }]),
    ...form.sections,
    around("结论", [{ name: "conclusion", title: "核实结论", kind: "choice", options: form.conclusions },
      { name: "risks", title: "风险类型（提请纳入时选，最多五种）", kind: "choices", options: form.risks }, { name: "reason", title: "结论依据", kind: "text" }]),
  ];
  // Two members of one name are told apart by their relation, as the server does.
  const members = (one.members ?? []).map(({ name, relation }, _, all) => (all.filter((other) => other.name === name).length === 1 ? name : `${name}（${relation}）`));
  const choices = (field) => (field.kind === "member" ? members.map((name) => ({ value: name, title: name })) : optionsOf(field));
  const drawn = (field) => {
    const chosen = (values[field.name] ?? "").split(",");
    return {
      ...field, value: values[field.name] ?? "", source: one.sources?.[field.name] ?? "",
      control: CONTROLS[field.kind] ?? "input", type: TYPES[field.kind] ?? "text",
      options: choices(field).map((option) => ({ ...option, isChosen: chosen.includes(option.value) })),
    };
  };
  return {
    household: one,
    title: own ? form.title : "入户核实",
    // What else can be filled in for the household.
    others: own || back ? [] : Object.values(start.forms ?? {}).filter(({ name }) => name.startsWith("x.")).map(({ name, title }) => ({ name, title })),
    fields: () => fieldsOf({ sections: whole() }),
    // The fields of a form that has them itself are not drawn a second time.
    sections: () => {
      const seen = new Set();
      return whole().map(({ title, fields }) => ({
        title, fields: fields.filter((field) => isShown(field, values) && !seen.has(field.name) && seen.add(field.name)).map(drawn),
      })).filter((section) => section.fields.length);
    },
    set: (name, value) => { values[name] = value; },
    keepDraft: () => shelf.keepDraft(id, values, own),
    hand: () => shelf.hand(one, values, back?.record.id ?? null, own),
  };
}
