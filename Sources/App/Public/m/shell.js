// Inside WeChat's mini-program: what only the shell can do is asked of it through the server.
import { ask, send } from "./server.js";

const isInShell = /miniProgram/i.test(navigator.userAgent);
const SDK = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js";

function loaded() {
  if (window.wx?.miniProgram) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: SDK, onload: resolve, onerror: () => reject(new Error("微信组件没有载入，请稍后重试。")) });
    document.head.append(script);
  });
}

// Leads to a page of the shell.
export async function lead(url) {
  await loaded();
  window.wx.miniProgram.navigateTo({ url });
}

// Has the shell scan or locate; what comes of it is fetched from the server.
async function errand(kind) {
  const { id } = await (await send("../wechat/errands", { kind })).json();
  await lead(`/pages/errand/errand?id=${id}&kind=${kind}`);
  for (let turn = 0; turn < 60; turn += 1) {
    await new Promise((done) => setTimeout(done, 2_000));
    const { isDone, answer } = await (await ask(`../wechat/errands/${id}`)).json();
    if (isDone && answer.fault) throw new Error(`没有办成：${answer.fault}`);
    if (isDone) return answer;
  }
  throw new Error("没有等到结果，请重试。");
}

// Where the phone is now, only when the officer asks; nothing is sent and nothing kept by it. For
// sorting a list a place of the last minute will do.
export async function position({ age = 0 } = {}) {
  if (isInShell) {
    const { lat, lon } = await errand("location");
    return { lat: Number(lat), lon: Number(lon) };
  }
  const found = await new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject(new Error("这部手机不能定位。"));
    navigator.geolocation.getCurrentPosition(resolve, () => reject(new Error("没有定位权限，或者没有信号。可以照常走访。")), { timeout: 20_000, maximumAge: age });
  });
  return { lat: found.coords.latitude, lon: found.coords.longitude };
}

// Metres between a household's place, "26.34121,115.35012", and a point; null where none is kept.
export function distance(place, from) {
  const [lat, lon] = (place ?? "").split(",").map(Number);
  if (!from || !place || Number.isNaN(lat + lon)) return null;
  const rad = Math.PI / 180;
  const a = Math.sin(((lat - from.lat) * rad) / 2) ** 2 + Math.cos(lat * rad) * Math.cos(from.lat * rad) * Math.sin(((lon - from.lon) * rad) / 2) ** 2;
  return 2 * 6_371_000 * Math.asin(Math.sqrt(a));
}
