// The surface of `wx` that the mini-program uses, answering as WeChat was seen or is documented to: the
// shapes of its answers, its limits, its failures. `calls` is what was asked of it.
import { webcrypto } from "node:crypto";

const KEY_LIMIT = 1 << 20;
const ALL_LIMIT = 10 << 20;

export function makeWX({ request, scan, location, accepts = [], fontSizeScaleFactor = 1, codes = ["code-a-1"] } = {}) {
  const store = new Map();
  const calls = [];
  const says = (name, options, answer) => {
    calls.push([name, options]);
    // WeChat answers later, never within the call.
    queueMicrotask(() => (answer instanceof Error ? options.fail?.({ errMsg: `${name}:fail ${answer.message}` }) : options.success?.({ errMsg: `${name}:ok`, ...answer })));
  };
  const size = () => [...store.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return {
    calls, store,
    getAppBaseInfo: () => ({ language: "zh_CN", fontSizeScaleFactor, fontSizeSetting: 16 * fontSizeScaleFactor }),
    login: (options) => says("login", options, { code: codes.shift() ?? "code-none" }),
    request: (options) => {
      calls.push(["request", options]);
      Promise.resolve().then(() => request(options)).then(options.success, () => options.fail?.({ errMsg: "request:fail timeout" }));
    },
    setStorage: (options) => {
      const bytes = Buffer.byteLength(options.data);
      const isFull = bytes > KEY_LIMIT || size() + bytes > ALL_LIMIT;
      if (!isFull) store.set(options.key, options.data);
      says("setStorage", options, isFull ? new Error("exceed storage item max length") : {});
    },
    getStorage: (options) => says("getStorage", options, store.has(options.key) ? { data: store.get(options.key) } : new Error("data not found")),
    removeStorage: (options) => {
      store.delete(options.key);
      says("removeStorage", options, {});
    },
    getStorageInfo: (options) => says("getStorageInfo", options, { keys: [...store.keys()], currentSize: size() >> 10, limitSize: ALL_LIMIT >> 10 }),
    getRandomValues: (options) => says("getRandomValues", options, { randomValues: webcrypto.getRandomValues(new Uint8Array(options.length)).buffer }),
    scanCode: (options) => says("scanCode", options, scan ? { result: scan, scanType: "QR_CODE", charSet: "utf-8" } : new Error("cancel")),
    getLocation: (options) => says("getLocation", options, location ?? new Error("auth deny")),
    requestSubscribeMessage: (options) => says("requestSubscribeMessage", options, Object.fromEntries(options.tmplIds.map((id) => [id, accepts.includes(id) ? "accept" : "reject"]))),
  };
}

export const START = {
  officer: 7, name: "刘𠮷", place: "江背村", isPractice: true, now: 1_800_000_000_000,
  form: {
    version: "v1",
    sections: [
      { title: "家庭", fields: [{ name: "persons", title: "家庭人口", kind: "number" }] },
      { title: "保障", fields: [{ name: "guarantee.water", title: "饮水安全", kind: "yesNo" }] },
      { title: "收入", fields: [{ name: "amount.wages", title: "工资", kind: "amount" }] },
    ],
    conclusions: [{ value: "noRisk", title: "无风险", needsSheet: true }, { value: "notReached", title: "联系不上", needsSheet: false }],
    risks: [{ value: "illness", title: "因病" }],
  },
};

export const HOUSEHOLD = {
  id: 31, code: "H1", head: "䶮𠮷㛃", initials: "yj", address: "一组", phone: null, members: [],
  clue: { id: 5, due: "2026-11-30", isOverdue: false, signals: ["干部摸排：住院"] },
  values: { persons: "3", "amount.wages": "20000.00" }, sources: { persons: "台账" },
};
