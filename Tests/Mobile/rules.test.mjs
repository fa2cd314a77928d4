// What a form's definition asks for.
import test from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { faultOf, faultsOf, isShown, valuesOf, visitFaultsOf } from "../../miniprogram/logic/rules.js";
import { START } from "./wx.mjs";

test("the browser and the mini-program keep the same rules", () => {
  const [browser, shell] = ["Sources/App/Public/m/rules.js", "miniprogram/logic/rules.js"].map((path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));
  assert.equal(browser, shell);
});

const cases = [
  [{ kind: "number" }, "三", "应为整数"], [{ kind: "number" }, "3", null], [{ kind: "number", least: 1 }, "0", "至少 1"],
  [{ kind: "number", most: 20, unit: "人" }, "21", "最多 20 人"], [{ kind: "amount" }, "很多", "不是金额"], [{ kind: "amount" }, "1,200.50", null],
  [{ kind: "amount" }, "1.234", "不是金额"], [{ kind: "day" }, "2026-02-30", "应为日期"], [{ kind: "day" }, "2026-02-28", null],
  [{ kind: "phone" }, "138000", "带区号的座机"], [{ kind: "phone" }, "0797-5523456", null], [{ kind: "idNumber" }, "360732198001011234", "有误"], [{ kind: "idNumber" }, "11010519491231002x", null],
  [{ kind: "line", required: true }, "  ", "请填写"], [{ kind: "line" }, "", null], [{ kind: "text", most: 3 }, "䶮𠮷㛃", null],
  [{ kind: "text", most: 2 }, "䶮𠮷㛃", "最多 2 个字"], [{ kind: "line", pattern: "[A-Z]\\d+" }, "a1", "格式不对"], [{ kind: "line", pattern: "[A-Z]\\d+" }, "A1", null],
  [{ kind: "choices", most: 1 }, "a,b", "最多选 1 项"], [{ kind: "text" }, "<script>alert(1)</script>", null],
];
for (const [field, value, words] of cases) {
  test(`${JSON.stringify(field)} with “${value}” says ${words}`, () => {
    const said = faultOf({ title: "这一项", ...field }, value);
    if (words === null) assert.equal(said, null);
    else assert.match(said, new RegExp(words));
  });
}

test("a field that hangs on another is asked and sent only with it", () => {
  const form = { sections: [{ title: "", fields: [
    { name: "risk", title: "新风险", kind: "choices" },
    { name: "why", title: "说明", kind: "text", required: true, when: { field: "risk", values: ["illness", "disaster"] } }] }] };
  assert.equal(isShown(form.sections[0].fields[1], { risk: "school" }), false);
  assert.deepEqual([...faultsOf(form, { risk: "school" }).keys()], []);
  assert.deepEqual([...faultsOf(form, { risk: "school,disaster" }).keys()], ["why"]);
  assert.deepEqual(valuesOf(form, { risk: "school", why: "旧的", x: "1" }), { risk: "school" });
});

test("a visit says what the server would refuse", () => {
  assert.deepEqual([...visitFaultsOf(START.form, {}).keys()], ["conclusion", "companion", "reason"]);
  const values = { conclusion: "noRisk", companion: "李", reason: "收入稳定可以承受" };
  assert.deepEqual([...visitFaultsOf(START.form, values).keys()], ["guarantee.water", "persons"]);
  assert.equal(visitFaultsOf(START.form, { ...values, conclusion: "notReached" }).size, 0);
  assert.deepEqual([...visitFaultsOf(START.form, { ...values, conclusion: "propose" }).keys()], ["conclusion", "risks"]);
});
