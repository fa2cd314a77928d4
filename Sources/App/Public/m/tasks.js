// What can be done about a household on the phone, each with its form: drawn, checked and sent alike.
import * as village from "./sync.js";
import { faultsOf, visitFaultsOf } from "./rules.js";

const form = (name, title, fields) => ({ name, title, version: "1", sections: [{ title, fields }] });
const MODES = [["onSite", "入户"], ["phone", "电话"], ["video", "视频"]].map(([value, title]) => ({ value, title }));
export const WHEN = [
  { name: "mode", title: "方式", kind: "choice", options: MODES },
  { name: "visitedOn", title: "日期", kind: "day" },
  { name: "companion", title: "同行人（两人入户）", kind: "line" },
];
export const formOf = (name) => village.start.forms?.[name] ?? (name === "visit" ? village.start.form : null);
export const TITLES = { visit: "入户核实", household: "更新情况", clue: "发现困难", sweep: "排查", followUp: "回访", consent: "签授权书", measure: "措施办完", place: "记下位置", call: "抽查电话", application: "申请书", removal: "风险消除表" };
// The county's own forms, as their names say.
export const ownForms = () => Object.values(village.start.forms ?? {}).filter(({ name }) => name.startsWith("x."));
export const titleOf = (kind, name) => (kind === "form" ? formOf(name)?.title ?? "本县的表" : TITLES[kind] ?? kind);

// The fields with which the visit form ends where it does not hold them itself.
export const ending = (visit) => [
  { name: "conclusion", title: "核实结论", kind: "choice", options: visit.conclusions },
  { name: "risks", title: "风险类型（提请纳入时选，最多五种）", kind: "choices", options: visit.risks },
  { name: "reason", title: "结论依据", kind: "text" },
];

// A form of the open case: the server is told which case it is of, and what had been filled in before.
const caseForm = (name) => ({ case: open }) => open?.[name] && {
  form: formOf(name), known: open[name].values, sources: open[name].sources, beside: ["case", "seen"],
  start: { case: String(open.id), seen: String(open[name].record ?? "") }, files: true,
};

const MAKES = {
  visit: () => ({ form: formOf("visit"), beside: [...WHEN, ...ending(formOf("visit"))].map((field) => field.name), faults: visitFaultsOf, files: true, pads: ["户主签名", "走访人签名", "同行人签名"] }),
  household: () => ({ form: formOf("visit"), beside: ["mode", "visitedOn", "companion"], files: true, pads: ["户主签名", "走访人签名", "同行人签名"] }),
  clue: () => ({ files: true, form: form("clue", "发现困难", [
    { name: "text", title: "发现了什么困难", kind: "text", required: true, least: 5, hint: "谁、什么时候、出了什么事、影响多大" },
    { name: "risk", title: "困难类型", kind: "choice", options: formOf("visit").risks }]) }),
  sweep: () => ({ form: formOf("sweep"), start: { sweptOn: village.today() }, files: true, pads: ["户主签名", "排查人签名", "同行人签名"] }),
  followUp: () => ({ form: formOf("followUp"), beside: ["followedOn"], start: { followedOn: village.today() }, files: true }),
  form: (one, name) => ({ form: formOf(name), files: true }),
  call: () => ({ form: village.start.call, beside: ["visit"] }),
  application: caseForm("application"),
  removal: (one) => {
    const made = caseForm("removal")(one);
    return made && { ...made, conditions: one.case.conditions, start: { ...made.start, removedOn: village.today() } };
  },
  consent: (one, person) => {
    const adult = one.case?.adults.find((found) => String(found.person) === person);
    if (!adult) return null;
    const proxy = { field: "proxy", values: ["1"] };
    return { about: adult.name, letter: village.start.letter, beside: ["person"], start: { person, proxy: adult.mayNeedGuardian ? "" : "0" },
      pads: [`${adult.name}（或监护人）签名`], needsPad: (values) => values.answer === "given",
      form: form("consent", "授权", [
        { name: "answer", title: `${adult.name}同意授权吗`, kind: "choice", required: true, options: [{ value: "given", title: "同意" }, { value: "refused", title: "不同意" }] },
        { name: "proxy", title: "谁来签", kind: "choice", required: true, options: [{ value: "0", title: "本人" }, { value: "1", title: "监护人代签" }] },
        { name: "signer", title: "监护人姓名", kind: "line", required: true, most: 50, when: proxy },
        { name: "guardian", title: "是本人的什么人", kind: "line", required: true, most: 20, when: proxy, hint: "如：配偶、父亲" }]) };
  },
  measure: (one, id, back) => {
    const planned = one.case?.measures.find((found) => String(found.id) === id);
    if (!planned && !back) return null;
    return { about: planned && `${planned.title}（${planned.helper}）`, beside: ["measure"], start: { measure: id, doneOn: village.today(), amount: (planned?.amount ?? "").replace(/,/g, "") }, files: true,
      form: form("measure", "办完", [
        { name: "doneOn", title: "办完的日期", kind: "day", required: true },
        { name: "amount", title: "落实的金额（元，没有就空着）", kind: "amount" },
        { name: "text", title: "怎么落实的", kind: "text", most: 500 }]) };
  },
};

// The task of a kind for a household; null where there is none, as it was done meanwhile.
export function taskOf(kind, one, about, back) {
  // What came back is put right even where the case went on.
  const made = MAKES[kind]?.(one, about, back) ?? (back && { form: formOf(kind), beside: ["case", "seen"], files: true });
  return made?.form ? { kind, title: titleOf(kind, made.form.name), beside: [], start: {}, pads: [], faults: faultsOf, ...made } : null;
}

// What leaves the list at once, not when there is signal again.
export function finish(kind, one, values) {
  if (kind === "visit") one.clue = null;
  if (kind === "call") one.call = null;
  if (kind === "followUp" && one.case) one.case.due = null;
  if (kind === "measure" && one.case) one.case.measures = one.case.measures.filter(({ id }) => String(id) !== values.measure);
  if (one.case?.[kind]) Object.assign(one.case[kind], { isDue: false, filledOn: village.today() });
  if (kind === "consent" && values.answer === "given") {
    for (const adult of one.case?.adults ?? []) if (String(adult.person) === values.person) adult.state = "given";
  }
}
