// What a form's definition asks for, said the same in the browser and in the mini-program: which
// fields stand there, and what is still wrong. miniprogram/logic/rules.js is a copy.
export const fieldsOf = (form) => form.sections.flatMap((section) => section.fields);

export function isShown(field, values) {
  if (!field.when) return true;
  const held = (values[field.when.field] ?? "").split(",");
  return field.when.values.some((value) => held.includes(value));
}

// The options of a choice; a guarantee is in order or not.
export function optionsOf(field) {
  const words = field.name?.startsWith("guarantee.") ? ["有保障", "有问题"] : ["是", "否"];
  return field.options ?? (field.kind === "yesNo" ? [{ value: "1", title: words[0] }, { value: "0", title: words[1] }] : []);
}

function isDay(text) {
  const moment = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

function isIdentity(text) {
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return text[17] === "10X98765432"[weights.reduce((sum, weight, place) => sum + weight * Number(text[place]), 0) % 11];
}

const MEASURED = ["number", "amount"];
const CHOSEN = ["day", "yesNo", "choice", "choices"];
const SAYS = {
  number: (text) => /^\d{1,9}$/.test(text) || "应为整数",
  amount: (text) => /^\d{1,12}(\.\d{1,2})?$/.test(text.replace(/,/g, "")) || `“${text}”不是金额`,
  day: (text) => isDay(text) || "应为日期，如 2026-11-28",
  phone: (text) => /^\d{7,12}$/.test(text.replace(/[ \-－—]/g, "")) || "应为手机号或带区号的座机",
  idNumber: (text) => isIdentity(text.toUpperCase()) || "有误，请对照身份证核对",
};

// What is wrong with one value, in words; null where nothing is.
export function faultOf(field, value) {
  const text = (value ?? "").trim();
  const says = (words) => `“${field.title}”${words}。`;
  if (!text) return field.required ? `请填写“${field.title}”。` : null;
  const found = SAYS[field.kind]?.(text) ?? true;
  if (found !== true) return says(found);
  const isNumber = MEASURED.includes(field.kind);
  const size = isNumber ? Number(text.replace(/,/g, "")) : [...text].length;
  const unit = isNumber ? (field.unit ? ` ${field.unit}` : "") : " 个字";
  if (!CHOSEN.includes(field.kind)) {
    if (size < (field.least ?? -Infinity)) return says(`至少 ${field.least}${unit}`);
    if (size > (field.most ?? Infinity)) return says(`最多 ${field.most}${unit}`);
  }
  if (field.kind === "choices" && text.split(",").length > (field.most ?? Infinity)) return says(`最多选 ${field.most} 项`);
  if (field.pattern && !new RegExp(`^(?:${field.pattern})$`, "u").test(text)) return says("格式不对");
  return null;
}

// All that is wrong with a sheet, by field, in the order it is drawn.
export function faultsOf(form, values) {
  const faults = new Map();
  for (const field of fieldsOf(form)) {
    const words = isShown(field, values) ? faultOf(field, values[field.name]) : null;
    if (words) faults.set(field.name, words);
  }
  return faults;
}

// What a visit needs beside its fields, as `VisitSheet.refusals` says it.
export function visitFaultsOf(form, values) {
  const faults = faultsOf(form, values);
  const says = (name, words) => faults.has(name) || faults.set(name, words);
  const conclusion = form.conclusions.find((one) => one.value === values.conclusion);
  if (!conclusion) says("conclusion", "请选择入户结论。");
  if (!values.companion?.trim()) says("companion", "入户须两人同行，请填写同行人姓名。");
  if ((values.reason ?? "").trim().length < 5) says("reason", "请写明结论依据（至少 5 个字）。");
  if (conclusion?.needsSheet) {
    for (const field of fieldsOf(form)) {
      if (field.name.startsWith("guarantee.") && !values[field.name]) says(field.name, `请填写“${field.title}”是否有保障。`);
    }
    if (!(Number(values.persons) >= 1)) says("persons", "家庭人口应至少为 1。");
  }
  if (values.conclusion === "propose" && !values.risks) says("risks", "提请纳入须选择至少一种风险类型。");
  return faults;
}

// What is sent of a sheet: the fields that stand there, and what the record says beside them.
export function valuesOf(form, values, beside = []) {
  const names = new Set(beside);
  for (const field of fieldsOf(form)) if (isShown(field, values)) names.add(field.name);
  const told = [...names].filter((name) => values[name] !== undefined && values[name] !== null);
  return Object.fromEntries(told.map((name) => [name, String(values[name])]));
}
